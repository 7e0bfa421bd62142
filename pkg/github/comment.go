package github

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-github/v92/github"
)

// botLogin and botType are whom the token of a job writes as.
const (
	botLogin = "github-actions[bot]"
	botType  = "Bot"
)

// Told is what became of a comment.
type Told string

const (
	// Written means that the comment is there, with this text.
	Written Told = "written"
	// Unchanged means that it said this already.
	Unchanged Told = "unchanged"
	// Overtaken means that a newer run has written it.
	Overtaken Told = "overtaken"
	// Untold means that there is nothing to say, and no comment yet.
	Untold Told = "untold"
)

// Comment is a text for a pull request.
type Comment struct {
	Number int
	// Mark is the mark; its Text is filled in.
	Mark Mark
	// Body is what the text says, and Foot what stands below it and is not
	// worth writing by itself, such as the time.
	Body, Foot string
	// Yields has it leave a text alone that is about what is live: another job of
	// the workflow writes that.
	Yields bool
	// Quiet has it only take the place of an older text.
	Quiet bool
	// Worse says of two verdicts whether the first became worse by the second:
	// GitHub tells people of new comments alone.
	Worse func(was, is string) bool
}

// body is the whole text.
func (c *Comment) body() string { return c.Mark.String() + "\n" + c.Body + c.Foot }

// comment is a text of ours on GitHub.
type comment struct {
	id    int64
	node  string
	mark  Mark
	below string
}

// says reports whether a comment still begins with a text: a person may have written
// over it, in a browser, which ends lines with CR and LF.
func (c *comment) says(body string) bool {
	return strings.HasPrefix(strings.ReplaceAll(c.below, "\r\n", "\n"), body)
}

// Tell writes the one comment of its kind and key on a pull request, or has it
// say something else. An older run never takes the place of a newer one; an
// error is an [*APIError].
func (p *API) Tell(ctx context.Context, c Comment) (Told, error) {
	c.Mark.Text = digest(c.Body)
	mine, err := p.comments(ctx, c.Number, c.Mark)
	switch {
	case err != nil:
		return Untold, err
	case slices.ContainsFunc(mine, func(o comment) bool { return o.mark.after(c.Mark) }):
		return Overtaken, nil
	case len(mine) == 0 && c.Quiet:
		return Untold, nil
	case len(mine) == 0:
		return p.first(ctx, &c, nil)
	}
	last := mine[len(mine)-1]
	if c.Yields && last.mark.Live {
		return Overtaken, nil
	}
	for _, older := range mine[:len(mine)-1] {
		// A run that was stopped half-way left it.
		if err := p.retire(ctx, older); err != nil {
			return Untold, err
		}
	}
	switch {
	case c.Worse != nil && c.Worse(last.mark.Verdict, c.Mark.Verdict):
		told, err := p.first(ctx, &c, &last)
		if err != nil {
			return told, err
		}
		return told, p.retire(ctx, last)
	case last.mark.same(c.Mark) && last.says(c.Body):
		return Unchanged, nil
	}
	err = p.edit(ctx, last.id, c.body())
	if is(err, http.StatusNotFound) {
		// It was deleted since.
		return p.first(ctx, &c, nil)
	}
	if err != nil {
		return Untold, err
	}
	return Written, nil
}

// Note writes a comment that is never written again: one for each attempt of a
// run.
func (p *API) Note(ctx context.Context, c Comment) (Told, error) {
	c.Mark.Text = digest(c.Body)
	mine, err := p.comments(ctx, c.Number, c.Mark)
	if err != nil {
		return Untold, err
	}
	if slices.ContainsFunc(mine, func(o comment) bool { return o.mark.Run == c.Mark.Run && o.mark.Attempt == c.Mark.Attempt }) {
		return Unchanged, nil
	}
	if _, err := p.create(ctx, &c, mine); err != nil {
		return Untold, err
	}
	return Written, nil
}

