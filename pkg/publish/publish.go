package publish

import (
	"context"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// work is one publish under way: the door it writes through and the result it
// fills in.
type work struct {
	*wechat.Writer
	pace pace
	res  *Result
}

// publish serves OpPublish.
func (w work) publish(ctx context.Context, req Request) error {
	acc := menu.DecodeSet(req.Account, req.Desired)
	w.res.Findings = rule.New(diag.English, rule.Settings{}).JudgeFixed(acc)
	if n, _ := diag.Count(w.res.Findings); n > 0 {
		w.res.Outcome = Invalid
		return nil
	}
	w.res.Digests.Desired = acc.Set.Digest()
	if n := len(acc.Set.Conditional); n > 0 {
		return &conditionalError{n}
	}

	before, err := readLive(ctx, w.Reader)
	if err != nil {
		return err
	}
	before.digests(&w.res.Digests)
	if n := len(before.api.Conditional); n > 0 {
		w.res.warn(ConditionalLeft, "%d conditional menus are live and were left alone", n)
	}
	switch {
	case before.shows(acc.Set) && !req.Republish:
		w.res.Outcome = InSync
		w.res.warnSwitch(before)
		return nil
	case req.DryRun:
		w.res.Outcome = Planned
		w.res.warnSwitch(before)
		return nil
	}
	return w.post(ctx, acc.Set, before)
}

func (r *Result) warn(kind WarningKind, format string, args ...any) {
	r.Warnings = append(r.Warnings, Warning{Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// warnSwitch says that followers see nothing when the menu switch is off. Of
// an account that has no menu the answer says off too, whatever the switch is.
func (r *Result) warnSwitch(l live) {
	if !l.shown.Open && len(l.shown.Set.Menu) > 0 {
		r.warn(SwitchedOff, "the menu is switched off in WeChat's console: followers see none")
	}
}
