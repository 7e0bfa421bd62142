package pull

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// LossError says that menus cannot be written as JSON, which has no comments,
// without losing a part of what is live.
type LossError struct {
	// Losses is what would be lost, each in a clause.
	Losses []text.Spoken

	said text.Error
}

// Error names what would be lost and says what to do.
func (e *LossError) Error() string { return e.said.Error() }

// Unwrap returns the same in every language.
func (e *LossError) Unwrap() error { return &e.said }

// JSON returns the menus as a menu set in JSON, indented, which compiles to
// the same menus. What [Live.Jsonnet] would keep in a comment or write as an
// error is a [*LossError].
func (f Live) JSON() ([]byte, error) {
	account := text.Clean(f.Account)
	if f.Empty() {
		return nil, &text.Error{Meaning: text.Sayf("write %s as JSON: the account has no menu", "无法将 %s 写成 JSON：该账号没有菜单", account)}
	}
	if losses := f.losses(); len(losses) > 0 {
		return nil, &LossError{losses, text.Error{Meaning: text.Sayf(
			"write %[1]s as JSON: %[2]s; write Jsonnet, which keeps this in comments",
			"无法将 %[1]s 写成 JSON：%[2]s；请改用 Jsonnet，这些内容会保留在注释里",
			account, text.Clauses(losses),
		)}}
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text.Harmless(string(f.set().Canonical()))), "", indent); err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", account, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// losses says what JSON has no place for.
func (f Live) losses() []text.Spoken {
	s := f.set()
	losses := buttonLosses(s.Menu)
	add := func(s text.Spoken) { losses = append(losses, s) }
	if len(s.Menu) == 0 {
		add(text.Say("there is no default menu beside the conditional ones", "只有个性化菜单，没有默认菜单"))
	}
	for i := range s.Conditional {
		c := &s.Conditional[i]
		retired, unknown := matchExtras(c.Match)
		if len(retired) > 0 {
			add(text.Sayf(
				"conditional menu %[1]d matches by %[2]s, which WeChat retired",
				"第 %[1]d 份个性化菜单按 %[2]s 匹配，微信已停用这类条件",
				i+1, text.List(retired),
			))
		}
		if len(unknown) > 0 {
			add(text.Sayf(
				"the rule of conditional menu %[1]d says %[2]s, which caidan does not know",
				"第 %[1]d 份个性化菜单的匹配条件中有 caidan 不认识的 %[2]s",
				i+1, text.List(unknown),
			))
		}
		losses = append(losses, buttonLosses(c.Menu)...)
	}
	if f.otherDefault() != nil {
		add(text.Say(
			"menu/get answers another default menu than WeChat shows",
			"menu/get 返回的默认菜单与微信实际展示的不同",
		))
	}
	return losses
}

// buttonLosses says what of some buttons JSON has no place for.
func buttonLosses(buttons []menu.Button) []text.Spoken {
	var losses []text.Spoken
	for i := range buttons {
		b := &buttons[i]
		if o, found := obstacleOf(b); found {
			losses = append(losses, o.what)
			continue
		}
		if rest := leftovers(b); len(rest) > 0 {
			var names text.List
			for _, x := range rest {
				names = append(names, text.Clean(x.Name))
			}
			losses = append(losses, text.Sayf(
				`the button "%[1]s" has fields that menu/create does not take: %[2]s`,
				"按钮“%[1]s”有 menu/create 不接受的字段：%[2]s",
				text.Clean(b.Name), names,
			))
		}
		losses = append(losses, buttonLosses(b.Sub)...)
	}
	return losses
}
