package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
)

// TestGuards has every guard known to --allow: one that may be allowed is taken,
// and offered by completion, and of another the command says what it needs. The
// documentation has each in a table.
func TestGuards(t *testing.T) {
	t.Parallel()
	docs, err := os.ReadFile("../../docs/publishing.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range api.Guards() {
		_, err := allowable(string(g))
		switch {
		case slices.Contains(api.Allowable(), g) && err != nil:
			t.Errorf("--allow %s: got %v, want it taken", g, err)
		case !slices.Contains(api.Allowable(), g) && (err == nil || strings.Contains(err.Error(), "unknown")):
			t.Errorf("--allow %s: got %v, want what it needs", g, err)
		}
		if !regexp.MustCompile("(?m)^\\| .*`" + string(g) + "`.* \\|$").Match(docs) {
			t.Errorf("%s: got no row of a table in docs/publishing.md that names it", g)
		}
	}
	for _, command := range []string{"publish", "rollback"} {
		var stdout, stderr bytes.Buffer
		a := &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
		a.run(t.Context(), []string{"__complete", command, "--allow", ""})
		for _, g := range api.Allowable() {
			if !strings.Contains(stdout.String(), string(g)+"\n") {
				t.Errorf("caidan %s --allow: got the completions %q, want %s among them", command, stdout.String(), g)
			}
		}
	}
}

// TestSettingsAreNotByHand has what only the settings accept marked as such, so
// that it lets no contradictory answers pass; what a flag accepts too is by hand.
func TestSettingsAreNotByHand(t *testing.T) {
	t.Parallel()
	acc := &check.Account{Accept: &check.Accepted{Accept: api.Accept{Live: "sha256:a", Allow: []api.Guard{api.First, api.RemovesButtons}}}}
	for _, tt := range []struct {
		name        string
		flags       api.Accept
		live, first bool
	}{
		{"no flag", api.Accept{}, false, false},
		{"--first", api.Accept{Allow: []api.Guard{api.First}}, false, true},
		{"--accept-live", api.Accept{Live: "sha256:b"}, true, false},
	} {
		got := merged(tt.flags, acc)
		if got.ByHand(api.Edited) != tt.live || got.ByHand(api.First) != tt.first || !got.ByHand(api.RemovesButtons) {
			t.Errorf("%s: got %+v, want live %t and first %t by hand, and removes-buttons", tt.name, got, tt.live, tt.first)
		}
	}
}
