package github

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/go-github/v92/github"
)

// driftLabel is the label of issues about drift, by which they are found.
const driftLabel = "caidan-drift"

// Issue is what is to be known of an account.
type Issue struct {
	// Mark is the mark; its Text is filled in.
	Mark  Mark
	Title string
	// Body is what the text says, and Foot what stands below it and is not worth
	// writing by itself.
	Body, Foot string
	// Solved says why there is nothing to be known any more; empty where there
	// is.
	Solved string
}

// body is the whole text.
func (i *Issue) body() string { return i.Mark.String() + "\n" + i.Body + i.Foot }

// ticket is an issue of ours on GitHub.
type ticket struct {
	number int
	open   bool
	mark   Mark
	below  string
}

// Track has one issue for each key that there is something to be known of: it
// opens it, has it say something else, opens it again, or closes it. An older run
// changes nothing that a newer one said. The errors are those of the issues, in
// their order, each an [*APIError].
func (p *API) Track(ctx context.Context, all []Issue) []error {
	errs := make([]error, len(all))
	known, err := p.issues(ctx, &github.IssueListByRepoOptions{Labels: []string{driftLabel}})
	for i := range all {
		if errs[i] = err; err == nil {
			errs[i] = p.track(ctx, &all[i], known)
		}
	}
	return errs
}

func (p *API) track(ctx context.Context, i *Issue, known []ticket) error {
	i.Mark.Text = digest(i.Title + "\n" + i.Body)
	there := ofKey(known, i.Mark)
	if there == nil && i.Solved != "" {
		return nil
	}
	if there == nil {
		// A person may have taken the label away.
		unlabelled, err := p.issues(ctx, &github.IssueListByRepoOptions{Creator: cmp.Or(p.me(ctx), botLogin), State: "open"})
		if err != nil {
			return err
		}
		if there = ofKey(unlabelled, i.Mark); there == nil {
			return p.open(ctx, i)
		}
	}
	switch {
	case there.mark.after(i.Mark), there.open && i.Solved == "" && there.mark.Text == i.Mark.Text, !there.open && i.Solved != "":
		return nil
	case i.Solved == "":
		return p.update(ctx, there.number, github.UpdateIssueRequest{Title: &i.Title, Body: new(i.body()), State: new("open")})
	}
	// The older text stays: it is what was solved.
	m := i.Mark
	m.Text = there.mark.Text
	return p.close(ctx, there.number, m.String()+"\n"+there.below, "completed", i.Solved)
}

// ofKey returns the issue of a mark's kind and key, an open one first; nil where
// there is none.
func ofKey(all []ticket, m Mark) *ticket {
	var found *ticket
	for k := range all {
		if i := &all[k]; i.mark.marks(m) && (found == nil || i.open && !found.open) {
			found = i
		}
	}
	return found
}

// open opens an issue, and leaves one where another run did so at the same time:
// the older of the two.
func (p *API) open(ctx context.Context, i *Issue) error {
	options := &github.IssueListByRepoOptions{Labels: []string{driftLabel}}
	number := 0
	err := p.send(ctx, func(ctx context.Context) error {
		made, _, err := p.client.Issues.Create(ctx, p.owner, p.name, github.CreateIssueRequest{
			Title: i.Title, Body: new(i.body()), Labels: []string{driftLabel},
		})
		number = made.GetNumber()
		return err
	}, func(ctx context.Context) (bool, error) {
		now, err := p.issues(ctx, options)
		if there := ofKey(now, i.Mark); there != nil {
			number = there.number
		}
		return number != 0, err
	})
	if err != nil {
		return err
	}
	now, err := p.issues(ctx, options)
	if err != nil {
		return err
	}
	older := ofKey(now, i.Mark)
	if older == nil || older.number >= number {
		return nil
	}
	m := i.Mark
	m.Kind = outdated
	if err := p.close(ctx, number, m.String()+"\n"+i.Body+i.Foot, "not_planned", ""); err != nil || older.mark.after(i.Mark) {
		return err
	}
	return p.update(ctx, older.number, github.UpdateIssueRequest{Title: &i.Title, Body: new(i.body()), State: new("open")})
}

// close closes an issue, and says why below it.
func (p *API) close(ctx context.Context, number int, body, reason, why string) error {
	err := p.update(ctx, number, github.UpdateIssueRequest{Body: &body, State: new("closed"), StateReason: &reason})
	if err != nil || why == "" {
		return err
	}
	return p.send(ctx, func(ctx context.Context) error {
		_, _, err := p.client.Issues.CreateComment(ctx, p.owner, p.name, number, github.IssueCommentRequest{Body: why})
		return err
	}, func(context.Context) (bool, error) { return true, nil }) // rather none than two
}

func (p *API) update(ctx context.Context, number int, change github.UpdateIssueRequest) error {
	return p.try(ctx, func(ctx context.Context) error {
		_, _, err := p.client.Issues.Update(ctx, p.owner, p.name, number, change)
		return err
	})
}

// issues returns the issues of ours that a list has, the oldest first.
func (p *API) issues(ctx context.Context, which *github.IssueListByRepoOptions) ([]ticket, error) {
	options := *which
	options.State = cmp.Or(options.State, "all")
	all, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.Issue, *github.Response, error) {
		options.ListOptions = o
		return p.client.Issues.ListByRepo(ctx, p.owner, p.name, &options)
	})
	if err != nil {
		return nil, err
	}
	var mine []ticket
	for _, i := range all {
		mark, below, ok := parseMark(i.GetBody())
		if ok && !i.IsPullRequest() && p.wrote(ctx, i.GetUser()) {
			mine = append(mine, ticket{i.GetNumber(), i.GetState() == "open", mark, below})
		}
	}
	slices.SortFunc(mine, func(a, b ticket) int { return cmp.Compare(a.number, b.number) })
	return mine, nil
}
