package github

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// drifted is the issue of an account as a run knows it; without a body it is
// solved.
func drifted(run int64, account, body string) Issue {
	i := Issue{
		Mark: Mark{Kind: Drifted, Key: account, Run: run, Attempt: 1, Head: "c0ffee"}, Title: account + " was edited", Body: body, Foot: "\nat noon",
	}
	if body == "" {
		i.Solved = "solved"
	}
	return i
}

// track tracks and wants no error.
func track(t *testing.T, h *hub.Hub, all ...Issue) {
	t.Helper()
	if err := errors.Join(reach(t, h, apiToken).Track(t.Context(), all)...); err != nil {
		t.Error(err)
	}
}

// states returns each issue with its state, its text and the comments on it.
func states(h *hub.Hub) (out []string) {
	for _, i := range h.Issues() {
		if i.Pull {
			continue
		}
		_, below, _ := parseMark(i.Body)
		state := "open: "
		if i.Closed {
			state = "closed as " + i.Reason + ": "
		}
		state += i.Title + ": " + strings.TrimSuffix(below, "\nat noon")
		for _, c := range h.Comments(i.Number) {
			state += " + " + c.Body
		}
		out = append(out, state)
	}
	return out
}

func wantStates(t *testing.T, h *hub.Hub, want ...string) {
	t.Helper()
	if got := states(h); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestIssueLife(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	track(t, h, drifted(101, "a", ""), drifted(101, "b", ""))
	asks(t, h, "GET issues")
	wantStates(t, h)

	track(t, h, drifted(102, "a", "one"), drifted(102, "ab", "two"))
	wantStates(t, h, "open: a was edited: one", "open: ab was edited: two")
	if i := h.Issues()[1]; !slices.Equal(i.Labels, []string{driftLabel}) {
		t.Errorf("got the labels %q", i.Labels)
	}
	_ = h.Asked()
	track(t, h, drifted(103, "a", "one"), drifted(103, "ab", "two"))
	asks(t, h, "GET issues")
	track(t, h, drifted(104, "a", "more"), drifted(104, "ab", "two"))
	asks(t, h, "GET issues", "PATCH issues/8")
	track(t, h, drifted(105, "a", ""))
	asks(t, h, "GET issues", "PATCH issues/8", "POST issues/8/comments")
	wantStates(t, h, "closed as completed: a was edited: more + solved", "open: ab was edited: two")
	track(t, h, drifted(106, "a", ""))
	asks(t, h, "GET issues")
	track(t, h, drifted(104, "a", "late"))
	asks(t, h, "GET issues")
	track(t, h, drifted(107, "a", "again"))
	asks(t, h, "GET issues", "PATCH issues/8")
	track(t, h, drifted(106, "a", ""))
	wantStates(t, h, "open: a was edited: again + solved", "open: ab was edited: two")
}

// A person may take the label away, or paste a mark.
func TestIssuesOfOthers(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	track(t, h, drifted(101, "a", "one"))
	h.Edit(8, func(i *hub.Issue) { i.Labels = nil })
	h.Add(hub.Issue{Login: "alice", Type: "User", Title: "x", Body: drifted(999, "b", "x").Mark.String() + "\nx", Labels: []string{driftLabel}})
	h.Add(hub.Issue{Login: botLogin, Type: botType, Title: "p", Body: drifted(999, "b", "x").Mark.String() + "\nx", Labels: []string{driftLabel}, Pull: true})
	track(t, h, drifted(102, "a", "two"), drifted(102, "b", "three"))
	wantStates(t, h, "open: a was edited: two", "open: x: x", "open: b was edited: three")
}

// Two runs at once leave one open issue.
func TestIssuesAtOnce(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	done := false
	h.Before = func(r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/issues") && !done {
			done = true
			track(t, h, drifted(101, "a", "one"))
		}
	}
	track(t, h, drifted(102, "a", "two"))
	wantStates(t, h, "open: a was edited: two", "closed as not_planned: a was edited: two")
	track(t, h, drifted(103, "a", ""))
	wantStates(t, h, "closed as completed: a was edited: two + solved", "closed as not_planned: a was edited: two")
}

// Each issue has an error of its own.
func TestIssuesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.Fail(hub.Fault{Method: http.MethodPost, Path: "/issues$", Status: 422, Message: "Validation Failed"})
	errs := reach(t, h, apiToken).Track(t.Context(), []Issue{drifted(101, "a", "one"), drifted(101, "b", "two")})
	if len(errs) != 2 || !is(errs[0], 422) || errs[1] != nil {
		t.Errorf("got %v, want the first to fail", errs)
	}
	wantStates(t, h, "open: b was edited: two")
	h.IssuesOff = true
	errs = reach(t, h, apiToken).Track(t.Context(), []Issue{drifted(102, "a", "one"), drifted(102, "b", "two")})
	if !is(errs[0], 410) || !is(errs[1], 410) {
		t.Errorf("got %v, want both to fail", errs)
	}
}
