package git

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// DefaultBranch returns the default branch of the remote origin, as the clone learnt
// it; empty where it did not.
func (r *Repository) DefaultBranch() string {
	const remote = "refs/remotes/origin/"
	r.mu.Lock()
	defer r.mu.Unlock()
	ref, err := r.storage.Reference(remote + "HEAD")
	if err != nil || ref.Type() != plumbing.SymbolicReference {
		return ""
	}
	branch, _ := strings.CutPrefix(ref.Target().String(), remote)
	return branch
}
