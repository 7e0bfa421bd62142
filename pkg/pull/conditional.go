package pull

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// conditional writes a member of an array of conditional menus. One that
// WeChat has retired is commented out: no follower matches it, and WeChat would refuse it.
// One whose rule says more than caidan knows is not written without that: it
// would match more followers than it does.
func (g *page) conditional(c *menu.Conditional) {
	retired, unknown := matchExtras(c.Match)
	rule := matchRule(c.Match)
	switch {
	case len(retired) > 0:
		g.note(text.Sayf(
			"Commented out, because no follower sees it: it matches by %s, which WeChat retired for privacy (65320). To have it back, match by tag_id or client_platform_type.",
			"已注释掉，因为没有粉丝会看到它：它按 %s 匹配，而微信出于隐私考虑已停用这类条件（65320）。要恢复，请改用 tag_id 或 client_platform_type 匹配。",
			text.List(retired),
		))
		defer g.aside()()
	case len(unknown) > 0:
		g.note(text.Say("WeChat answers this rule, of which caidan knows a part:", "微信返回的匹配条件如下，其中有 caidan 不认识的字段："))
		g.detail(rule)
		rule = g.choice(text.Sayf(
			"the rule of this menu also says %s, which caidan does not know; match by tag_id or client_platform_type, or take the menu out",
			"这份个性化菜单的匹配条件中有 caidan 不认识的 %s；请改用 tag_id 或 client_platform_type 匹配，或者去掉这份菜单",
			text.List(unknown),
		))
	}
	g.line("caidan.conditional(" + rule + ", [")
	g.buttons(c.Menu)
	g.line("]),")
}

// matchExtras returns the names of a rule's fields that are not in force today:
// those WeChat retired, and those it never had.
func matchExtras(m menu.MatchRule) (retired, unknown []string) {
	for _, x := range m.Extra {
		if menu.Retired(x.Name) {
			retired = append(retired, x.Name)
		} else {
			unknown = append(unknown, text.Clean(x.Name))
		}
	}
	return retired, unknown
}

// matchRule returns a rule as an object, with all that it says.
func matchRule(m menu.MatchRule) string {
	var members []string
	if m.TagID != "" {
		members = append(members, "tag_id: "+text.Jsonnet(m.TagID))
	}
	if m.ClientPlatformType != "" {
		members = append(members, "client_platform_type: "+platform(m.ClientPlatformType))
	}
	for _, x := range m.Extra {
		members = append(members, fieldName(x.Name)+": "+literal(x.Value))
	}
	if len(members) == 0 {
		return "{}"
	}
	return "{ " + strings.Join(members, ", ") + " }"
}

// platform returns the library's name of a client_platform_type.
func platform(typ string) string {
	switch typ {
	case "1":
		return "caidan.platform.ios"
	case "2":
		return "caidan.platform.android"
	case "3":
		return "caidan.platform.other"
	default:
		return text.Jsonnet(typ)
	}
}
