package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/report/claim"
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
	err := claim.Write(&b, *d.change, check, a.onGitHub(d))
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
		said := text.Sayf("there is no comment: %s", "没有写评论：%s", meaning)
		if github.Refused(err) && !github.Gone(err) {
			said = text.Sayf("%s; give the job the permissions actions: read and pull-requests: write", "%s；请给作业加上权限 actions: read 和 pull-requests: write", said)
		}
		d.notes = []string{a.say(said)}
		return d, nil
	case pull == 0:
		d.notes = []string{a.say(text.Say("there is no comment, because no open pull request stands at the commit of that run any more", "没有写评论，因为已经没有打开的拉取请求停在那次运行的提交上"))}
		return d, nil
	}
	since, err := claim.Read(data)
	if err != nil {
		d.notes = []string{a.say(text.Sayf("there is no comment, because what the run left cannot be read: %s", "没有写评论，因为无法读取那次运行留下的内容：%s", text.Cause(err)))}
		return d, nil
	}
	j.run.Pull, j.run.Head = pull, c.Head
	switch told, err := a.claimed(ctx, j, since); {
	case err != nil:
		a.untold(j, err, text.Sayf("the comment on pull request %d cannot be written", "无法在拉取请求 %d 上写评论", pull), "pull-requests: write")
	case told == github.Untold:
		d.notes = []string{a.say(text.Say("there is no comment, because that run claims no change", "没有写评论，因为那次运行声称没有改动"))}
	case told == github.Overtaken:
		d.notes = []string{a.say(text.Sayf("there is no new comment, because a newer run has written the one on pull request %d", "没有写新的评论，因为拉取请求 %d 上的评论来自更新的运行", pull))}
	default:
		d.notes = []string{a.say(text.Sayf("what the run of %[1]s claims is said on pull request %[2]d", "已在拉取请求 %[2]d 上写明 %[1]s 的运行所声称的改动", claimant(&c), pull))}
	}
	return d, nil
}

// claimant is whose run it is: Dependabot's, or that of where its branch is, or was.
func claimant(c *github.Claimant) text.Spoken {
	switch {
	case c.Bot:
		return text.Same("Dependabot")
	case c.Repository == "":
		return text.Say("a fork that was deleted", "已删除的 fork")
	default:
		return text.Same(c.Repository)
	}
}

// claimed comments what a run claims, without a verdict.
func (a *app) claimed(ctx context.Context, j *job, since report.Since) (told github.Told, err error) {
	c := j.run.Claimant
	o := a.wording(nil)
	o.Room, o.Run = report.CommentBytes, fmt.Sprintf("%s/%s/actions/runs/%d", j.run.Server, j.run.Repository, c.Run)
	o.Claimed = text.Sayf("Claimed by the run of %s", "%s 的运行所声称的改动", text.Markdown(claimant(&c).In(a.lang)))
	if c.Repository != "" {
		o.Blob = fmt.Sprintf("%s/%s/blob/%s", j.run.Server, c.Repository, c.Head)
	}
	var b bytes.Buffer
	found := since.Found.Summary(o, func(id string) text.Spoken {
		if r, known := rule.Find(id); known {
			return r.Title
		}
		return nil
	})
	advice := ""
	if since.Found.Errors > 0 {
		o.Wrong = report.Wrong{Items: []string{found}}
	} else {
		advice, o.Room = found, o.Room-len(found)
	}
	if err := since.Summary(&b, o); err != nil {
		return github.Untold, err
	}
	b.WriteString(advice)
	b.WriteString("> [!NOTE]\n> " + a.say(text.Sayf(
		"[That run](%s) says this, with the code of the pull request. It was drawn here, and not checked.",
		"这是 [那次运行](%s) 用拉取请求的代码得出的，这里只负责绘制，没有检查。", o.Run)) + "\n\n")
	mark := j.mark(github.Claimed, "")
	// A fork may add workflows, of any name: all of them get one comment.
	mark.Key, mark.Run, mark.Attempt = "fork", c.Run, c.Attempt
	err = j.reach(func(p *github.API) (err error) {
		told, err = p.Tell(ctx, github.Comment{
			Number: j.run.Pull, Mark: mark, Body: b.String(), Foot: a.foot(j), Quiet: !since.Noteworthy(),
			Worse: func(string, string) bool { return false },
		})
		return err
	})
	return told, err
}
