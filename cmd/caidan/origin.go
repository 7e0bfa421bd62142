package main

import (
	"cmp"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/source"
)

// origin says where this run's requests come from: the job it is a step of, or
// the user of this machine.
func (a *app) origin() api.Origin {
	if a.getenv("GITHUB_ACTIONS") == "true" {
		if run, err := github.New(io.Discard, a.getenv).Run(); err == nil {
			return originOf(run)
		}
	}
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if user := a.getenv(name); user != "" {
			return api.Origin{Actor: user}
		}
	}
	return api.Origin{}
}

// person is the origin of what is asked for from a machine, by the name that Git has of
// its user; that of a job in a job.
func (a *app) person(at string) api.Origin {
	o := a.origin()
	if r := a.checkout(o, at); r != nil {
		o.Actor = cmp.Or(a.getenv("GIT_AUTHOR_NAME"), r.User(a.gitSettings()...), o.Actor)
		_ = r.Close()
	}
	return o
}

// checkedOut is person with the commit that the menus of a path are of, and whether they
// differ from it.
func (a *app) checkedOut(at string) api.Origin {
	o := a.person(at)
	r := a.checkout(o, at)
	if r == nil {
		return o
	}
	defer func() { _ = r.Close() }()
	root, err := source.FindRoot(at)
	if err != nil {
		return o
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return o
	}
	commit, err := r.Commit("HEAD")
	if err != nil {
		return o // there is none yet
	}
	top, err := filepath.EvalSymlinks(r.Dir())
	if err != nil {
		return o
	}
	dir, err := filepath.Rel(top, root)
	if err != nil {
		return o
	}
	o.Commit = commit.ID
	changed, err := r.Changed(commit, filepath.ToSlash(dir), ofMenus)
	// What cannot be compared may differ.
	o.Changed = changed || err != nil
	return o
}

// ofMenus reports whether menus may be made of a file: Jsonnet anywhere, and data where
// menus and what they import are.
func ofMenus(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	switch path.Ext(name) {
	case ".jsonnet", ".libsonnet":
		return true
	case ".json":
		return slices.Contains([]string{"menus", "lib", "vendor"}, top)
	default:
		return false
	}
}

// checkout opens Git's repository around a path; nil where there is none, or in a job,
// which says itself what it is of.
func (a *app) checkout(o api.Origin, at string) *git.Repository {
	if o.RunID != 0 {
		return nil
	}
	root, err := source.FindRoot(at)
	if err != nil {
		return nil
	}
	r, err := git.Open(root)
	if err != nil {
		return nil
	}
	return r
}

// gitSettings are the files of Git's settings beside a repository's own, the last of
// which counts most.
// Source: git-config(1), FILES.
func (a *app) gitSettings() []string {
	files := []string{"/etc/gitconfig"}
	if global := a.getenv("GIT_CONFIG_GLOBAL"); global != "" {
		return append(files, global)
	}
	home := cmp.Or(a.getenv("HOME"), a.getenv("USERPROFILE"))
	return append(files, filepath.Join(cmp.Or(a.getenv("XDG_CONFIG_HOME"), filepath.Join(home, ".config")), "git", "config"), filepath.Join(home, ".gitconfig"))
}

// originOf is the origin of a run of the action.
func originOf(r github.Run) api.Origin {
	return api.Origin{
		Server: r.Server, Repository: r.Repository, RepositoryID: r.RepositoryID, Ref: r.Ref, Commit: r.Commit,
		RunID: r.RunID, Attempt: r.Attempt, RunURL: r.RunURL, Actor: r.Actor, Event: r.Event,
	}
}

// asPush is the origin of the push that follows when what runs now is merged: a
// plan for a pull request says what that will do.
func asPush(o api.Origin) api.Origin {
	switch o.Event {
	case "pull_request", "merge_group", "schedule":
		o.Event, o.Attempt = "push", 1
	}
	return o
}

// inCI reports whether this runs in a CI job, where no person can be asked.
func (a *app) inCI() bool { return a.getenv("CI") == "true" || a.getenv("GITHUB_ACTIONS") == "true" }
