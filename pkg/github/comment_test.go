package github

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

func TestCommentLife(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for i := range 130 {
		h.Say(7, "alice", "User", fmt.Sprint("hello ", i))
	}
	_ = h.Asked()
	talk := func() (out []string) {
		for i := range 130 {
			out = append(out, fmt.Sprint("hello ", i))
		}
		return out
	}()
	tell(t, h, saying(101, "one"), Written)
	const listed = "GET issues/7/comments"
	asks(t, h, listed, listed, "POST issues/7/comments", listed, listed)
	if first := h.Comments(7)[130]; !strings.HasPrefix(first.Body, "<!-- caidan:1 {") || first.Login != botLogin {
		t.Errorf("got %+v, want a mark at the first byte", first)
	}

	tell(t, h, saying(102, "one"), Unchanged)
	asks(t, h, listed, listed)

	next := saying(103, "one")
	next.Mark.Head = "beef"
	tell(t, h, next, Written)
	asks(t, h, listed, listed, "PATCH issues/comments/131")

	tell(t, h, saying(104, "two"), Written)
	asks(t, h, listed, listed, "PATCH issues/comments/131")
	wants(t, h, append(talk, "two")...)

	tell(t, h, saying(103, "late"), Overtaken)
	asks(t, h, listed, listed)
	again := saying(104, "three")
	again.Mark.Attempt = 2
	tell(t, h, again, Written)
	tell(t, h, saying(104, "late"), Overtaken)
	wants(t, h, append(talk, "three")...)

	h.Delete(131)
	tell(t, h, saying(105, "four"), Written)
	wants(t, h, append(talk, "four")...)
}

func TestCommentOnlyWhereThereIsSomething(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	nothing := saying(101, "nothing changes")
	nothing.Quiet = true
	tell(t, h, nothing, Untold)
	wants(t, h)
	tell(t, h, saying(102, "one"), Written)
	nothing.Mark.Run = 103
	tell(t, h, nothing, Written)
	wants(t, h, "nothing changes")
}

// A verdict that gets worse is a new comment, since people hear of those alone.
func TestCommentThatGetsWorse(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	good := saying(101, "good")
	good.Mark.Verdict = "ok"
	tell(t, h, good, Written)
	_ = h.Asked()
	tell(t, h, saying(102, "bad"), Written)
	asks(t, h, "GET issues/7/comments", "POST issues/7/comments", "GET issues/7/comments", "PATCH issues/comments/1", "POST /graphql")
	wants(t, h, "(good)", "bad")
	tell(t, h, saying(103, "still bad"), Written)
	wants(t, h, "(good)", "still bad")
	good.Mark.Run, good.Body = 104, "good again"
	tell(t, h, good, Written)
	wants(t, h, "(good)", "good again")
}

// What others write is theirs, whatever it starts with.
func TestCommentsOfOthers(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	mark := saying(999, "").Mark
	theirs := mark.String() + "\nmine now"
	h.Say(7, "alice", "User", theirs)
	h.Say(7, "alice", "User", mark.String())
	h.Say(7, botLogin, "User", theirs)      // a user who is called so
	h.Say(7, "other[bot]", botType, theirs) // another bot
	h.Say(7, botLogin, botType, " "+theirs) // not at the first byte
	h.Say(7, botLogin, botType, "> "+theirs)
	for _, other := range []Mark{
		{Kind: Planned, Key: "menus.yml/", Run: 999},
		{Kind: Planned, Key: "menus.yml/./x", Run: 999},
		{Kind: Published, Key: mark.Key, Run: 999},
	} {
		h.Say(7, botLogin, botType, other.String()+"\nelse")
	}
	h.Say(7, botLogin, botType, "<!-- caidan:1 {\"kind\":\"plan\" -->\nbroken")
	h.Say(7, botLogin, botType, strings.Replace(theirs, "caidan:1", "caidan:12", 1))
	before := h.Comments(7)
	tell(t, h, saying(101, "one"), Written)
	tell(t, h, saying(102, "two"), Written)
	after := h.Comments(7)
	if len(after) != len(before)+1 {
		t.Fatalf("got %d comments, want one more than %d", len(after), len(before))
	}
	for i, c := range before {
		if after[i] != c {
			t.Errorf("got %+v, want it as it was: %+v", after[i], c)
		}
	}
}

