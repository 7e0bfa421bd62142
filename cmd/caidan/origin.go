package main

import (
	"io"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/github"
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
