package main

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// mostAncestors is how many commits are looked at for the one where a branch
// began; more have begun long ago.
const mostAncestors = 10_000

// checkingPull is the job of a check of a pull request: it says what changes
// against the commit that it is merged into, too. Where that commit is not there,
// it says so and is a check all the same.
func checkingPull(ctx context.Context, a *app, j *job) (done, error) {
	base, err := j.base()
	if err != nil {
		d, failed := checking(ctx, a, j)
		d.against = a.uncompared(err)
		return d, failed
	}
	compared, err := a.compare(ctx, check.Options{Paths: []string{j.Path}, Settings: true}, base)
	var missing *git.UnknownError
	if errors.As(err, &missing) {
		d, failed := checking(ctx, a, j)
		d.against = a.uncompared(err)
		return d, failed
	}
	if err != nil {
		return done{}, err
	}
	if compared.Accounts, _, err = choose(compared.Accounts, nil, j.Accounts); err != nil {
		return done{}, err
	}
	d := checkDone(&compared.Checked, j.FailOn)
	change := changes(&compared)
	d.change = &change
	d.against = a.say(text.Sayf("Compared with commit %.7s, not with live menus.", "这里与提交 %.7s 比较，没有与线上菜单比较。", base))
	if n := len(compared.Faults); n > 0 {
		d.against += " " + a.say(text.Count(n,
			text.Say("%d file does not compile there: what changes in it is not known.", "那里有 %d 个文件编译不了，不知道其中改了什么。"),
			text.Say("%d files do not compile there: what changes in them is not known.", "那里有 %d 个文件编译不了，不知道其中改了什么。")))
	}
	return d, nil
}

// uncompared says why it is not known what changes.
func (a *app) uncompared(err error) string {
	return a.say(text.Sayf(
		"What changes is not shown: %s. With fetch-depth: 0, actions/checkout fetches the commit to compare with.",
		"没有显示改了什么：%s。给 actions/checkout 设置 fetch-depth: 0，就会取回要比较的提交。", text.Cause(err)))
}

// changes returns what each account of a check changes against a commit.
func changes(c *check.Compared) report.Results {
	then := map[string]check.Side{}
	for _, p := range c.Pairs {
		then[p.Name] = p.Base
	}
	var results []api.Result
	after := map[string]menu.Set{}
	for i := range c.Accounts {
		acc := &c.Accounts[i]
		side := then[acc.Name]
		if !acc.Valid() || side.Unknown || side.Set == nil && side.File != "" {
			continue
		}
		var before menu.Set
		if side.Set != nil {
			before = *side.Set
		}
		results = append(results, report.Changed(acc.Name, before, acc.Set))
		after[acc.Name] = acc.Set
	}
	results = append(results, checkDocument("plan", &c.Checked).Invalid()...)
	slices.SortFunc(results, func(x, y api.Result) int { return cmp.Compare(x.Account, y.Account) })
	doc := report.NewResults("plan", results)
	doc.After = after
	return doc
}

// base returns the commit that a pull request is compared with: the one that
// GitHub merged it into, else the one where its branch began.
func (j *job) base() (string, error) {
	root, err := source.FindRoot(j.Path)
	if err != nil {
		return "", err
	}
	r, err := git.Open(root)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }()
	name, err := r.Head()
	if err != nil {
		return "", err
	}
	head, err := r.Commit(name)
	if err != nil {
		return "", err
	}
	if len(head.Parents) == 2 && head.ID == j.run.Commit {
		return head.Parents[0], nil
	}
	return began(r, head.ID, j.run.Base)
}

// began returns the newest commit that two have in common, as far as their
// history is there.
func began(r *git.Repository, head, base string) (string, error) {
	ours := map[string]bool{}
	if err := ancestors(r, head, func(id string) bool { ours[id] = true; return true }); err != nil {
		return "", err
	}
	common := ""
	err := ancestors(r, base, func(id string) bool {
		if ours[id] {
			common = id
		}
		return common == ""
	})
	if common != "" {
		return common, nil
	}
	if err == nil {
		err = &git.UnknownError{Name: base}
	}
	return "", err
}

// ancestors goes through a commit and those before it, the nearest first, while
// it is told to. What a shallow checkout does not have is passed over.
func ancestors(r *git.Repository, from string, each func(id string) bool) error {
	queue, seen := []string{from}, map[string]bool{from: true}
	for n := 0; n < len(queue) && n < mostAncestors; n++ {
		c, err := r.Commit(queue[n])
		if err != nil {
			if n == 0 {
				return err
			}
			continue
		}
		if !each(c.ID) {
			return nil
		}
		for _, parent := range c.Parents {
			if !seen[parent] {
				seen[parent] = true
				queue = append(queue, parent)
			}
		}
	}
	return nil
}
