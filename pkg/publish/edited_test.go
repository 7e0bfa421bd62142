package publish

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// worlds are the ways in which WeChat may answer.
func worlds() map[string]sandbox.Account {
	out := map[string]sandbox.Account{}
	for name, console := range map[string]sandbox.Console{"keeps": sandbox.ConsoleKeeps, "hides": sandbox.ConsoleHides, "shows": sandbox.ConsoleShows} {
		for _, late := range []int{0, 1} {
			for _, normal := range []bool{false, true} {
				acc := brand()
				acc.Console, acc.LateReads, acc.Normalise = console, late, normal
				out[fmt.Sprintf("%s, late %d, normalised %t", name, late, normal)] = acc
			}
		}
	}
	return out
}

// spaced is a set that WeChat may answer in other words, with conditional
// menus.
func spaced(key string) string {
	return with(bar(click(key), link("https://Example.COM?k="+key)), forTag(2, link("HTTPS://a.example")), forTag(3, click(key)))
}

// lateness is longer than WeChat's answers are taken to be late.
const lateness = 11 * time.Minute

// settled publishes a set, and goes on until it is known to be live.
func (s *sandboxed) settled(set string) {
	s.Helper()
	for range 5 {
		if s.publish(set).Outcome == api.InSync {
			return
		}
		s.settle()
		s.pass(lateness)
	}
	s.Fatalf("got %s not to settle", set)
}

// settle ends all lateness.
func (s *sandboxed) settle() {
	s.Helper()
	if err := s.sandbox.Settle(account); err != nil {
		s.Fatal(err)
	}
}

// TestWords publishes what WeChat answers late and in other words: again it is
// in sync, and a change is a change and not an edit.
func TestWords(t *testing.T) {
	t.Parallel()
	for name, acc := range worlds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, acc)
			for i, key := range []string{"1", "2"} {
				res := r.publish(spaced(key))
				same(t, "outcome", res.Outcome, api.Published)
				same(t, "case", res.Case, map[int]api.Case{0: api.CaseFirst, 1: api.CaseChange}[i])
				want, read := []api.WarningKind(nil), ledger.ReadbackVerified
				if acc.Normalise {
					want, read = []api.WarningKind{api.Normalised}, ledger.ReadbackNormalised
				}
				list(t, "warnings", kinds(res.Warnings), want)
				same(t, "readback", r.last().Readback, read)
				r.shows(parse(t, spaced(key)))
				res = r.publish(spaced(key))
				same(t, "again", res.Outcome, api.InSync)
				same(t, "records", r.last().Number, i+1)
			}
			// Only what differs is posted, whatever words it is answered in.
			r.asked()
			set := with(bar(click("2"), link("https://Example.COM?k=2")), forTag(4, click("z")), forTag(2, link("HTTPS://a.example")), forTag(3, click("2")))
			same(t, "one more", r.publish(set).Outcome, api.Published)
			asked := r.asked()
			same(t, "creates", count(asked, "menu/create"), 0)
			same(t, "adds", count(asked, "menu/addconditional"), 1)
			same(t, "deletes", count(asked, "menu/delconditional"), 0)
			r.shows(parse(t, set))
		})
	}
}

// TestEdited has the console publish: a push with nothing new is
// held, one with news refused, whatever menu/get makes of it, and the digest
// lets this edit pass and no later one.
func TestEdited(t *testing.T) {
	t.Parallel()
	for name, acc := range worlds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, acc)
			r.publish(spaced("1"))
			r.edit(menuX)
			r.settle()
			r.asked()
			push := request(spaced("1"))
			push.Origin.Event = "push"
			res := r.invoke(t.Context(), r.handler, push)
			same(t, "push with nothing new", res.Outcome, api.Held)
			same(t, "guard", res.Guard, api.Edited)
			same(t, "by hand", r.publish(spaced("1")).Outcome, api.Refused)
			req := request(spaced("2"))
			res = r.invoke(t.Context(), r.handler, req)
			same(t, "with news", res.Outcome, api.Refused)
			same(t, "case", res.Case, api.CaseEdited)
			says(t, res, "not what record 1 left", `"电话" (text)`, res.Digests.Live, "caidan pull")
			asked := r.asked()
			same(t, "posts", len(asked), count(asked, "menu/get")+count(asked, "get_current_selfmenu_info"))

			req.Accept = *res.Needs
			r.edit(bar(click("later")))
			r.settle()
			res = r.invoke(t.Context(), r.handler, req)
			same(t, "a later edit", res.Outcome, api.Refused)
			req.Accept = *res.Needs
			res = r.invoke(t.Context(), r.handler, req)
			same(t, "accepted", res.Outcome, api.Published)
			r.shows(parse(t, spaced("2")))
			if rec := r.last(); rec.Replaced.Shown.Digest() != digest(bar(click("later"))) {
				t.Errorf("got replaced %+v, want the edit", rec.Replaced.Shown)
			}
			same(t, "again", r.publish(spaced("2")).Outcome, api.InSync)
		})
	}
}

