package github

import (
	"fmt"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

func TestDeployers(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	var many []string
	for n := range 120 { // more than a page
		many = append(many, fmt.Sprintf("b%d", n))
	}
	for name, e := range map[string]hub.Environment{
		"any": {}, "protected": {Protected: true}, "one": {Branches: []string{"main", "tag:v*"}}, "many": {Branches: many},
	} {
		h.Deploy(name, e)
	}
	p := reach(t, h, apiToken)
	if _, err := p.Deployers(t.Context(), "any"); !Forbidden(err) || Missing(err) {
		t.Errorf("got %v, want that the token may not", err)
	}
	h.Grant(apiToken, hub.Token{Actions: "read"})
	if _, err := p.Deployers(t.Context(), "none"); !Missing(err) || Forbidden(err) {
		t.Errorf("got %v, want that there is none", err)
	}
	for name, want := range map[string]Deployers{
		"any": {All: true}, "protected": {Protected: true}, "one": {Names: []string{"main", "tag:v*"}}, "many": {Names: many},
	} {
		got, err := p.Deployers(t.Context(), name)
		if err != nil || got.All != want.All || got.Protected != want.Protected || !slices.Equal(got.Names, want.Names) {
			t.Errorf("%s: got %+v and %v, want %+v", name, got, err, want)
		}
	}
}
