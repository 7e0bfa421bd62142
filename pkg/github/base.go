package github

import (
	"errors"

	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Compares returns the commit that a pull request is compared with, for a
// checkout of which a folder is given: what the branch has that it is merged into
// where GitHub's own merge is checked out, else the newest commit that both have
// in common. An error is a [text.Worded]; where the commit was not fetched it says
// how to fetch it.
func (r *Run) Compares(checkout string) (string, error) {
	repository, err := git.Open(checkout)
	if err != nil {
		return "", err
	}
	base, err := r.compares(repository)
	if closed := repository.Close(); err == nil {
		err = closed
	}
	return base, err
}

func (r *Run) compares(repository *git.Repository) (string, error) {
	id, err := repository.Head()
	if err != nil {
		return "", &text.Error{
			Meaning: text.Sayf("the commit that is checked out cannot be read: %s", "无法读取检出的是哪个提交：%s", text.Cause(err)), Cause: err,
		}
	}
	head, err := repository.Commit(id)
	if err != nil {
		return "", unfetched(err, "2")
	}
	const into, merged = 0, 1 // the parents of a merge
	if len(head.Parents) == merged+1 && (head.Parents[merged] == r.Head || head.ID == r.Commit) {
		base, err := repository.Commit(head.Parents[into])
		return base.ID, unfetched(err, "2")
	}
	if r.Base == "" {
		return "", no(text.Say("the event does not say the commit that the pull request is for", "事件没有说明拉取请求基于哪个提交"),
			leaveEvent)
	}
	base, err := repository.MergeBase(head.ID, r.Base)
	return base.ID, unfetched(err, "0")
}

// unfetched says of a commit that is missing how much has to be fetched.
func unfetched(err error, depth string) error {
	var unknown *git.UnknownError
	if !errors.As(err, &unknown) {
		return err
	}
	meaning, _ := unknown.Words()
	return &text.Error{
		Meaning: meaning, Cause: err,
		Remedy: text.Sayf("set fetch-depth: %s of actions/checkout", "请把 actions/checkout 的 fetch-depth 设为 %s", depth),
	}
}
