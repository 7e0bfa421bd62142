package main

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// telling is how long GitHub may take over what a run says there: a publish may
// wait behind it.
const telling = 2 * time.Minute

// tell says on GitHub what a run came to, where its author looks: a comment on
// the pull request, a note on the one that was merged, an issue about an account.
// What cannot be said there stands in the summary, and fails nothing.
func (a *app) tell(ctx context.Context, j *job, d done) done {
	if j == nil || j.Token == "" {
		return d
	}
	ctx, cancel := context.WithTimeout(ctx, telling)
	defer cancel()
	switch doc := d.doc.(type) {
	case report.Comparison:
		return a.track(ctx, j, d, doc)
	case report.Results:
		pushed := j.run.Event == "push" && j.run.OnDefaultBranch()
		switch {
		// Where a look finds nothing to do, no publish comes after it that could say
		// what is held back.
		case pushed && (doc.Command == "publish" || d.pending() == "false"):
			a.note(ctx, j, d, doc)
		case doc.Command == "plan", doc.Command == "check":
			a.comment(ctx, j, d)
		}
	case report.Check:
		a.comment(ctx, j, d)
	}
	return d
}

// comment says on the pull request what it changes. A check that passes leaves what is
// there about live menus to the job after it, which looks at them again; after one that
// fails there is none.
func (a *app) comment(ctx context.Context, j *job, d done) {
	if j.run.Event != "pull_request" || j.run.Pull == 0 {
		return
	}
	o := a.onGitHub(d)
	o.Room, o.Run, o.Blob = report.CommentBytes, j.run.RunURL, j.blob()
	body, err := d.page(o)
	mark := j.mark(github.Planned, d.said())
	doc, asked := d.doc.(report.Results)
	mark.Live = asked && doc.Command == "plan"
	if err == nil {
		err = j.reach(func(p *github.API) error {
			// Who changes no menu has nothing to do about what is held back, or left
			// Git, without them.
			news := d.noteworthy() || d.aside() > 0 && p.Touches(ctx, j.run.Pull)
			_, err := p.Tell(ctx, github.Comment{
				Number: j.run.Pull, Mark: mark, Body: body, Foot: a.reviewed(j, &d), Quiet: !news,
				Yields: !mark.Live && j.Command == "check" && !a.reachable(j) && d.code == exitOK,
				Worse:  func(was, is string) bool { return report.Worse(report.Verdict(was), report.Verdict(is)) },
			})
			return err
		})
	}
	a.untold(j, err, text.Sayf("the comment on pull request %d cannot be written", "无法在拉取请求 %d 上写评论", j.run.Pull), "pull-requests: write")
}

// said is the verdict of what is said of a pull request.
func (d *done) said() report.Verdict {
	if d.change != nil && report.Worse(d.verdict, d.change.Verdict) {
		return d.change.Verdict
	}
	return d.verdict
}

// blob is the address that the files of the run's commit are below.
func (j *job) blob() string {
	return fmt.Sprintf("%s/%s/blob/%s", j.run.Server, j.run.Repository, cmp.Or(j.run.Head, j.run.Commit))
}

// noteworthy reports whether there is anything to say of a pull request that has
// not been told anything yet.
func (d *done) noteworthy() bool {
	if d.change != nil && d.change.Noteworthy() {
		return true
	}
	switch d.verdict {
	case report.OK:
		return false
	case report.Warnings:
		doc, planned := d.doc.(report.Results)
		return planned && doc.Count(api.InSync)+d.aside() < len(doc.Accounts)
	default:
		return true
	}
}

// aside is how many accounts are held back, or left Git while their menus are live:
// Git has no news of them.
func (d *done) aside() int {
	doc, _ := d.doc.(report.Results)
	return doc.Count(api.Held) + doc.Left()
}

// note says on the merged pull requests what came of a publish.
func (a *app) note(ctx context.Context, j *job, d done, doc report.Results) {
	o := a.onGitHub(d)
	o.Room, o.Run = report.CommentBytes, j.run.RunURL
	body := doc.Note(o, a.undo(j))
	if d.unsent != (text.Text{}) {
		body = fmt.Sprintf("## 🔴 %s\n\n", d.unsent.In(a.lang))
	}
	if body == "" {
		return
	}
	err := j.reach(func(p *github.API) error {
		pulls, err := p.Merged(ctx, j.run.Commits, j.run.DefaultBranch)
		for _, number := range pulls {
			// Who merged something else has nothing to do about a menu that was
			// not published.
			if err == nil && (d.changed || p.Touches(ctx, number)) {
				_, err = p.Note(ctx, github.Comment{Number: number, Mark: j.mark(github.Published, d.verdict), Body: body, Foot: a.foot(j)})
			}
		}
		return err
	})
	a.untold(j, err, text.Say("the merged pull request cannot be told what came of it", "无法在已合并的拉取请求上说明结果"), "pull-requests: write")
}

// undo says how a publish is taken back from the browser.
func (a *app) undo(j *job) string {
	if j.run.Workflow == "" {
		return ""
	}
	workflow := path.Base(j.run.Workflow)
	return text.Sayf("Undo: start [%[1]s](%[2]s) with command `rollback` and run `%[3]d`.", "撤销：用命令 `rollback` 和运行编号 `%[3]d` 启动 [%[1]s](%[2]s)。",
		text.Markdown(workflow), fmt.Sprintf("%s/%s/actions/workflows/%s", j.run.Server, j.run.Repository, workflow), j.run.RunID).In(a.lang) + "\n\n"
}

