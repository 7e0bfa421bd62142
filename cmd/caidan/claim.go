package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// leave writes what a pull request changes to a file, for a run that may comment. A
// file that cannot be written fails nothing.
func (a *app) leave(j *job, d done) {
	if j.Claim == "" || d.change == nil {
		return
	}
	var b bytes.Buffer
	check, _ := d.doc.(report.Check)
	err := d.change.Claim(&b, check, a.onGitHub(d))
	if err == nil {
		err = replace(j.Claim, b.Bytes())
	}
	if err != nil {
		j.action.Noticef("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(a.say(text.Sayf(
			"what changes cannot be left for a comment: %s", "无法留下改动说明供评论使用：%s", text.Cause(err)))))))
	}
}

// commentFor comments for a run that may not: of a fork, or of Dependabot. It checks
// nothing out and compiles nothing; what that run left is read as data, and said to be
// its claim.
func (a *app) commentFor(ctx context.Context, j *job) (done, error) {
	if err := j.run.Comments(); err != nil {
		return done{}, &endError{exitUsage, err}
	}
	c := j.run.Claimant
	var pull int
	var data []byte
	err := j.reach(func(p *github.API) (err error) {
		if pull, err = p.PullOf(ctx, c); err == nil && pull != 0 {
			data, err = p.Claim(ctx, c.Run)
		}
		return err
	})
	d := ended(report.NewResults(j.Command, nil), report.OK)
	switch {
	case err != nil:
		meaning, _ := text.Explain(err, a.lang)
		d.notes = []string{a.say(text.Sayf("there is no comment: %s", "没有写评论：%s", meaning))}
		return d, nil
	case pull == 0:
		d.notes = []string{a.say(text.Say("there is no comment, because no open pull request stands at the commit of that run any more", "没有写评论，因为已经没有打开的拉取请求停在那次运行的提交上"))}
		return d, nil
	}
	since, err := report.ReadClaim(data)
	if err != nil {
		d.notes = []string{a.say(text.Sayf("there is no comment, because what the run left cannot be read: %s", "没有写评论，因为无法读取那次运行留下的内容：%s", text.Cause(err)))}
		return d, nil
	}
	j.run.Pull, j.run.Head = pull, c.Head
	a.claimed(ctx, j, since)
	d.notes = []string{a.say(text.Sayf("what the run of %[1]s claims is said on pull request %[2]d", "已在拉取请求 %[2]d 上写明 %[1]s 的运行所声称的改动", c.Repository, pull))}
	return d, nil
}

// claimed comments what a run claims, without a verdict.
func (a *app) claimed(ctx context.Context, j *job, since report.Since) {
	c := j.run.Claimant
	o := a.wording(nil)
	o.Room, o.Run = report.CommentBytes, fmt.Sprintf("%s/%s/actions/runs/%d", j.run.Server, j.run.Repository, c.Run)
	o.Claimed = text.Sayf("Claimed by the run of %s", "%s 的运行所声称的改动", text.Markdown(c.Repository))
	o.Blob = fmt.Sprintf("%s/%s/blob/%s", j.run.Server, c.Repository, c.Head)
	var b bytes.Buffer
	found := since.Found.Summary(o, func(id string) text.Spoken {
		if r, known := rule.Find(id); known {
			return r.Title
		}
		return nil
	})
	o.Room -= len(found)
	err := since.Summary(&b, o)
	b.WriteString(found)
	b.WriteString("> [!NOTE]\n> " + a.say(text.Sayf(
		"[The fork's own run](%s) says this, with the code of the fork. It was drawn here, and not checked.",
		"这是 [fork 自己的运行](%s) 用 fork 的代码得出的，这里只负责绘制，没有检查。", o.Run)) + "\n\n")
	mark := j.mark(github.Claimed, "")
	mark.Key, mark.Run, mark.Attempt = c.Workflow, c.Run, c.Attempt
	if err == nil {
		err = j.reach(func(p *github.API) error {
			_, err := p.Tell(ctx, github.Comment{
				Number: j.run.Pull, Mark: mark, Body: b.String(), Foot: a.foot(j), Quiet: !since.Noteworthy(),
				Worse: func(string, string) bool { return false },
			})
			return err
		})
	}
	a.untold(j, err, text.Sayf("the comment on pull request %d cannot be written", "无法在拉取请求 %d 上写评论", j.run.Pull), "pull-requests: write")
}