// first writes a new comment, and leaves one where another run did so at the
// same time: the older of the two, saying what the newer run says. before is the
// comment that it stands in for.
func (p *API) first(ctx context.Context, c *Comment, before *comment) (Told, error) {
	var known []comment
	if before != nil {
		known = []comment{*before}
	}
	id, err := p.create(ctx, c, known)
	if err != nil {
		return Untold, err
	}
	mine, err := p.comments(ctx, c.Number, c.Mark)
	if err != nil {
		return Written, err
	}
	mine = without(mine, known)
	if len(mine) == 0 || mine[0].id >= id {
		return Written, nil
	}
	older := mine[0]
	if err := p.remove(ctx, id); err != nil {
		return Written, err
	}
	if older.mark.after(c.Mark) {
		return Overtaken, nil
	}
	return Written, p.edit(ctx, older.id, c.body())
}

// without returns the comments that are not among others.
func without(all, others []comment) []comment {
	return slices.DeleteFunc(slices.Clone(all), func(c comment) bool {
		return slices.ContainsFunc(others, func(o comment) bool { return o.id == c.id })
	})
}

// create writes a new comment and returns its number. known are those of its kind
// and key that are there.
func (p *API) create(ctx context.Context, c *Comment, known []comment) (id int64, err error) {
	err = p.send(ctx, func(ctx context.Context) error {
		made, _, err := p.client.Issues.CreateComment(ctx, p.owner, p.name, c.Number, github.IssueCommentRequest{Body: c.body()})
		id = made.GetID()
		return err
	}, func(ctx context.Context) (bool, error) {
		mine, err := p.comments(ctx, c.Number, c.Mark)
		for _, o := range without(mine, known) {
			if o.mark.Run == c.Mark.Run && o.mark.Attempt == c.Mark.Attempt {
				id = o.id
				return true, err
			}
		}
		return false, err
	})
	return id, err
}

// retire hides a comment that another one stands in for, so that no run takes it
// for the current one.
func (p *API) retire(ctx context.Context, c comment) error {
	c.mark.Kind = outdated
	if err := p.edit(ctx, c.id, c.mark.String()+"\n"+c.below); err != nil {
		if is(err, http.StatusNotFound) {
			return nil
		}
		return err
	}
	return p.query(ctx, `mutation($id:ID!){minimizeComment(input:{subjectId:$id,classifier:OUTDATED}){clientMutationId}}`,
		map[string]any{"id": c.node}, nil)
}

func (p *API) edit(ctx context.Context, id int64, body string) error {
	return p.try(ctx, func(ctx context.Context) error {
		_, _, err := p.client.Issues.UpdateComment(ctx, p.owner, p.name, id, github.IssueCommentRequest{Body: body})
		return err
	})
}

func (p *API) remove(ctx context.Context, id int64) error {
	err := p.try(ctx, func(ctx context.Context) error {
		_, err := p.client.Issues.DeleteComment(ctx, p.owner, p.name, id)
		return err
	})
	if is(err, http.StatusNotFound) {
		return nil
	}
	return err
}

// comments returns the comments of ours with a mark of the kind and key, the
// oldest first.
func (p *API) comments(ctx context.Context, number int, m Mark) ([]comment, error) {
	all, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.IssueComment, *github.Response, error) {
		return p.client.Issues.ListComments(ctx, p.owner, p.name, number, &github.IssueListCommentsOptions{ListOptions: o})
	})
	if err != nil {
		return nil, err
	}
	var mine []comment
	for _, c := range all {
		mark, below, ok := parseMark(c.GetBody())
		if ok && mark.marks(m) && p.wrote(ctx, c.GetUser()) {
			mine = append(mine, comment{c.GetID(), c.GetNodeID(), mark, below})
		}
	}
	slices.SortFunc(mine, func(a, b comment) int { return cmp.Compare(a.id, b.id) })
	return mine, nil
}

// wrote reports whether a text of ours is the token's own: any user can paste a
// mark. Where GitHub does not say whose token it is, it is a job's.
func (p *API) wrote(ctx context.Context, author *github.User) bool {
	if author.GetLogin() == botLogin && author.GetType() == botType {
		return true
	}
	me := p.me(ctx)
	return me != "" && me != botLogin && author.GetLogin() == me
}
