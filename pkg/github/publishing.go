package github

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/text"
)

// publishing are the events that may publish: in them GITHUB_SHA is a commit of
// the branch, and a person with the right to push chose it. Others, such as
// issue_comment, name the default branch whatever the workflow checks out.
var publishing = []string{"push", dispatch}

var byPublishing = text.Say("publish on push or workflow_dispatch", "请在 push 或 workflow_dispatch 时发布")

// Publishes says why a run may not publish the menus of a checkout, of which an
// absolute path is given; nil where it may. An error is a [*text.Error].
func (r *Run) Publishes(checkout string) error {
	if !slices.Contains(publishing, r.Event) {
		return no(text.Sayf("the event %s does not publish", "事件 %s 不能发布", r.Event), byPublishing)
	}
	if err := r.mayWrite(byPublishing); err != nil {
		return err
	}
	head, err := checkedOut(checkout)
	switch {
	case err != nil:
		return &text.Error{
			Meaning: text.Sayf("the commit that is checked out cannot be read: %s", "无法读取检出的是哪个提交：%s", text.Cause(err)),
			Remedy: text.Say(
				"check the repository out with actions/checkout on a runner that has Git; where Git keeps refs as a reftable, set GIT_DEFAULT_REF_FORMAT to files before it",
				"请在装有 Git 的 runner 上用 actions/checkout 检出仓库；如果 Git 用 reftable 存放引用，请先把 GIT_DEFAULT_REF_FORMAT 设为 files",
			),
			Cause: err,
		}
	case head != r.Commit || head == "":
		return no(
			text.Sayf("commit %[1]q is checked out, and this run is for %[2]q", "检出的是提交%[1]q，而这次运行的是%[2]q", head, r.Commit),
			text.Say("check out the commit of the run: actions/checkout does so without the input ref", "请检出这次运行的提交：actions/checkout 不写输入 ref 即可"),
		)
	}
	return nil
}

// Newest says why a run that was started again may not publish, given the commit that
// the default branch stands at; nil where it may. A push that had nothing to
// publish leaves no trace that an older run, started again, could be told by.
func (r *Run) Newest(head string) error {
	if head == r.Commit {
		return nil
	}
	return no(
		text.Sayf("attempt %[1]d of this run is for %[2]q, and the branch %[3]q stands at %[4]q by now", "这是运行的第 %[1]d 次尝试，提交是%[2]q，而分支%[3]q现在是%[4]q",
			r.Attempt, r.Commit, r.DefaultBranch, head),
		text.Say("start the workflow by hand, or run the newest push again", "请手动启动工作流，或者重新运行最新一次推送"),
	)
}

// checkedOut returns the commit that the checkout around a folder stands at. It is
// read from Git's files, because the action's image has no Git.
func checkedOut(dir string) (string, error) {
	r, err := git.Open(dir)
	if err != nil {
		return "", err
	}
	head, err := r.Head()
	if closed := r.Close(); err == nil {
		err = closed
	}
	return head, err
}

// RollsBack says why a run may not put recorded menus live again; nil where it
// may. It needs no checkout, but a person who asks for it. An error is a
// [*text.Error].
func (r *Run) RollsBack() error {
	if !r.ByPerson() {
		return no(text.Sayf("the event %s does not roll back", "事件 %s 不能回滚", r.Event), byPerson)
	}
	return r.mayWrite(byPerson)
}

// Retires says why a run may not delete the menus of an account that a checkout, of
// which an absolute path is given, does not have; nil where it may. An error is a
// [*text.Error].
func (r *Run) Retires(checkout string) error {
	if !r.ByPerson() {
		return no(text.Sayf("the event %s does not retire an account", "事件 %s 不能下线账号", r.Event), byPerson)
	}
	return r.Publishes(checkout)
}

// dispatch is the event of a run that a person starts, and fills in a form for.
const dispatch = "workflow_dispatch"

var byPerson = text.Say("start the workflow by hand, on workflow_dispatch", "请用 workflow_dispatch 手动启动工作流")

// ByPerson reports whether a person started the run.
func (r *Run) ByPerson() bool { return r.Event == dispatch }

// mayWrite says why a run may not change what is live, whatever is checked out.
func (r *Run) mayWrite(how text.Text) error {
	switch {
	case r.DefaultBranch == "":
		return no(
			text.Say("publishing is for the default branch only, and the event does not say which that is", "只能从默认分支发布，而这个事件没有说明默认分支是哪个"),
			how,
		)
	case !r.OnDefaultBranch():
		return no(
			text.Sayf("publishing is for the default branch %q only, this run is for %q", "只能从默认分支%q发布，而这次运行的是%q", r.DefaultBranch, r.Ref),
			text.Sayf("merge first, or start the workflow on %s", "请先合并，或者在 %s 上启动工作流", r.DefaultBranch),
		)
	case r.RepositoryID == 0:
		return no(
			text.Say("neither GITHUB_REPOSITORY_ID nor the event says the id of the repository, by which the ledger knows it",
				"GITHUB_REPOSITORY_ID 和事件都没有给出仓库的 id，而发布记录靠它识别仓库"),
			text.Say("set GITHUB_REPOSITORY_ID to the repository's id", "请把 GITHUB_REPOSITORY_ID 设为仓库的 id"),
		)
	case r.RunID < 1:
		return no(
			text.Say("GITHUB_RUN_ID does not say which run this is, and by its id the ledger tells which of two runs is newer",
				"GITHUB_RUN_ID 没有说明这是哪次运行，而发布记录靠运行编号判断先后"),
			text.Say("set GITHUB_RUN_ID to the run's id; to publish from a machine, use caidan publish outside of a workflow", "请把 GITHUB_RUN_ID 设为运行的编号；要从自己的机器发布，请在工作流之外使用 caidan publish"),
		)
	}
	return nil
}

func no(meaning, remedy text.Spoken) error { return &text.Error{Meaning: meaning, Remedy: remedy} }
