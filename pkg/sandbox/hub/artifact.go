package hub

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// listArtifacts lists what a run left. The id of an artifact is that of its run and
// its place.
func (h *Hub) listArtifacts(w http.ResponseWriter, run int64) {
	all := []any{}
	for n, name := range slices.Sorted(maps.Keys(h.artifacts[run])) {
		all = append(all, map[string]any{
			"id": run*mostArtifacts + int64(n), "name": name, "expired": false, "size_in_bytes": len(h.artifacts[run][name]),
		})
	}
	reply(w, http.StatusOK, map[string]any{"total_count": len(all), "artifacts": all})
}

// mostArtifacts is how many artifacts a run leaves at most.
const mostArtifacts = 100

// archive answers an archive. Who asks with a token is refused: the address is not of
// GitHub's API.
func (h *Hub) archive(w http.ResponseWriter, r *http.Request, id string) {
	n, _ := strconv.ParseInt(id, 10, 64)
	names := slices.Sorted(maps.Keys(h.artifacts[n/mostArtifacts]))
	at := int(n % mostArtifacts)
	if r.Header.Get("Authorization") != "" || at >= len(names) {
		http.Error(w, "InvalidAuthenticationInfo", http.StatusBadRequest)
		return
	}
	_, _ = w.Write(h.artifacts[n/mostArtifacts][names[at]])
}
