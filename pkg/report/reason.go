package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// reason is why a result is what it is, in untrusted text.
type reason struct {
	// clause says it, detail says it in the function's own words, which are
	// English; empty where the clause is just that.
	clause, detail string
	// help says what to do; empty where nothing is known.
	help string
}

// reason returns why a result is what it is. What the functions say is English;
// in another language clauses of ours go before it.
func (v voice) reason(r *api.Result) reason {
	e := r.Error
	clause := v.clause(r)
	if v.lang != text.Chinese || clause == "" {
		meaning, remedy := e.Say(v.lang)
		clause = meaning
		if r.Guard == "" && r.Outcome != api.Superseded && !strings.HasPrefix(clause, e.Op) {
			clause = v.colon(e.Op, clause)
		}
		return reason{clause: clause, help: remedy}
	}
	out := reason{clause: clause, detail: e.Meaning, help: e.Remedy}
	if s, ok := advice(r.Guard); ok {
		out.help = v.say(s)
	}
	return out
}

// clause says what the guards that tripped are about, or why nothing was to be
// done; empty where only the function knows.
func (v voice) clause(r *api.Result) string {
	if r.Outcome == api.Superseded {
		return v.say(guard(api.Stale))
	}
	if r.Guard == "" {
		return ""
	}
	clauses := []string{v.say(guard(r.Guard))}
	if r.Needs != nil {
		for _, g := range r.Needs.Allow {
			if g != r.Guard {
				clauses = append(clauses, v.say(guard(g)))
			}
		}
	}
	return strings.Join(clauses, v.say(text.Say("; ", "；")))
}

// warning returns what is to be known of a result, and the function's own words
// where that is not them.
func (v voice) warning(w api.Warning) (s, detail string) {
	if clause, ok := caution(w.Kind); ok && v.lang == text.Chinese {
		return v.say(clause), w.Message
	}
	return w.Message, ""
}

// caution says in a clause what a warning is about.
func caution(kind api.WarningKind) (s text.Text, known bool) {
	switch kind {
	case api.SwitchedOff:
		s = text.Say("menus are switched off, followers see none", "菜单在公众平台后台处于停用状态，粉丝看不到菜单")
	case api.Normalised:
		s = text.Say("WeChat writes names or addresses otherwise", "按钮与发送的相同，但微信返回的名称或链接写法有所不同")
	case api.Unverified:
		s = text.Say("WeChat still answers the old menus", "微信已接受，但读到的仍是旧菜单")
	case api.Raced:
		s = text.Say("other menus are live than were sent", "发布之后线上是另一份菜单，可能有人同时在发布")
	case api.DeletesFirst:
		s = text.Say("old conditional menus are deleted first", "新旧个性化菜单合计超过三个域名，要先删除旧的；新的生效之前，相应的粉丝看到默认菜单")
	case api.Unfinished:
		s = text.Say("an earlier publish did not get to its end", "上一次发布没有完成，这次从它停下的地方继续")
	case api.AcceptsOther:
		s = text.Say("the settings accept another version", "配置里的 accept 针对的是另一个版本的菜单，不是这一版")
	case api.Unclear:
		s = text.Say("the answer to a step was lost", "有一步没有收到微信的回应，读取线上菜单之后再继续")
	default:
		return text.Text{}, false
	}
	return s, true
}

// advice says what to do where a guard tripped; how to let it pass is said
// beside it. Of a record that does not exist only the function knows more.
func advice(g api.Guard) (s text.Text, known bool) {
	switch g {
	case api.Edited:
		s = text.Say("take it over into Git, or let it be replaced", "用 caidan pull 查看线上菜单：要保留就写进 Git，确认可以覆盖再放行")
	case api.Interrupted:
		s = text.Say("look at it, then let it be replaced", "用 caidan pull 查看线上菜单，确认可以覆盖再放行")
	case api.First:
		s = text.Say("take it over into Git, or let it be replaced", "用 caidan pull 把线上菜单写进 Git，或者确认首次发布可以覆盖它")
	case api.Quarantined:
		s = text.Say("put other menus into Git, or lift the quarantine", "把别的菜单写进 Git，或者解除隔离")
	case api.Stale:
		s = text.Say("start a new run, or roll back", "重新触发一次运行；要恢复旧的菜单，请回滚到对应的记录")
	case api.ForeignRepository:
		s = text.Say("publish from there, or take the account over", "请在原来的仓库发布，或者由这个仓库接管账号")
	case api.AppIDChanged:
		s = text.Say("check the account's credential", "检查账号的凭证；确实换了公众号再放行")
	case api.RemovesButtons, api.RemovesTopLevel, api.RemovesConditional, api.ChangesAllHosts, api.ChangesAppID:
		s = text.Say("let it pass if it is meant", "确认是有意为之再放行")
	default:
		return text.Text{}, false
	}
	return s, true
}

// next says of a result that only was looked at where to read what lets a
// publish pass; empty where nothing stops one.
func (v voice) next(r *api.Result) string {
	if r.Needs == nil || r.Needs.Empty() {
		return ""
	}
	return v.say(text.Say("caidan plan %s says what lets a publish pass", "放行的写法见 caidan plan %s"), shellWord(r.Account))
}
