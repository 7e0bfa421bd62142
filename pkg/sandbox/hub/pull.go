package hub

import (
	"net/http"
	"slices"
	"strings"
)

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

func pullJSON(i *Issue) map[string]any {
	out := map[string]any{"number": i.Number, "title": i.Title, "merged_at": nil, "base": map[string]any{"ref": i.Base}}
	if i.Merged {
		out["merged_at"] = when()
	}
	return out
}
