// Package hub is GitHub's API for tests: one repository with its issues, pull
// requests and comments, what a token may do there, pages, limits, and faults on
// demand. It is written from GitHub's documentation and shares no code with the
// client.
package hub

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Token is who a token is, and what it may do.
type Token struct {
	// Login and Type are the account's: "github-actions[bot]" and "Bot" for the
	// token of a job.
	Login, Type string
	// Pulls and Issues are the permissions pull-requests and issues: "read",
	// "write", or empty for none. Actions is the permission actions.
	Pulls, Issues, Actions string
}

// Comment is a comment on an issue or a pull request.
type Comment struct {
	ID        int64
	Number    int
	Login     string
	Type      string
	Body      string
	Minimized string
	// Edits is how often it was edited.
	Edits int
}

// Issue is an issue or a pull request.
type Issue struct {
	Number      int
	Login, Type string
	Title, Body string
	Labels      []string
	Closed      bool
	// Reason is why it is closed: completed or not_planned.
	Reason string
	// Locked has comments refused.
	Locked bool
	// Pull is set for a pull request; Merged says that it was merged into Base,
	// and Commits which commits it brought.
	Pull    bool
	Merged  bool
	Base    string
	Commits []string
	// Files are those that it changes; "WAS -> IS" is one with a new name.
	Files []string
	// From, Branch and Head are where its branch is, its name, and its newest
	// commit.
	From, Branch, Head string
}

// Fault is what goes wrong with the next requests it fits.
type Fault struct {
	// Method and Path say with which: an empty method is any, Path is a regular
	// expression.
	Method, Path string
	// Times is how often; 0 is once.
	Times int
	// Status and Message are answered; with Status 0 the connection is cut.
	Status  int
	Message string
	// RetryAfter is the header, in seconds; 0 is none.
	RetryAfter int
	// Secondary makes it the answer to too many requests at once.
	Secondary bool
	// Served has the request served before it goes wrong.
	Served bool
}

// Hub is the server. Its zero value knows no repository.
type Hub struct {
	// Repository is the owner and the name.
	Repository string
	// Base is the path the API is at; empty, or "/api/v3" as on an Enterprise
	// Server.
	Base string
	// Before is called ahead of each request, with no lock held, so that
	// another writer can come first; nil calls nothing.
	Before func(r *http.Request)
	// IssuesOff has the repository without issues; pull requests stay.
	IssuesOff bool

	mu     sync.Mutex
	tokens map[string]Token
	// heads says which commits branches stand at.
	heads map[string]string
	// environments are those of deployments, by name.
	environments map[string]Environment
	// artifacts are archives that runs left, by name.
	artifacts map[int64]map[string][]byte
	issues    []*Issue
	comments  []*Comment
	faults    []*Fault
	asked     []string
	next      int64
}

// Grant makes a token known.
func (h *Hub) Grant(token string, t Token) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tokens == nil {
		h.tokens = map[string]Token{}
	}
	h.tokens[token] = t
}

// Push has a branch stand at a commit.
func (h *Hub) Push(branch, commit string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.heads == nil {
		h.heads = map[string]string{}
	}
	h.heads[branch] = commit
}

// Deploy has an environment.
func (h *Hub) Deploy(name string, e Environment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.environments == nil {
		h.environments = map[string]Environment{}
	}
	h.environments[name] = e
}

// Leave leaves the one artifact of a run.
func (h *Hub) Leave(run int64, name string, archive []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.artifacts == nil {
		h.artifacts = map[int64]map[string][]byte{}
	}
	h.artifacts[run] = map[string][]byte{name: archive}
}

// Add adds an issue or pull request as a person opened it; one without a number
// gets the next.
func (h *Hub) Add(i Issue) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i.Number == 0 {
		i.Number = h.newNumber()
	}
	h.issues = append(h.issues, &i)
	return i.Number
}

// Edit changes an issue or pull request.
func (h *Hub) Edit(number int, change func(i *Issue)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := h.issue(number); i != nil {
		change(i)
	}
}

// Say adds a comment of a person or bot.
func (h *Hub) Say(number int, login, kind, body string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.say(number, Token{Login: login, Type: kind}, body).ID
}

// Rewrite has a person write another text over a comment. The browser ends lines with
// CR and LF.
func (h *Hub) Rewrite(id int64, body string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.comments {
		if c.ID == id {
			c.Body = strings.ReplaceAll(body, "\n", "\r\n")
		}
	}
}

// Delete deletes a comment.
func (h *Hub) Delete(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.comments = slices.DeleteFunc(h.comments, func(c *Comment) bool { return c.ID == id })
}

// Fail has requests go wrong.
func (h *Hub) Fail(f Fault) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f.Times = max(f.Times, 1)
	h.faults = append(h.faults, &f)
}

// Comments returns the comments on an issue or pull request, the oldest first.
func (h *Hub) Comments(number int) []Comment {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []Comment
	for _, c := range h.comments {
		if c.Number == number {
			out = append(out, *c)
		}
	}
	return out
}

// Issues returns all issues and pull requests in the order they were opened.
func (h *Hub) Issues() []Issue {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []Issue
	for _, i := range h.issues {
		out = append(out, *i)
	}
	return out
}

// Asked returns the requests so far, as "GET /path", without their queries, and
// forgets them.
func (h *Hub) Asked() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

// newNumber returns the next number of an issue.
func (h *Hub) newNumber() int {
	n := 0
	for _, i := range h.issues {
		n = max(n, i.Number)
	}
	return n + 1
}

func (h *Hub) issue(number int) *Issue {
	for _, i := range h.issues {
		if i.Number == number {
			return i
		}
	}
	return nil
}

func (h *Hub) say(number int, t Token, body string) *Comment {
	h.next++
	c := &Comment{ID: h.next, Number: number, Login: t.Login, Type: t.Type, Body: body}
	h.comments = append(h.comments, c)
	return c
}

// fault takes the fault that a request runs into; nil for none.
func (h *Hub) fault(r *http.Request) *Fault {
	for _, f := range h.faults {
		if f.Times > 0 && (f.Method == "" || f.Method == r.Method) && regexp.MustCompile(f.Path).MatchString(r.URL.Path) {
			f.Times--
			return f
		}
	}
	return nil
}

// ServeHTTP serves a request.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.Before != nil {
		h.Before(r)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, r.Method+" "+r.URL.Path)
	f := h.fault(r)
	if f == nil {
		h.serve(w, r)
		return
	}
	if f.Served {
		h.serve(&dropped{header: http.Header{}}, r)
	}
	f.answer(w)
}

// dropped is an answer that is dropped.
type dropped struct{ header http.Header }

// Header returns headers that are dropped.
func (d *dropped) Header() http.Header { return d.header }

// Write drops it.
func (d *dropped) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader drops it.
func (d *dropped) WriteHeader(int) {}

func (f *Fault) answer(w http.ResponseWriter) {
	if f.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(f.RetryAfter))
	}
	body := map[string]string{"message": f.Message}
	if f.Secondary {
		body["message"] = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
		body["documentation_url"] = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"
	}
	reply(w, f.Status, body)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, message string) {
	reply(w, status, map[string]string{"message": message, "documentation_url": "https://docs.github.com/rest"})
}

// when is the time of all that is there.
func when() string { return time.Unix(0, 0).UTC().Format(time.RFC3339) }

// bearer returns the token of a request.
func bearer(r *http.Request) string {
	return strings.TrimPrefix(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), "token ")
}
