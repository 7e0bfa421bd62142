package hub

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// longest is the longest body of a comment or issue, in characters.
const longest = 65536

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
