package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// LossError says that menus cannot be written as JSON, which has no comments,
// without losing a part of what is live.
type LossError struct {
	// Losses is what would be lost, each in a clause.
	Losses []string

	text string
}

// Error names what would be lost and says what to do.
func (e *LossError) Error() string { return e.text }

// JSON returns the menus as a menu set in JSON, indented, which compiles to
// the same menus. What [MenuFile.Jsonnet] would keep in a comment or write as an
// error is a [*LossError].
func (f MenuFile) JSON(lang text.Lang) ([]byte, error) {
	v := voice{lang}
	if f.Empty() {
		return nil, errors.New(v.say(text.Say("write %s as JSON: the account has no menu", "无法将 %s 写成 JSON：该账号没有菜单"), text.Clean(f.Account)))
	}
	if losses := v.losses(f); len(losses) > 0 {
		return nil, &LossError{losses, v.say(text.Say(
			"write %[1]s as JSON: %[2]s; write Jsonnet, which keeps this in comments",
			"无法将 %[1]s 写成 JSON：%[2]s；请改用 Jsonnet，这些内容会保留在注释里",
		), text.Clean(f.Account), strings.Join(losses, v.say(text.Say("; ", "；"))))}
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text.Harmless(string(f.set().Canonical()))), "", indent); err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", text.Clean(f.Account), err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// losses says what JSON has no place for.
func (v voice) losses(f MenuFile) []string {
	s := f.set()
	losses := v.buttonLosses(s.Menu)
	if len(s.Menu) == 0 {
		losses = append(losses, v.say(text.Say("there is no default menu beside the conditional ones", "只有个性化菜单，没有默认菜单")))
	}
	for i := range s.Conditional {
		c := &s.Conditional[i]
		retired, unknown := matchExtras(c.Match)
		if len(retired) > 0 {
			losses = append(losses, v.say(text.Say(
				"conditional menu %[1]d matches by %[2]s, which WeChat retired",
				"第 %[1]d 份个性化菜单按 %[2]s 匹配，微信已停用这类条件",
			), i+1, v.list(retired, len(retired))))
		}
		if len(unknown) > 0 {
			losses = append(losses, v.say(text.Say(
				"the rule of conditional menu %[1]d says %[2]s, which caidan does not know",
				"第 %[1]d 份个性化菜单的匹配条件中有 caidan 不认识的 %[2]s",
			), i+1, v.list(unknown, len(unknown))))
		}
		losses = append(losses, v.buttonLosses(c.Menu)...)
	}
	if f.otherDefault() != nil {
		losses = append(losses, v.say(text.Say(
			"menu/get answers another default menu than WeChat shows",
			"menu/get 返回的默认菜单与微信实际展示的不同",
		)))
	}
	return losses
}

// buttonLosses says what of some buttons JSON has no place for.
func (v voice) buttonLosses(buttons []menu.Button) []string {
	var losses []string
	for i := range buttons {
		b := &buttons[i]
		if o, found := v.obstacle(b); found {
			losses = append(losses, o.what)
			continue
		}
		if rest := leftovers(b); len(rest) > 0 {
			names := make([]string, 0, len(rest))
			for _, x := range rest {
				names = append(names, text.Clean(x.Name))
			}
			losses = append(losses, v.say(text.Say(
				`the button "%[1]s" has fields that menu/create does not take: %[2]s`,
				"按钮“%[1]s”有 menu/create 不接受的字段：%[2]s",
			), text.Clean(b.Name), v.list(names, len(names))))
		}
		losses = append(losses, v.buttonLosses(b.Sub)...)
	}
	return losses
}
