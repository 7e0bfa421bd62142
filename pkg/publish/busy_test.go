package publish

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestUnclearWords says of each way in which it stays unclear whether WeChat took
// a step what happened, once, and never that an answer was lost which came.
func TestUnclearWords(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	const rest = "WeChat may have taken menu/addconditional all the same; WeChat confirmed 1 of 5 steps; the new default menu is live, with 0 of 2 conditional menus as they should be; the next publish goes on from there"
	const restZH = "menu/addconditional 仍有可能已经生效；微信确认了 5 步中的 1 步；新的默认菜单已经上线，2 份个性化菜单中有 0 份符合目标；下一次发布会从这里继续"
	for _, tt := range []struct {
		name   string
		fault  sandbox.Fault
		en, zh string
	}{
		{"errcode -1", sandbox.Fault{Errcode: -1}, "WeChat's system is busy; ", "微信系统繁忙；"},
		{"status 502", sandbox.Fault{Status: 502}, "WeChat, or something before it, answered with HTTP status 502; ", "微信或它前面的代理返回了 HTTP 状态 502；"},
		{"cut", sandbox.Fault{Cut: sandbox.CutBefore}, "WeChat gave no usable answer: \"EOF\"; ", "微信没有给出可用的回应：连接被关闭；"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, before)
			for call := 1; call <= 9; call++ { // each time it is tried
				tt.fault.Path, tt.fault.Call = addPath, call
				r.sandbox.Fault(tt.fault)
			}
			res := r.invoke(t.Context(), r.handler, pushed(110, after))
			same(t, "outcome", res.Outcome, api.Failed)
			list(t, "warnings", kinds(res.Warnings), nil)
			if en, _ := res.Error.Say(text.English); en != tt.en+rest {
				t.Errorf("got  %s\nwant %s", en, tt.en+rest)
			}
			if zh, _ := res.Error.Say(text.Chinese); zh != tt.zh+restZH {
				t.Errorf("got  %s\nwant %s", zh, tt.zh+restZH)
			}
		})
	}
}

// TestUnclearOnce has WeChat not say of several steps whether it took them: what
// went well says so once, and names each endpoint once.
func TestUnclearOnce(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	for _, tt := range []struct {
		faults []sandbox.Fault
		want   []string
	}{
		{[]sandbox.Fault{{Path: addPath, Call: 1}, {Path: addPath, Call: 2}}, []string{api.StepAdd}},
		{[]sandbox.Fault{{Path: addPath, Call: 1}, {Path: delPath, Call: 1}}, []string{api.StepAdd, api.StepDelete}},
	} {
		r := published(t, before)
		for _, f := range tt.faults {
			f.Cut = sandbox.CutAfter
			r.sandbox.Fault(f)
		}
		res := r.invoke(t.Context(), r.handler, pushed(110, after))
		same(t, "outcome", res.Outcome, api.Published)
		list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unclear})
		list(t, "steps", res.Warnings[0].Names, tt.want)
	}
}
