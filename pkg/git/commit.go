package git

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Commit is one commit.
type Commit struct {
	// ID is its name, 40 hex digits.
	ID string
	// Parents are the names of the commits before it, the one it was made on
	// first.
	Parents []string

	tree plumbing.Hash
	// time is when it was made, in seconds since 1970; 0 where it does not say.
	time int64
}

// UnknownError says that a commit is not in the repository. It is a
// [text.Worded].
type UnknownError struct {
	// Name is what was asked for.
	Name string
	// Cause is what was missing.
	Cause error
}

// Error says which commit is missing, in English.
func (e *UnknownError) Error() string {
	meaning, _ := e.Words()
	return meaning.In(text.English)
}

// Unwrap returns the cause.
func (e *UnknownError) Unwrap() error { return e.Cause }

// Words says which commit is missing, and what to do.
func (e *UnknownError) Words() (meaning, remedy text.Spoken) {
	return text.Sayf("the commit %q is not in this checkout", "此检出目录里没有提交%q", e.Name),
		text.Say("correct its name, or fetch it: in a workflow set fetch-depth: 0 of actions/checkout, elsewhere run git fetch, with --unshallow where the clone is shallow",
			"请改正名称，或先取回它：工作流里把 actions/checkout 的 fetch-depth 设为 0，其他地方运行 git fetch，浅克隆要加 --unshallow")
}

// Head returns the name of the commit that the checkout stands at. The commit
// itself may be missing.
func (r *Repository) Head() (string, error) {
	id, err := r.ref("HEAD")
	if err != nil {
		return "", fmt.Errorf("read HEAD: %w", err)
	}
	return id.String(), nil
}

// steps is what may stand behind the name of a commit: ways to its ancestors.
// Source: gitrevisions(7).
var steps = text.Pattern(`(~[0-9]{0,6}|\^[0-9]{0,2})+$`)

// Commit returns the commit of a name: an id of at least 4 hex digits, HEAD, a
// branch, a tag, a branch of a remote, or the full name of a reference, and
// behind it ~, ~2, ^ and the like for those before it. Where there is none the
// error is an [*UnknownError].
func (r *Repository) Commit(name string) (Commit, error) {
	way := steps().FindString(name)
	id, err := r.find(strings.TrimSuffix(name, way))
	var c Commit
	if err == nil {
		c, err = r.commit(id)
	}
	if err == nil {
		c, err = r.walk(c, way)
	}
	if missing(err) {
		return Commit{}, &UnknownError{Name: name, Cause: err}
	}
	return c, err
}

// errNoCommit says that nothing of that name is a commit.
var errNoCommit = errors.New("no such commit")

// missing reports whether an error says that something is not in the repository.
func missing(err error) bool {
	return errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, plumbing.ErrReferenceNotFound) || errors.Is(err, errNoCommit)
}

// walk goes from a commit to an ancestor.
func (r *Repository) walk(c Commit, way string) (Commit, error) {
	for _, step := range regexp.MustCompile(`[~^][0-9]*`).FindAllString(way, -1) {
		n := 1
		if len(step) > 1 {
			n, _ = strconv.Atoi(step[1:])
		}
		parents := slices.Repeat([]int{1}, n)
		if step[0] == '^' && n > 0 {
			parents = []int{n}
		}
		for _, parent := range parents {
			if parent > len(c.Parents) {
				return Commit{}, errNoCommit
			}
			var err error
			if c, err = r.commit(plumbing.NewHash(c.Parents[parent-1])); err != nil {
				return Commit{}, err
			}
		}
	}
	return c, nil
}

// find returns the id that a name without steps means.
func (r *Repository) find(name string) (plumbing.Hash, error) {
	if plumbing.IsHash(name) {
		return plumbing.NewHash(name), nil
	}
	for _, form := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"} {
		full := fmt.Sprintf(form, name)
		if !validRef(full) {
			continue
		}
		if id, err := r.ref(plumbing.ReferenceName(full)); !missing(err) {
			return id, err
		}
	}
	return r.abbreviated(name)
}

// validRef reports whether a name may be that of a reference, and leads to no
// other file of Git's: of those at the top only HEAD is one.
// Source: git-check-ref-format(1).
func validRef(name string) bool {
	return (name == "HEAD" || strings.HasPrefix(name, "refs/")) && !strings.Contains(name, "..") &&
		!strings.ContainsAny(name, `\:?*[ ~^`) && !strings.ContainsFunc(name, unicode.IsControl) &&
		!strings.HasSuffix(name, "/") && !strings.Contains(name, "//")
}

// ref returns the id that a reference leads to.
func (r *Repository) ref(name plumbing.ReferenceName) (plumbing.Hash, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ref, err := storer.ResolveReference(r.storage, name)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return ref.Hash(), nil
}

// abbreviated returns the id of the only commit that begins with these digits.
func (r *Repository) abbreviated(digits string) (plumbing.Hash, error) {
	const fewest = 4 // as Git has it
	prefix, err := hex.DecodeString(digits[:len(digits)/2*2])
	if err != nil || len(digits) < fewest || strings.ToLower(digits) != digits {
		return plumbing.ZeroHash, errNoCommit
	}
	r.mu.Lock()
	ids, err := r.storage.HashesWithPrefix(prefix)
	r.mu.Unlock()
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("look for commit %s: %w", digits, err)
	}
	found := plumbing.ZeroHash
	for _, id := range ids {
		if !strings.HasPrefix(id.String(), digits) {
			continue
		}
		if _, err := r.commit(id); err != nil {
			continue // another kind of object
		}
		if !found.IsZero() {
			return plumbing.ZeroHash, errNoCommit
		}
		found = id
	}
	if found.IsZero() {
		return found, errNoCommit
	}
	return found, nil
}

// maxTags is the most tags that lead from one to the next.
const maxTags = 10

// commit returns the commit of an id, which may be that of a tag.
func (r *Repository) commit(id plumbing.Hash) (Commit, error) {
	for range maxTags {
		data, kind, err := r.object(plumbing.AnyObject, id)
		if err != nil {
			return Commit{}, err
		}
		c := Commit{ID: id.String()}
		for line := range bytes.Lines(data) {
			key, value, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
			switch {
			case kind == plumbing.CommitObject && key == "tree":
				c.tree = plumbing.NewHash(value)
			case kind == plumbing.CommitObject && key == "parent" && plumbing.IsHash(value):
				c.Parents = append(c.Parents, value)
			case kind == plumbing.CommitObject && key == "committer":
				c.time = seconds(value)
			case kind == plumbing.TagObject && key == "object":
				id = plumbing.NewHash(value)
			}
			if key == "" {
				break // the message follows
			}
		}
		switch kind {
		case plumbing.CommitObject:
			return c, nil
		case plumbing.TagObject:
		default:
			return Commit{}, errNoCommit
		}
	}
	return Commit{}, errNoCommit
}
