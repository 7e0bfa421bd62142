package api

import "github.com/caidan-dev/caidan/pkg/text"

// MaxText is the most bytes that each text of a request may have which goes
// into a record: the reason, and the fields of the origin. GitHub's names and
// addresses take some hundred.
const MaxText = 1 << 10

// MaxRun is the highest id that a GitHub run may have: what a number of
// JavaScript holds exactly, as GitHub's API is mostly read with one.
const MaxRun = 1 << 53

// MaxUser is the most characters of the id of a follower: an openid has 28, a WeChat
// id 20. Source: tryMatchMenu's example, and openids of public accounts.
const MaxUser = 64

// user is an openid or a WeChat id.
var user = text.Pattern(`^[A-Za-z0-9_-]+$`)

// ValidUser reports whether this can be the id of a follower.
func ValidUser(id string) bool { return len(id) <= MaxUser && user().MatchString(id) }

// Bounded returns an error that names the first text of a request that is
// longer than MaxText, an id of a run that can be none, or a follower that is none or
// is not asked about.
func (r *Request) Bounded() *text.Error {
	o := &r.Origin
	if tries := r.Op == OpTry; tries != (r.As != "") || tries && !ValidUser(r.As) {
		return NoUser()
	}
	for _, id := range []int64{r.Run, o.RunID} {
		if id < 0 || id > MaxRun {
			return &text.Error{Meaning: NoRun(id), Remedy: text.Say("give the number that the run's address on GitHub ends with", "请使用 GitHub 运行网址末尾的数字")}
		}
	}
	for _, field := range []struct{ name, value string }{
		{"reason", r.Reason},
		{"origin.server", o.Server},
		{"origin.repository", o.Repository},
		{"origin.ref", o.Ref},
		{"origin.commit", o.Commit},
		{"origin.runUrl", o.RunURL},
		{"origin.actor", o.Actor},
		{"origin.event", o.Event},
		{"origin.environment", o.Environment},
	} {
		if n := len(field.value); n > MaxText {
			return &text.Error{Meaning: TooLong(field.name, n), Remedy: text.Say("shorten it", "请缩短")}
		}
	}
	return nil
}

// TooLong says that a text has too many bytes for a record.
func TooLong(name string, size int) text.Spoken {
	return text.Sayf("%s has %d bytes, and a record keeps at most %d", "%s 有 %d 字节，而一条记录最多保存 %d 字节", name, size, MaxText)
}

// NoRun says that no run can have an id.
func NoRun(id int64) text.Spoken {
	return text.Sayf("%d cannot be the id of a GitHub run: it is from 1 to %d", "%d 不可能是 GitHub 运行的编号：编号在 1 到 %d 之间", id, int64(MaxRun))
}

// NoUser says that no follower can have an id, and does not repeat it.
func NoUser() *text.Error {
	return &text.Error{
		Meaning: text.Say("what was given cannot be the openid of a follower", "给出的内容不可能是粉丝的 OpenID"),
		Remedy:  text.Sayf("give the follower's openid in this account: letters, digits, - and _, at most %d", "请填写粉丝在这个账号里的 OpenID：由字母、数字、- 和 _ 组成，最多 %d 个字符", MaxUser),
	}
}
