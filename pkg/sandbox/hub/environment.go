package hub

import (
	"net/http"
	"strings"
)

// Environment is what deployments go to.
type Environment struct {
	// Protected has only branches with a protection rule use it.
	Protected bool
	// Branches are the patterns of the branches that may, those of tags after
	// "tag:". With neither any branch may.
	Branches []string
}

// environment answers what is asked of one: which branches may use it.
// Source: GitHub's REST API, deployment environments and branch policies, which ask
// for the permission actions: read. [inferred] for 403 without it.
func (h *Hub) environment(w http.ResponseWriter, r *http.Request, t Token, path []string) {
	e, known := h.environments[path[0]]
	switch {
	case t.Actions == "":
		refuse(w, http.StatusForbidden, "Resource not accessible by integration")
	case !known:
		refuse(w, http.StatusNotFound, "Not Found")
	case len(path) == 1:
		var policy any
		if e.Protected || len(e.Branches) > 0 {
			policy = map[string]bool{"protected_branches": e.Protected, "custom_branch_policies": !e.Protected}
		}
		reply(w, http.StatusOK, map[string]any{"id": 1, "name": path[0], "deployment_branch_policy": policy})
	case len(path) == 2 && path[1] == "deployment-branch-policies":
		all := []any{}
		for i, name := range e.Branches {
			kind := "branch"
			if tag, is := strings.CutPrefix(name, "tag:"); is {
				name, kind = tag, "tag"
			}
			all = append(all, map[string]any{"id": i + 1, "name": name, "type": kind})
		}
		reply(w, http.StatusOK, map[string]any{"total_count": len(all), "branch_policies": pageOf(w, r, all)})
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}
