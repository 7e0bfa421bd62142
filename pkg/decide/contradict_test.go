package decide

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// TestContradiction posts nothing where the answers contradict each other, and by
// hand what a person lets pass.
func TestContradiction(t *testing.T) {
	t.Parallel()
	first, recorded := scene{odd: true}.known(t), scene{odd: true, recorded: "r"}.known(t)
	live := api.Accept{Live: first.Live.Digest()}
	allow := api.Accept{Allow: []api.Guard{api.First}}
	unknown := end{api.CaseUnknown, Leave, api.Failed, ""}
	for _, tt := range []struct {
		name   string
		known  Known
		accept api.Accept
		byHand bool
		want   end
	}{
		{"a push", first, api.Accept{}, false, unknown},
		{"a push that lets pass what is live", first, live, false, unknown},
		{"a push that lets pass the first", first, allow, false, unknown},
		{"by hand", first, api.Accept{}, true, unknown},
		{"by hand, another digest", first, api.Accept{Live: "sha256:0"}, true, unknown},
		{"by hand, the digest", first, live, true, end{api.CaseFirst, Post, "", ""}},
		{"by hand, the first", first, allow, true, end{api.CaseFirst, Post, "", ""}},
		{"recorded", recorded, api.Accept{}, true, unknown},
		{"recorded, the digest", recorded, live, true, end{api.CaseEdited, Post, "", ""}},
		{"recorded, the first", recorded, allow, true, end{api.CaseEdited, Leave, api.Refused, api.Edited}},
	} {
		d := Decide(tt.known, Wish{Set: setOf(t, "a"), Accept: tt.accept, ByHand: tt.byHand})
		same(t, tt.name, ended(&d), tt.want)
		if d.Stop != nil && d.Case == api.CaseUnknown {
			same(t, tt.name+": needs", d.Stop.Needs.Live != "", tt.byHand)
		}
	}
}

// TestContradictionRetired deletes what a person let pass, also where WeChat may have
// hidden all of it; after a retirement the answers contradict no record.
func TestContradictionRetired(t *testing.T) {
	t.Parallel()
	recorded, gone, edited := scene{odd: true, recorded: "r"}.known(t), published(menu.Set{}), published(menu.Set{})
	edited.Live = api.Live{API: setOf(t, "x"), Shown: setOf(t, "x"), Open: true}
	for _, tt := range []struct {
		name   string
		known  Known
		accept api.Accept
		want   end
	}{
		{"unseen", recorded, api.Accept{}, end{api.CaseUnknown, Leave, api.Failed, ""}},
		{"the digest", recorded, api.Accept{Live: recorded.Live.Digest()}, end{api.CaseEdited, Post, "", ""}},
		{"the first", recorded, api.Accept{Allow: []api.Guard{api.First}}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"retired before, and another menu since", edited, api.Accept{}, end{api.CaseEdited, Leave, api.Refused, api.Retires}},
		{"retired before", gone, api.Accept{}, end{api.CaseInSync, Leave, "", ""}},
	} {
		d := Decide(tt.known, Wish{Retire: true, ByHand: true, Accept: tt.accept})
		same(t, tt.name, ended(&d), tt.want)
	}
}
