package publish

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// TestReadBack has WeChat answer other things than were posted.
func TestReadBack(t *testing.T) {
	t.Parallel()
	lower := func(read func(string, int) string) func(string, int) string {
		return func(body string, n int) string {
			return read(strings.Replace(body, "https://www.soso.com/?", "https://www.soso.com?", 1), n)
		}
	}
	// late shows menu B until the nth read after a post.
	late := func(read func(string, int) string, n int) func(string, int) string {
		return func(body string, k int) string {
			if k < n {
				body = menuB
			}
			return read(body, k)
		}
	}
	other := func(read func(string, int) string) func(string, int) string {
		return func(body string, n int) string {
			if body == menuA {
				body = `{"button":[{"type":"click","name":"x","key":"x"}]}`
			}
			return read(body, n)
		}
	}
	// console shows a menu made in the console that an API post replaces.
	console := func(body string, n int) string {
		if body == "" {
			return `{"is_menu_open":1,"selfmenu_info":{"button":[{"type":"text","name":"t","value":"v"}]}}`
		}
		return asShown(body, n)
	}
	off := func(body string, n int) string { return strings.Replace(asShown(body, n), ":1,", ":0,", 1) }
	tests := []struct {
		name       string
		get, shown func(string, int) string
		warnings   []api.WarningKind
		reads      int // of menu/get after the post
	}{
		{"as posted", asGet, asShown, nil, 1},
		{"at the second read", late(asGet, 2), late(asShown, 2), nil, 2},
		{"at the third read", asGet, late(asShown, 3), nil, 3},
		{"too late", late(asGet, 9), late(asShown, 9), []api.WarningKind{api.Unverified}, 3},
		{"one answer too late", asGet, late(asShown, 9), []api.WarningKind{api.Unverified}, 3},
		{"other values", lower(asGet), lower(asShown), []api.WarningKind{api.Normalised}, 1},
		{"other values in one", asGet, lower(asShown), []api.WarningKind{api.Normalised}, 1},
		{"other values and too late", lower(asGet), late(asShown, 9), []api.WarningKind{api.Unverified}, 3},
		{"another menu", other(asGet), other(asShown), []api.WarningKind{api.Raced}, 3},
		{"another menu in one", asGet, other(asShown), []api.WarningKind{api.Raced}, 3},
		{"over a console menu", asGet, console, nil, 1},
		{"switched off", asGet, off, []api.WarningKind{api.SwitchedOff}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &double{get: tt.get, shown: tt.shown}
			r := newRig(t, d, memory(brand()))
			req := request(menuA)
			req.Accept.Allow = append(req.Accept.Allow, api.First)
			res := r.invoke(t.Context(), r.handler, req)
			same(t, "outcome", res.Outcome, api.Published)
			list(t, "warnings", kinds(res.Warnings), tt.warnings)
			same(t, "reads", d.reads, tt.reads)
			list(t, "posted", d.created, []string{menuA})
		})
	}
}

// TestLosesLaterReadBack reads back an old answer and then none: the one there
// is counts.
func TestLosesLaterReadBack(t *testing.T) {
	t.Parallel()
	d := &double{shown: asShown}
	d.get = func(body string, read int) string {
		switch {
		case body == menuA && read == 1:
			return asGet(menuB, read)
		case body == menuA:
			return `{"errcode":48001,"errmsg":"api unauthorized"}`
		}
		return asGet(body, read)
	}
	r := newRig(t, d, memory(brand()))
	r.publish(menuB)
	res := r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unverified})
	same(t, "api digest", res.Digests.API, digest(menuB))
	same(t, "shown digest", res.Digests.Shown, digest(menuA))
}

// TestSwitchedOff warns whatever the outcome; an account without a menu is not
// switched off.
func TestSwitchedOff(t *testing.T) {
	t.Parallel()
	closed := func(body string, n int) string { return strings.Replace(asShown(body, n), ":1,", ":0,", 1) }
	tests := []struct {
		name, before, desired string
		dryRun                bool
		outcome               api.Outcome
		warnings              []api.WarningKind
	}{
		{"in sync", menuA, menuA, false, api.InSync, []api.WarningKind{api.SwitchedOff}},
		{"planned", menuB, menuA, true, api.Planned, []api.WarningKind{api.SwitchedOff}},
		{"published", menuB, menuA, false, api.Published, []api.WarningKind{api.SwitchedOff}},
		{"planned, no menu yet", "", menuA, true, api.Planned, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &double{get: asGet, shown: closed}
			if tt.before != "" {
				d.created = []string{tt.before}
			}
			r := newRig(t, d, memory(brand()))
			req := request(tt.desired)
			req.DryRun = tt.dryRun
			req.Accept.Allow = append(req.Accept.Allow, api.First)
			res := r.invoke(t.Context(), r.handler, req)
			same(t, "outcome", res.Outcome, tt.outcome)
			list(t, "warnings", kinds(res.Warnings), tt.warnings)
		})
	}
}

// TestFirstDryRun is about the sandbox's answer for an account without a menu.
func TestFirstDryRun(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	req := request(menuA)
	req.DryRun = true
	res := r.invoke(t.Context(), r.handler, req)
	list(t, "warnings", kinds(res.Warnings), nil)
	r.sandbox.Fault(sandbox.Fault{Path: createPath, Errcode: 40066})
	list(t, "warnings", kinds(r.publish(menuA).Warnings), nil)
}

// TestShows tells a lost post that shows from one that does not, for every pair
// of answers.
func TestShows(t *testing.T) {
	t.Parallel()
	at := func(answer, shown string) api.Live { return liveOf(parse(t, answer), parse(t, shown)) }
	x := bar(click("x"), click("y"))
	tests := []struct {
		name          string
		before, after api.Live
		want          bool
		found         api.Found
	}{
		{"nothing moved", at(menuB, menuB), at(menuB, menuB), false, api.FoundBefore},
		{"both show it", at(menuB, menuB), at(menuA, menuA), true, api.FoundWanted},
		{"one shows it", at(menuB, menuB), at(menuA, menuB), true, api.FoundOld},
		{"followers see it", at(menuB, menuB), at(menuB, menuA), true, api.FoundNew},
		{"shown before and now", at(menuA, menuA), at(menuA, menuA), false, api.FoundWanted},
		{"one showed it before", at(menuA, menuB), at(menuA, menuB), false, api.FoundBefore},
		{"one showed it before, both do now", at(menuA, menuB), at(menuA, menuA), true, api.FoundWanted},
		{"another menu", at(menuB, menuB), at(x, x), false, api.FoundOther},
		{"one answer has another menu", at(menuA, menuB), at(menuA, x), false, api.FoundOther},
		{"it was live and is not", at(menuA, menuA), at(x, x), false, api.FoundOther},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := attempt{before: decide.Known{Live: tt.before}, want: parse(t, menuA), proves: true}
			same(t, "shows", a.shows(tt.after), tt.want)
			same(t, "found", a.found(tt.after).Found, tt.found)
		})
	}
}
