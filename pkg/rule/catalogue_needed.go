package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// neededRules are about fields that a button's type needs: one rule for each
// such field in the table of types, but for the fields of mini programs, whose
// rules say what their form is as well.
func neededRules() []Rule {
	var rules []Rule
	for _, f := range menu.Fields() {
		if typ, used := firstType(f); used && f != menu.FieldAppID && f != menu.FieldPagePath {
			rules = append(rules, needed(f, typ))
		}
	}
	return rules
}

// firstType returns the first type that uses a field.
func firstType(f menu.Field) (string, bool) {
	for _, typ := range menu.Types() {
		if slices.Contains(menu.Uses(typ), f) {
			return typ, true
		}
	}
	return "", false
}

// needed returns the rule that a button of a type like typ has a field.
func needed(f menu.Field, typ string) Rule {
	r := Rule{
		ID: neededID(f), Severity: diag.Error, Fixed: true,
		Title:   text.Both(text.Sayf("a button has the %s that its type needs", "按钮写有其类型需要的 %s", f)),
		Source:  text.Both(text.Sayf("createCustomMenu, section 2, field %s", "createCustomMenu 第 2 节 %s 字段", f)),
		Message: text.Say("a button of type %s has no %s", "%s 类型的按钮没有 %s"),
		Help:    text.Both(text.Sayf("add %s: '...'", "加上 %s: '...'", f)),
		Bad:     sampleOf(typ, f),
		Good:    sampleOf(typ, menu.FieldSubButton),
	}
	if r.Errcode, r.SubErrcode = f.Missing(); r.SubErrcode == r.Errcode {
		r.SubErrcode = 0
	}
	r.Help = text.Both(text.Sayf("%s%s", "%s%s", r.Help, about[f]))
	return r
}

func neededID(f menu.Field) string { return strings.ReplaceAll(f.String(), "_", "-") + "-required" }

// about holds what an author should know of a field beside its name.
var about = map[menu.Field]text.Text{
	menu.FieldKey: text.Say(", which a tap sends to your server", "，点击时会发给服务器"),
	menu.FieldURL: text.Say(
		"; a mini program's button needs one too, for clients without mini programs",
		"；小程序按钮也要写，不支持小程序的客户端会打开它",
	),
	menu.FieldMediaID: text.Say(
		" with the id of permanent material; temporary material expires after three days",
		"，用永久素材的 id；临时素材三天后失效",
	),
	menu.FieldArticleID: text.Say(
		" with the id that WeChat answered when the article was published",
		"，用发布文章时微信返回的 id",
	),
}

// sampleTexts holds texts for examples; of other fields any text will do.
var sampleTexts = map[menu.Field]string{
	menu.FieldURL: "https://example.com/", menu.FieldAppID: "wx0123456789abcdef", menu.FieldPagePath: "pages/index",
}

// sampleOf returns a menu with a button of a type that lacks a field.
func sampleOf(typ string, lacks menu.Field) string {
	var b strings.Builder
	if id := doubtful[typ]; id != "" {
		fmt.Fprintf(&b, withSettings+"{ rules: { '%s': 'off' } }"+withMenu, id)
	}
	fmt.Fprintf(&b, "{ button: [{ type: '%s', name: '菜单'", typ)
	for _, f := range menu.Uses(typ) {
		if f != lacks {
			fmt.Fprintf(&b, ", %s: '%s'", f, cmp.Or(sampleTexts[f], strings.ToUpper(f.String())))
		}
	}
	return b.String() + " }] }"
}