// track keeps an issue for each account whose live menu was edited. With an issue
// for each of them the run has said what it had to, and does not fail.
func (a *app) track(ctx context.Context, j *job, d done, doc report.Comparison) done {
	o := a.onGitHub(d)
	o.Room, o.Run = report.CommentBytes, j.run.RunURL
	var issues []github.Issue
	for _, i := range doc.Issues(o) {
		mark := j.mark(github.Drifted, "")
		mark.Key = i.Account
		issues = append(issues, github.Issue{Mark: mark, Title: i.Title, Body: i.Body, Foot: a.foot(j), Solved: i.Solved})
	}
	errs := make([]error, len(issues))
	if err := j.reach(func(p *github.API) error {
		errs = p.Track(ctx, issues)
		return nil
	}); err != nil {
		errs = []error{err}
	}
	var failed error
	written := true
	for i, err := range errs {
		failed = cmp.Or(failed, err)
		if err != nil && (i >= len(issues) || issues[i].Solved == "") {
			written = false
		}
	}
	if d.code == exitDiffers && written {
		d.code = exitOK
	}
	a.untold(j, failed, text.Say("the issues about edited menus cannot be written", "无法写关于线上改动的议题"), "issues: write")
	return d
}

// untold puts one notice on the run about what could not be said on GitHub.
func (a *app) untold(j *job, err error, what text.Spoken, permission string) {
	if err == nil {
		return
	}
	meaning, remedy := text.Explain(err, a.lang)
	said := text.Spoken(text.Colon(what, text.Same(meaning)))
	switch {
	case github.Gone(err):
		said = text.Sayf("%s; turn issues on in the settings of the repository", "%s；请在仓库的设置里打开议题", said)
	case github.Locked(err):
		said = text.Sayf("%s; unlock the conversation there", "%s；请在那里解锁对话", said)
	case github.Refused(err) && j.run.Event != "pull_request":
		said = text.Sayf("%[1]s; give the job the permission %[2]s", "%[1]s；请给作业加上权限 %[2]s", said, permission)
	case github.Refused(err):
		said = text.Sayf("%[1]s; give the job the permission %[2]s, which pull requests of forks and Dependabot do not get", "%[1]s；请给作业加上权限 %[2]s，来自 fork 和 Dependabot 的拉取请求拿不到这个权限", said, permission)
	case remedy != "":
		said = text.Sayf("%s; %s", "%s；%s", said, remedy)
	}
	said = text.Sayf("%s; the summary of this run has all of it", "%s；全部内容见本次运行的摘要", said)
	j.action.Noticef("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(said.In(a.lang)))))
}

// reach hands over GitHub's API.
func (j *job) reach(with func(p *github.API) error) error {
	p, err := j.action.API(j.Token)
	if err != nil {
		return err
	}
	return with(p)
}

// mark is the mark of what a run says. Two jobs of one workflow that look at other
// menus do not write over each other.
func (j *job) mark(kind github.Kind, verdict report.Verdict) github.Mark {
	key := []string{cmp.Or(j.run.Workflow, "workflow"), j.Path}
	return github.Mark{
		Kind: kind, Key: strings.Join(append(key, j.Accounts...), " "), Run: j.run.RunID, Attempt: j.run.Attempt,
		Head: cmp.Or(j.run.Head, j.run.Commit), Verdict: string(verdict),
	}
}

// foot stands below what a run says: which commit it is of, when, and the run.
func (a *app) foot(j *job, more ...text.Spoken) string {
	if len(more) == 0 {
		more = []text.Spoken{text.Same(abbreviated(cmp.Or(j.run.Head, j.run.Commit))), text.Same(a.minute())}
	}
	parts := make([]string, 0, len(more)+1)
	for _, part := range more {
		parts = append(parts, text.Markdown(part.In(a.lang)))
	}
	parts = append(parts, fmt.Sprintf("<a href=\"%s\">%s</a>", text.Markdown(j.run.RunURL), a.say(text.Say("run", "本次运行"))))
	return "<sub>" + strings.Join(parts, " · ") + "</sub>\n"
}

// minute is the time, as precisely as readers need it.
func (a *app) minute() string { return a.now().UTC().Format("2006-01-02 15:04 UTC") }

// abbreviated is a commit as GitHub shows it.
func abbreviated(commit string) string { return commit[:min(len(commit), 7)] }

// reviewed is the foot of what is said of a pull request; empty where it is of none.
func (a *app) reviewed(j *job, d *done) string {
	if j.run.Event != "pull_request" {
		return ""
	}
	return a.foot(j, a.compares(j, d)...)
}

// compares says what a pull request's comment compares: commits, when live menus
// were read, and with which records.
func (a *app) compares(j *job, d *done) []text.Spoken {
	head, base, when := cmp.Or(j.run.Head, j.run.Commit), j.run.Base, text.Spoken(text.Same(a.minute()))
	if d.change != nil {
		base = d.change.Commit
	}
	commits := text.Spoken(text.Same(abbreviated(head)))
	if base != "" {
		commits = text.Sayf("%[1]s onto %[2]s", "%[1]s 合入 %[2]s", abbreviated(head), abbreviated(base))
	}
	doc, planned := d.doc.(report.Results)
	if !planned || !doc.Read() {
		return []text.Spoken{commits, when}
	}
	said := []text.Spoken{commits, text.Sayf("live menus read %s", "读取线上菜单的时间：%s", when)}
	if records := doc.Records(); len(records) > 0 {
		said = append(said, text.Sayf("compared with records: %s", "对照的发布记录：%s", records.Most(namedRecords)))
	}
	return said
}

// namedRecords is how many records a comment's last line names.
const namedRecords = 5
