package hub

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is the longest body of a comment or issue, in characters.
const longest = 65536

// serve serves a request that nothing is wrong with.
func (h *Hub) serve(w http.ResponseWriter, r *http.Request) {
	if r.UserAgent() == "" {
		http.Error(w, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header", http.StatusForbidden)
		return
	}
	if id, archive := strings.CutPrefix(r.URL.Path, "/archives/"); archive {
		h.archive(w, r, id)
		return
	}
	t, known := h.tokens[bearer(r)]
	if !known {
		refuse(w, http.StatusUnauthorized, "Bad credentials")
		return
	}
	if r.URL.Path == "/graphql" || r.URL.Path == "/api/graphql" {
		h.graphql(w, r, t)
		return
	}
	path, ours := strings.CutPrefix(r.URL.Path, h.Base+"/repos/"+h.Repository+"/")
	parts := strings.Split(path, "/")
	if !ours {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	number := 0
	if len(parts) > 1 {
		number, _ = strconv.Atoi(parts[1])
	}
	branch, asked := strings.CutPrefix(path, "commits/heads/")
	switch {
	case asked && r.Method == http.MethodGet:
		h.head(w, branch)
	case len(parts) == 3 && parts[0] == "commits" && parts[2] == "pulls" && r.Method == http.MethodGet:
		h.listPulls(w, r, t, parts[1])
	case parts[0] == "environments" && len(parts) > 1 && r.Method == http.MethodGet:
		h.environment(w, r, t, parts[1:])
	case len(parts) == 4 && parts[0] == "actions" && parts[3] == "artifacts":
		run, _ := strconv.ParseInt(parts[2], 10, 64)
		h.listArtifacts(w, run)
	case len(parts) == 4 && parts[0] == "actions" && parts[3] == "zip":
		// The archive is elsewhere, at an address that says all there is to know.
		w.Header().Set("Location", "http://"+r.Host+"/archives/"+parts[2])
		w.WriteHeader(http.StatusFound)
	case len(parts) == 1 && parts[0] == "pulls" && r.Method == http.MethodGet:
		h.findPulls(w, r)
	case len(parts) == 3 && parts[0] == "pulls" && parts[2] == "files" && r.Method == http.MethodGet:
		h.listFiles(w, r, t, number)
	case len(parts) == 1 && parts[0] == "issues":
		h.serveIssues(w, r, t)
	case len(parts) == 2 && parts[0] == "issues" && r.Method == http.MethodPatch:
		h.editIssue(w, r, t, number)
	case len(parts) == 3 && parts[0] == "issues" && parts[2] == "comments":
		h.serveComments(w, r, t, number)
	case len(parts) == 3 && parts[0] == "issues" && parts[1] == "comments":
		id, _ := strconv.ParseInt(parts[2], 10, 64)
		h.serveComment(w, r, t, id)
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

// may answers that a token may not do something with an issue or pull request,
// if that is so. GitHub says of what a token may not even read that it is not
// there.
func (t Token) may(w http.ResponseWriter, i *Issue, want string) bool {
	has := []string{t.Issues}
	if i == nil || i.Pull {
		has = append(has, t.Pulls)
	}
	switch {
	case slices.Contains(has, "write"), want == "read" && slices.Contains(has, "read"):
		return true
	case slices.Contains(has, "read"):
		refuse(w, http.StatusForbidden, "Resource not accessible by integration")
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
	return false
}

func want(r *http.Request) string {
	if r.Method == http.MethodGet {
		return "read"
	}
	return "write"
}

func (h *Hub) serveComments(w http.ResponseWriter, r *http.Request, t Token, number int) {
	i := h.issue(number)
	switch {
	case i == nil:
		refuse(w, http.StatusNotFound, "Not Found")
	case h.IssuesOff && !i.Pull:
		refuse(w, http.StatusGone, "Issues are disabled for this repo")
	case !t.may(w, i, want(r)):
	case r.Method == http.MethodGet:
		var all []any
		for _, c := range h.comments {
			if c.Number == number {
				all = append(all, h.commentJSON(c))
			}
		}
		paged(w, r, all)
	case r.Method == http.MethodPost && i.Locked:
		refuse(w, http.StatusForbidden, "Unable to create comment because issue is locked.")
	case r.Method == http.MethodPost:
		if body, ok := readBody(w, r); ok {
			reply(w, http.StatusCreated, h.commentJSON(h.say(number, t, body)))
		}
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

func (h *Hub) serveComment(w http.ResponseWriter, r *http.Request, t Token, id int64) {
	at := slices.IndexFunc(h.comments, func(c *Comment) bool { return c.ID == id })
	if at < 0 {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	c := h.comments[at]
	switch {
	case !t.may(w, h.issue(c.Number), want(r)):
	case r.Method == http.MethodPatch:
		if body, ok := readBody(w, r); ok {
			c.Body = body
			c.Edits++
			reply(w, http.StatusOK, h.commentJSON(c))
		}
	case r.Method == http.MethodDelete:
		h.comments = slices.Delete(h.comments, at, at+1)
		w.WriteHeader(http.StatusNoContent)
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

// readBody returns the body that a request writes; false where it was refused.
func readBody(w http.ResponseWriter, r *http.Request) (string, bool) {
	var in struct{ Body string }
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		refuse(w, http.StatusBadRequest, "Problems parsing JSON")
		return "", false
	}
	return in.Body, fits(w, in.Body)
}

func fits(w http.ResponseWriter, body string) bool {
	switch {
	case strings.TrimSpace(body) == "":
		refuse(w, http.StatusUnprocessableEntity, "Validation Failed")
	case utf8.RuneCountInString(body) > longest:
		refuse(w, http.StatusUnprocessableEntity, fmt.Sprintf("Body is too long (maximum is %d characters)", longest))
	default:
		return true
	}
	return false
}

func (h *Hub) serveIssues(w http.ResponseWriter, r *http.Request, t Token) {
	switch {
	case h.IssuesOff:
		refuse(w, http.StatusGone, "Issues are disabled for this repo")
	case !t.may(w, &Issue{}, want(r)):
	case r.Method == http.MethodGet:
		h.listIssues(w, r)
	case r.Method == http.MethodPost:
		var in struct {
			Title, Body string
			Labels      []string
		}
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Title == "" {
			refuse(w, http.StatusUnprocessableEntity, "Validation Failed")
			return
		}
		if !fits(w, in.Body) {
			return
		}
		i := &Issue{Number: h.newNumber(), Login: t.Login, Type: t.Type, Title: in.Title, Body: in.Body, Labels: in.Labels}
		h.issues = append(h.issues, i)
		reply(w, http.StatusCreated, issueJSON(i))
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

// listIssues answers the newest first, open ones where the query does not say.
func (h *Hub) listIssues(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	state := q.Get("state")
	var all []any
	for _, i := range slices.Backward(h.issues) {
		switch {
		case (state == "" || state == "open") && i.Closed, state == "closed" && !i.Closed:
		case q.Get("creator") != "" && q.Get("creator") != i.Login:
		case q.Get("labels") != "" && !slices.Contains(i.Labels, q.Get("labels")):
		default:
			all = append(all, issueJSON(i))
		}
	}
	paged(w, r, all)
}

func (h *Hub) editIssue(w http.ResponseWriter, r *http.Request, t Token, number int) {
	i := h.issue(number)
	if i == nil {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	if !t.may(w, i, "write") {
		return
	}
	var in struct {
		Title, Body, State *string
		Reason             *string `json:"state_reason"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		refuse(w, http.StatusBadRequest, "Problems parsing JSON")
		return
	}
	if in.Body != nil {
		if !fits(w, *in.Body) {
			return
		}
		i.Body = *in.Body
	}
	if in.Title != nil {
		i.Title = *in.Title
	}
	if in.State != nil {
		i.Closed, i.Reason = *in.State == "closed", ""
	}
	if in.Reason != nil {
		i.Reason = *in.Reason
	}
	reply(w, http.StatusOK, issueJSON(i))
}

func (h *Hub) listPulls(w http.ResponseWriter, r *http.Request, t Token, sha string) {
	if !t.may(w, &Issue{Pull: true}, "read") {
		return
	}
	var all []any
	for _, i := range h.issues {
		if i.Pull && slices.Contains(i.Commits, sha) {
			all = append(all, pullJSON(i))
		}
	}
	paged(w, r, all)
}

// head answers which commit a branch stands at, as the media type
// application/vnd.github.sha has it.
func (h *Hub) head(w http.ResponseWriter, branch string) {
	commit, ok := h.heads[branch]
	if !ok {
		refuse(w, http.StatusUnprocessableEntity, "No commit found for SHA: heads/"+branch)
		return
	}
	_, _ = io.WriteString(w, commit)
}

func (h *Hub) listFiles(w http.ResponseWriter, r *http.Request, t Token, number int) {
	i := h.issue(number)
	if i == nil || !i.Pull {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	if !t.may(w, i, "read") {
		return
	}
	var all []any
	for _, name := range i.Files {
		file := map[string]any{"filename": name, "status": "modified"}
		if was, is, renamed := strings.Cut(name, " -> "); renamed {
			file = map[string]any{"filename": is, "previous_filename": was, "status": "renamed"}
		}
		all = append(all, file)
	}
	paged(w, r, all)
}

// findPulls lists the open pull requests, or those of a branch, OWNER:BRANCH. One
// whose fork was deleted has no repository.
func (h *Hub) findPulls(w http.ResponseWriter, r *http.Request) {
	var all []any
	for _, i := range h.issues {
		owner, _, _ := strings.Cut(i.From, "/")
		if asked := r.URL.Query().Get("head"); i.Pull && !i.Closed && !i.Merged && (asked == "" || asked == owner+":"+i.Branch) {
			var repo any
			if i.From != "" {
				repo = map[string]any{"full_name": i.From}
			}
			all = append(all, map[string]any{
				"number": i.Number, "state": "open", "head": map[string]any{"ref": i.Branch, "sha": i.Head, "repo": repo},
			})
		}
	}
	paged(w, r, all)
}

// paged answers a page of a list, with links to the next and the last.
func paged(w http.ResponseWriter, r *http.Request, all []any) {
	reply(w, http.StatusOK, pageOf(w, r, all))
}

// pageOf returns the page of a list that is asked for, and says where the next is.
func pageOf(w http.ResponseWriter, r *http.Request, all []any) []any {
	q := r.URL.Query()
	page, _ := strconv.Atoi(q.Get("page"))
	size, _ := strconv.Atoi(q.Get("per_page"))
	if size < 1 {
		size = 30
	}
	page, size = max(page, 1), min(size, 100)
	from, to := min((page-1)*size, len(all)), min(page*size, len(all))
	if to < len(all) {
		link := func(n int, rel string) string {
			q.Set("page", strconv.Itoa(n))
			u := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: q.Encode()}
			return fmt.Sprintf("<%s>; rel=%q", u.String(), rel)
		}
		w.Header().Set("Link", link(page+1, "next")+", "+link((len(all)+size-1)/size, "last"))
	}
	return append([]any{}, all[from:to]...)
}

func user(login, kind string) map[string]any { return map[string]any{"login": login, "type": kind} }

func (h *Hub) commentJSON(c *Comment) map[string]any {
	return map[string]any{
		"id": c.ID, "node_id": fmt.Sprintf("IC_%d", c.ID), "user": user(c.Login, c.Type), "body": c.Body, "created_at": when(), "updated_at": when(),
		"html_url": fmt.Sprintf("https://github.com/%s/issues/%d#issuecomment-%d", h.Repository, c.Number, c.ID),
	}
}

func issueJSON(i *Issue) map[string]any {
	state := "open"
	if i.Closed {
		state = "closed"
	}
	labels := []any{}
	for _, l := range i.Labels {
		labels = append(labels, map[string]any{"name": l})
	}
	out := map[string]any{
		"number": i.Number, "user": user(i.Login, i.Type), "title": i.Title, "body": i.Body, "state": state,
		"labels": labels, "locked": i.Locked,
	}
	if i.Pull {
		out["pull_request"] = map[string]any{"url": fmt.Sprintf("https://api.github.com/pulls/%d", i.Number)}
	}
	return out
}

func pullJSON(i *Issue) map[string]any {
	out := map[string]any{"number": i.Number, "title": i.Title, "merged_at": nil, "base": map[string]any{"ref": i.Base}}
	if i.Merged {
		out["merged_at"] = when()
	}
	return out
}
