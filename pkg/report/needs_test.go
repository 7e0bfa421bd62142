package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestOneLine holds when a plan prints one line of the settings for many
// accounts: where its glob matches none of which something is not known.
func TestOneLine(t *testing.T) {
	t.Parallel()
	digest := func(n int) string { return fmt.Sprintf("sha256:%064d", n) }
	refused := func(name string, live bool, allow ...api.Guard) api.Result {
		r := api.Result{
			Account: name, Outcome: api.Refused, Guard: api.RemovesButtons, Needs: &api.Accept{Allow: allow},
			Digests: api.Digests{Desired: digest(len(name)), Live: digest(100 + len(name))},
		}
		if live {
			r.Needs.Live = r.Digests.Live
		}
		return r
	}
	inSync := func(name string) api.Result {
		return api.Result{Account: name, Outcome: api.InSync, Digests: api.Digests{Desired: digest(1), Live: digest(2)}}
	}
	together := func(of func(api.Digests) string, results ...api.Result) string {
		all := map[string]string{}
		for i := range results {
			all[results[i].Account] = of(results[i].Digests)
		}
		return api.Together(all)
	}
	desired := func(d api.Digests) string { return d.Desired }
	live := func(d api.Digests) string { return d.Live }
	one, two, three := refused("store-1", false, api.RemovesButtons), refused("store-2", false, api.RemovesButtons), refused("store-3", true, api.RemovesTopLevel)
	hq := refused("hq", false, api.RemovesButtons)
	foreign := refused("store-4", false)
	foreign.Needs.TakeOver = "https://github.com/o/r"
	unsure := refused("store-7", true)
	unsure.Case, unsure.Outcome = api.CaseUnknown, api.Failed
	held := refused("store-5", false, api.Quarantined)
	held.Outcome = api.Held
	failed := api.Result{Account: "store-6", Outcome: api.Failed, Digests: api.Digests{Desired: digest(6)}}
	tests := []struct {
		name    string
		results []api.Result
		git     []string
		// want holds the accounts and globs of the lines, and what is in those of
		// globs.
		want []string
	}{
		{"two", []api.Result{one, two}, nil, []string{"store-*: { digest: '" + together(desired, one, two) + "', allow: ['removes-buttons'] }"}},
		{"two beside one in sync", []api.Result{one, two, inSync("store-9")}, nil, []string{"store-*: { digest: '" + together(desired, one, two, inSync("store-9")) + "', allow: ['removes-buttons'] }"}},
		{"two beside another family", []api.Result{one, two, hq}, nil, []string{"*: { digest: '" + together(desired, one, two, hq) + "', allow: ['removes-buttons'] }"}},
		{"two beside another that needs something else", []api.Result{one, two, refused("hq", false, api.First)}, nil, []string{"hq", "store-*: { digest: '" + together(desired, one, two) + "', allow: ['removes-buttons'] }"}},
		{"two that need different things", []api.Result{one, three}, nil, []string{"store-1", "store-3", "store-*: { digest: '" + together(desired, one, three) + "', live: '" + together(live, one, three) + "', allow: ['removes-buttons', 'removes-top-level'] }"}},
		{"two, and one that was not looked at", []api.Result{one, two}, []string{"store-1", "store-10", "store-2"}, []string{"store-1", "store-2"}},
		{"two, and one that failed", []api.Result{one, two, failed}, nil, []string{"store-1", "store-2"}},
		{"contradictory answers", []api.Result{unsure}, nil, nil},
		{"two, and contradictory answers", []api.Result{one, two, unsure}, nil, []string{"store-1", "store-2"}},
		{"two, and one of another repository", []api.Result{one, two, foreign}, nil, []string{"store-1", "store-2"}},
		{"two, and one that is held", []api.Result{one, two, held}, nil, []string{"store-5", "store-*: { digest: '" + together(desired, one, two, held) + "', allow: ['removes-buttons'] }"}},
		{"two of which others begin alike", []api.Result{refused("a1-x", false, api.First), refused("a2-x", false, api.First), inSync("b1-x")}, nil, []string{"a*-x: { digest: '" + together(desired, refused("a1-x", false), refused("a2-x", false)) + "', allow: ['first'] }"}},
		{"two alike, and one that is not", []api.Result{one, two, three}, nil, []string{"store-3", "store-*: { digest: '" + together(desired, one, two, three) + "', live: '" + together(live, one, two, three) + "', allow: ['removes-buttons', 'removes-top-level'] }"}},
		{"one", []api.Result{one}, nil, []string{"store-1"}},
	}
	line := regexp.MustCompile(`(?m)^ +'([^']+)': (\{ .* \}),$`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := NewResults("plan", tt.results)
			if doc.Git = tt.git; doc.Git == nil {
				for i := range tt.results {
					doc.Git = append(doc.Git, tt.results[i].Account)
				}
			}
			var b strings.Builder
			if err := doc.Text(&b, Options{Lang: text.English}); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range line.FindAllStringSubmatch(b.String(), -1) {
				if strings.Contains(m[1], "*") {
					m[1] += ": " + m[2]
				}
				got = append(got, m[1])
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(tt.want))
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q\nin %s", got, want, b.String())
			}
			var page strings.Builder
			if err := doc.Summary(&page, Options{Lang: text.English}); err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Contains(page.String(), "*"), strings.Contains(strings.Join(tt.want, ""), "*"); got != want {
				t.Errorf("got a glob %t, want %t, in %s", got, want, page.String())
			}
		})
	}
}
