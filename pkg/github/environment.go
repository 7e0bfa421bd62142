package github

import (
	"context"
	"net/http"

	"github.com/google/go-github/v92/github"
)

// Deployers are the branches whose jobs may use an environment.
type Deployers struct {
	// All is set where any branch may, Protected where those with a protection
	// rule may.
	All, Protected bool
	// Names are the patterns of the others, those of tags after "tag:".
	Names []string
}

// Deployers returns which branches may use an environment. An error is an
// [*APIError]: 404 where there is no such environment, or the token may not see
// it.
func (p *API) Deployers(ctx context.Context, environment string) (d Deployers, err error) {
	var of *github.Environment
	if err := p.try(ctx, func(ctx context.Context) (err error) {
		of, _, err = p.client.Repositories.GetEnvironment(ctx, p.owner, p.name, environment)
		return err
	}); err != nil {
		return Deployers{}, err
	}
	policy := of.GetDeploymentBranchPolicy()
	switch {
	case policy == nil:
		return Deployers{All: true}, nil
	case policy.GetProtectedBranches():
		return Deployers{Protected: true}, nil
	}
	rules, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.DeploymentBranchPolicy, *github.Response, error) {
		page, resp, err := p.client.Repositories.ListDeploymentBranchPolicies(ctx, p.owner, p.name, environment, &o)
		if err != nil {
			return nil, resp, err
		}
		return page.BranchPolicies, resp, nil
	})
	for _, rule := range rules {
		name := rule.GetName()
		if rule.GetType() == "tag" {
			name = "tag:" + name
		}
		d.Names = append(d.Names, name)
	}
	return d, err
}

// Forbidden reports whether an error is that the token may not do something.
func Forbidden(err error) bool { return is(err, http.StatusForbidden) }

// Missing reports whether an error is that there is no such thing, or none that
// the token may see.
func Missing(err error) bool { return is(err, http.StatusNotFound) }