// What a person wrote over it says something else, whatever its mark says.
func TestCommentWrittenOver(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	tell(t, h, saying(101, "one\ntwo"), Written)
	ours := h.Comments(7)[0].Body
	h.Rewrite(1, ours+"\nthanks")
	tell(t, h, saying(102, "one\ntwo"), Unchanged)
	h.Rewrite(1, strings.Replace(ours, "one\ntwo", "nothing changes", 1))
	tell(t, h, saying(102, "one\ntwo"), Written)
	wants(t, h, "one\ntwo")
}

// With a token of a person or of an app, its own comments are ours.
func TestCommentOfAnotherToken(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.Grant("pat", hub.Token{Login: "carol", Type: "User", Pulls: "write"})
	for run, body := range []string{"one", "two"} {
		if _, err := reach(t, h, "pat").Tell(t.Context(), saying(int64(101+run), body)); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, h, "two")
}

// Two runs that find no comment leave one, which says what the newer run says.
func TestCommentsAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		outer, inner  int64
		outerT, wantT Told
	}{
		{"the newer one posts first", 101, 102, Overtaken, Written},
		{"the older one posts first", 102, 101, Written, Written},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHub(t)
			done := false
			h.Before = func(r *http.Request) {
				// The other run comes between this one's look and its post.
				if r.Method == http.MethodPost && !done {
					done = true
					tell(t, h, saying(tt.inner, fmt.Sprint("run ", tt.inner)), tt.wantT)
				}
			}
			tell(t, h, saying(tt.outer, fmt.Sprint("run ", tt.outer)), tt.outerT)
			wants(t, h, "run 102")
		})
	}
}

// Two runs at once whose verdict got worse leave one new comment.
func TestWorseCommentsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	good := saying(100, "good")
	good.Mark.Verdict = "ok"
	tell(t, h, good, Written)
	done := false
	h.Before = func(r *http.Request) {
		if r.Method == http.MethodPost && !done {
			done = true
			tell(t, h, saying(102, "run 102"), Written)
		}
	}
	tell(t, h, saying(101, "run 101"), Overtaken)
	wants(t, h, "(good)", "run 102")
}

// A run that was stopped half-way may leave two: the next has one of them.
func TestCommentsThatWereLeft(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for run := range int64(3) {
		h.Say(7, botLogin, botType, saying(100+run, "").Mark.String()+"\nleft")
	}
	tell(t, h, saying(110, "one"), Written)
	wants(t, h, "(left)", "(left)", "one")
}

// A job that only compares with a commit leaves alone what another says of what is
// live, and takes its own place.
func TestCommentOfTwoJobs(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	compared := saying(101, "compared")
	compared.Yields = true
	tell(t, h, compared, Written)
	live := saying(101, "live")
	live.Mark.Live = true
	tell(t, h, live, Written)
	compared.Mark.Run, compared.Body = 102, "compared again"
	tell(t, h, compared, Overtaken)
	wants(t, h, "live")
	compared.Mark.Run, compared.Yields = 103, false
	tell(t, h, compared, Written)
	wants(t, h, "compared again")
}