// TestFirstOver publishes to an account whose menu was made in the console.
func TestFirstOver(t *testing.T) {
	t.Parallel()
	for name, acc := range worlds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, acc)
			r.edit(menuX)
			r.settle()
			req := request(spaced("1"))
			req.Accept = api.Accept{}
			req.Origin.Event = "push"
			res := r.invoke(t.Context(), r.handler, req)
			same(t, "outcome", res.Outcome, api.Refused)
			same(t, "guard", res.Guard, api.First)
			same(t, "case", res.Case, api.CaseFirstOver)
			says(t, res, "caidan did not publish", `"电话" (text)`, "--first", "caidan pull")
			req.Accept = *res.Needs
			res = r.invoke(t.Context(), r.handler, req)
			same(t, "accepted", res.Outcome, api.Published)
			same(t, "number", res.Record.Number, 1)
			r.shows(parse(t, spaced("1")))
			same(t, "again", r.publish(spaced("1")).Outcome, api.InSync)
			same(t, "then another", r.publish(spaced("2")).Outcome, api.Published)
		})
	}
}

// TestAdopt finds D live, put there by another tool: that is recorded without
// a post, and the next change is not an edit.
func TestAdopt(t *testing.T) {
	t.Parallel()
	for _, records := range []int{0, 1} {
		t.Run(fmt.Sprintf("%d records", records), func(t *testing.T) {
			t.Parallel()
			r := published(t, []string{menuA}[:records]...)
			r.restore(menuB)
			r.asked()
			same(t, "plan", r.invoke(t.Context(), r.inspect, planOf(menuB)).Outcome, api.InSync)
			r.asked()
			res := r.invoke(t.Context(), r.handler, pushed(110, menuB))
			same(t, "outcome", res.Outcome, api.InSync)
			same(t, "case", res.Case, api.CaseAdopted)
			list(t, "requests", r.asked(), reads())
			same(t, "kind", r.last().Kind, ledger.KindAdopt)
			same(t, "number", r.last().Number, records+1)
			same(t, "mark", r.state().Mark.RunID, 110)
			res = r.invoke(t.Context(), r.handler, pushed(111, menuB))
			same(t, "again", res.Case, api.CaseInSync)
			same(t, "number", r.last().Number, records+1)
			change := pushed(112, menuA)
			same(t, "then a change", r.invoke(t.Context(), r.handler, change).Outcome, api.Published)
		})
	}
}

func planOf(desired string) api.Request {
	req := request(desired)
	req.Op = api.OpPlan
	return req
}

// TestNotYetShown has WeChat go on answering the old menu after the post: the
// next publishes know that, and neither take it for an edit.
func TestNotYetShown(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.LateReads = 5
	r := newSandboxed(t, acc)
	r.settled(menuA)
	res := r.publish(menuB)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unverified})
	same(t, "readback", r.last().Readback, ledger.ReadbackUnverified)
	same(t, "the same while it does not show", r.publish(menuB).Outcome, api.Published)
	r.settle()
	same(t, "the same when it does", r.publish(menuB).Outcome, api.Published)
	r.settle()
	r.pass(lateness)
	same(t, "the same some minutes later", r.publish(menuB).Outcome, api.InSync)
	same(t, "a change", r.publish(menuA).Outcome, api.Published)
	r.live(menuA)
}

// TestAnotherDigest accepts the overwriting of something else than what is live.
func TestAnotherDigest(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.publish(menuA)
	if err := r.sandbox.Edit(account, []byte(menuB)); err != nil {
		t.Fatal(err)
	}
	req := request(`{"button":[{"type":"click","name":"x","key":"x"}]}`)
	req.Accept.Live = digest(menuA)
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Refused)
	says(t, res, "what was accepted is "+digest(menuA)+", which is not live", res.Digests.Live)
	same(t, "what it needs", res.Needs.Live, res.Digests.Live)
}

// TestFirstOfWhatIsShown publishes for the first time what the console has shown
// all along: the refusal says that followers will notice nothing.
func TestFirstOfWhatIsShown(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.edit(menuA)
	res := r.publish(menuA)
	same(t, "guard", res.Guard, api.First)
	if !slices.ContainsFunc(res.Error.Reasons, func(w api.Reason) bool { return w.Code == api.Unnoticed }) {
		t.Errorf("got %+v, want it said that nothing changes for followers", res.Error)
	}
}
