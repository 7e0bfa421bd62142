package github

import (
	"cmp"
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/google/go-github/v92/github"
)

// mostCommits is how many commits of a push are looked up.
const mostCommits = 20

// Merged returns the numbers of the pull requests that brought commits into a
// branch, ascending. What GitHub does not know brought nothing.
func (p *API) Merged(ctx context.Context, commits []string, branch string) ([]int, error) {
	var numbers []int
	for _, sha := range commits[max(0, len(commits)-mostCommits):] {
		pulls, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.PullRequest, *github.Response, error) {
			return p.client.PullRequests.ListPullRequestsWithCommit(ctx, p.owner, p.name, sha, &o)
		})
		if err != nil && !is(err, http.StatusUnprocessableEntity) {
			return nil, err
		}
		for _, pull := range pulls {
			if pull.MergedAt != nil && pull.GetBase().GetRef() == branch {
				numbers = append(numbers, pull.GetNumber())
			}
		}
	}
	slices.SortFunc(numbers, cmp.Compare[int])
	return slices.Compact(numbers), nil
}

// Head returns the commit that a branch stands at.
func (p *API) Head(ctx context.Context, branch string) (commit string, err error) {
	err = p.try(ctx, func(ctx context.Context) error {
		commit, _, err = p.client.Repositories.GetCommitSHA1(ctx, p.owner, p.name, "heads/"+branch, "")
		return err
	})
	return commit, err
}

// Touches reports whether a pull request changes a file that menus may be written in,
// or imported from, or changes its name. Where GitHub does not say, it may.
func (p *API) Touches(ctx context.Context, number int) bool {
	files, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.CommitFile, *github.Response, error) {
		return p.client.PullRequests.ListFiles(ctx, p.owner, p.name, number, &o)
	})
	return err != nil || slices.ContainsFunc(files, func(f *github.CommitFile) bool {
		return ofMenus(f.GetFilename()) || ofMenus(f.GetPreviousFilename())
	})
}

// ofMenus reports whether a file may be a part of menus: of whatever kind it is below
// their folder, since a menu imports any text.
func ofMenus(name string) bool {
	return slices.Contains([]string{".jsonnet", ".libsonnet", ".json"}, path.Ext(name)) || slices.Contains(strings.Split(path.Dir(name), "/"), "menus")
}
