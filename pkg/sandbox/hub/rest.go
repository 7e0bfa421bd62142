package hub

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

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
