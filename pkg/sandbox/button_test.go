package sandbox_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// byHand are the types of buttons that only the web console makes.
// Source: getCurrentSelfmenuInfo.
var byHand = []string{"text", "img", "photo", "voice", "video", "news"}

// marked returns a button whose every field has a value of its own, and those
// values.
func marked(typ string) (b object, values []string) {
	b = object{"type": typ, "name": "n"}
	for _, f := range menu.Uses(typ) {
		var value string
		switch f {
		case menu.FieldURL:
			value = "https://" + typ + ".example.com/"
		case menu.FieldAppID:
			value = program
		default:
			value = f.String() + "-of-" + typ
		}
		b[f.String()] = value
		values = append(values, value)
	}
	return b, values
}

// Every type of button that there is shows all it has wherever menus are shown:
// in each answer, on the page and to a test.
func TestEveryTypeIsShown(t *testing.T) {
	t.Parallel()
	type made struct {
		b      object
		values []string
	}
	list := map[string]made{}
	for _, typ := range menu.Types() {
		b, values := marked(typ)
		list[typ] = made{b, values}
	}
	for _, typ := range byHand {
		value := "value-of-" + typ
		list[typ] = made{object{"type": typ, "name": "n", "value": value, "news_info": object{"list": []any{object{"title": "t"}}}}, []string{value}}
	}
	for typ, m := range list {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			a := brand()
			a.Console = sandbox.ConsoleShows
			r := newRig(t, a)
			sent := string(body(t, object{"button": []any{m.b}}))
			if _, fromConsole := m.b["value"]; fromConsole {
				r.edit(sent)
			} else {
				r.want(createPath, sent)
			}
			live, _ := r.Live("brand-cn")
			for where, shown := range map[string]string{
				"menu/get": r.get(getPath).raw, "selfmenu": r.get(selfPath).raw, "Live": string(live.Menu),
				"the page": r.do("GET", "/", "").body,
			} {
				shown = strings.ReplaceAll(shown, `\/`, "/")
				for _, value := range append(m.values, typ) {
					if !strings.Contains(shown, value) {
						t.Errorf("got no %s in %s: %s", value, where, shown)
					}
				}
			}
		})
	}
}