func TestNotes(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	p := reach(t, h, apiToken)
	note := saying(101, "is live")
	note.Mark.Kind = Published
	for _, want := range []Told{Written, Unchanged} {
		if got, err := p.Note(t.Context(), note); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	note.Mark.Attempt, note.Body = 2, "is live again"
	if got, err := p.Note(t.Context(), note); err != nil || got != Written {
		t.Errorf("got %q, %v, want another note for another attempt", got, err)
	}
	wants(t, h, "is live", "is live again")
	for _, c := range h.Comments(7) {
		if c.Edits > 0 {
			t.Errorf("got %+v, want a note that is never written again", c)
		}
	}
}

func TestMerged(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.Add(hub.Issue{Number: 8, Pull: true, Merged: true, Base: "main", Commits: []string{"a", "b"}})
	h.Add(hub.Issue{Number: 9, Pull: true, Merged: true, Base: "spring", Commits: []string{"a"}})
	h.Add(hub.Issue{Number: 10, Pull: true, Base: "main", Commits: []string{"a"}})
	h.Add(hub.Issue{Number: 4, Pull: true, Merged: true, Base: "main", Commits: []string{"b"}})
	got, err := reach(t, h, apiToken).Merged(t.Context(), []string{"a", "b", "nothing"}, "main")
	if err != nil || fmt.Sprint(got) != "[4 8]" {
		t.Errorf("got %v, %v, want 4 and 8", got, err)
	}
	_ = h.Asked()
	many := make([]string, 100)
	for i := range many {
		many[i] = fmt.Sprint("c", i)
	}
	if _, err := reach(t, h, apiToken).Merged(t.Context(), many, "main"); err != nil {
		t.Error(err)
	}
	if asked := h.Asked(); len(asked) != mostCommits || !strings.HasSuffix(asked[mostCommits-1], "/c99/pulls") {
		t.Errorf("got %d requests, want one for each of the last %d commits", len(asked), mostCommits)
	}
}

func TestTouches(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	var many []string
	for i := range 150 {
		many = append(many, fmt.Sprint("docs/", i, ".md"))
	}
	for number, files := range map[int][]string{
		20: many, 21: append(many, "menus/a.jsonnet"), 22: {"menus/lib/x.libsonnet"}, 23: {"menus/a.json"}, 24: {"README.md"},
		// A menu that left Git under another name, and texts that menus import.
		25: {"menus/a.jsonnet -> docs/old.md"}, 26: {"menus/texts/hello.txt"}, 27: {"shops/menus/texts/hello.txt"}, 28: {"docs/menus.md"},
	} {
		h.Add(hub.Issue{Number: number, Pull: true, Files: files})
	}
	for number, want := range map[int]bool{20: false, 21: true, 22: true, 23: true, 24: false, 25: true, 26: true, 27: true, 28: false, 99: true} {
		if got := reach(t, h, apiToken).Touches(t.Context(), number); got != want {
			t.Errorf("pull request %d: got %t, want %t", number, got, want)
		}
	}
}

func TestMarkIsOneComment(t *testing.T) {
	t.Parallel()
	m := Mark{Kind: Planned, Key: "--> <script> --!> \n\"x", Head: "-->"}
	line := m.String()
	if strings.Count(line, "-->") != 1 || strings.ContainsAny(line[4:len(line)-3], "<>\n") {
		t.Errorf("got %q, want one comment on one line", line)
	}
	if got, below, ok := parseMark(line + "\nbelow"); !ok || got != m || below != "below" {
		t.Errorf("got %+v, %q, %t, want the same mark", got, below, ok)
	}
}

// On an Enterprise Server the API is where the runner says.
func TestEnterpriseServer(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.Base = "/api/v3"
	p, err := New(io.Discard, environment(map[string]string{
		"GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "https://ghes.example.com/api/v3", "GITHUB_GRAPHQL_URL": "https://ghes.example.com/api/graphql",
	})).apiOver(apiToken, direct{h})
	if err != nil {
		t.Fatal(err)
	}
	good := saying(101, "good")
	good.Mark.Verdict = "ok"
	for _, c := range []Comment{good, saying(102, "bad")} {
		if _, err := p.Tell(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, h, "(good)", "bad")
	for _, asked := range h.Asked() {
		if !strings.Contains(asked, " /api/") {
			t.Errorf("got the request %q, want it below /api", asked)
		}
	}
	for name, set := range map[string]map[string]string{
		"no token": {"GITHUB_REPOSITORY": "o/r"}, "no address": {"GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "::"},
	} {
		token := apiToken
		if name == "no token" {
			token = ""
		}
		if _, err := New(io.Discard, environment(set)).API(token); err == nil || strings.Contains(err.Error(), apiToken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
