package sandbox_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func followers() []sandbox.Follower {
	return []sandbox.Follower{
		{OpenID: "plain"},
		{OpenID: "ios", Platform: "1"},
		{OpenID: "vip", Tags: []int{2}, Platform: "2"},
		{OpenID: "vip-ios", Tags: []int{9, 2}, Platform: "1"},
		{OpenID: "was-vip", Tags: []int{2, 9}, Platform: "1"},
		{OpenID: "gone", Left: true},
	}
}

// named is a menu of one button.
func named(name string) string {
	return `{"button":[{"type":"click","name":"` + name + `","key":"k"}]}`
}

// conditionalNamed is named for those a rule matches.
func conditionalNamed(name, rule string) string {
	return strings.TrimSuffix(named(name), "}") + `,"matchrule":` + rule + `}`
}

func TestTryMatch(t *testing.T) {
	t.Parallel()
	tests := []struct{ user, want string }{
		{"plain", "default"},
		{"ios", "ios"},
		{"vip", "vip"},
		{"vip-ios", "vip on ios"},
		{"was-vip", "ios"}, // only the last tag counts
	}
	for _, tt := range tests {
		t.Run(tt.user, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t, func(a *sandbox.Account) { a.Followers = followers() })
			r.want(createPath, named("default"))
			r.want(addPath, conditionalNamed("vip", `{"tag_id":"2"}`))
			r.want(addPath, conditionalNamed("ios", `{"client_platform_type":"1"}`))
			r.want(addPath, conditionalNamed("vip on ios", `{"tag_id":"2","client_platform_type":"1"}`))
			r.want(addPath, conditionalNamed("absent", `{"tag_id":"vip"}`))
			got := r.want(tryPath, `{"user_id":"`+tt.user+`"}`).raw
			if want := `{"button":[{"type":"click","name":"` + tt.want + `","key":"k","sub_button":[]}]}`; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// Of two menus that match, the newer one counts, and once it is deleted the
// older.
func TestTryMatchNewestFirst(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t, func(a *sandbox.Account) { a.Followers = followers() })
	r.want(addPath, conditionalNamed("old", `{"tag_id":"2"}`))
	id := r.want(addPath, conditionalNamed("new", `{"tag_id":"2"}`)).MenuID
	for _, want := range []string{"new", "old"} {
		if got := r.want(tryPath, `{"user_id":"vip"}`).raw; !strings.Contains(got, `"name":"`+want+`"`) {
			t.Errorf("got %s, want %s", got, want)
		}
		r.post(removePath, `{"menuid":"`+id+`"}`)
	}
}

func TestTryMatchRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		noDefault  bool
		want       int
	}{
		{"empty body", "", false, 44002},
		{"not UTF-8", "\xff", false, 65318},
		{"escape", `{"user_id":"\u0031"}`, false, 40033},
		{"form", "user_id=plain", false, 47001},
		{"no user", `{}`, false, 40132},
		{"empty user", `{"user_id":""}`, false, 40132},
		{"user is a number", `{"user_id":1}`, false, 40132},
		{"the user before the default menu", `{}`, true, 40132},
		{"no default menu", `{"user_id":"absent"}`, true, 65303},
		{"unknown user", `{"user_id":"absent"}`, false, 65302},
		{"no follower any more", `{"user_id":"gone"}`, false, 65315},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t, func(a *sandbox.Account) { a.Followers = followers() })
			if tt.noDefault {
				r.get(deletePath)
			}
			if got := r.post(tryPath, tt.body); got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
		})
	}
}

func TestTryMatchWrapped(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t, func(a *sandbox.Account) { a.Followers, a.WrapTryMatch = followers(), true })
	want := `{"menu":{"button":[{"type":"click","name":"a","key":"1","sub_button":[]}]}}`
	if got := r.want(tryPath, `{"user_id":"plain"}`).raw; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
