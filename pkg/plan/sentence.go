package plan

import (
	"github.com/caidan-dev/caidan/pkg/text"
)

// Text says what followers notice, as a sentence that starts in lower case and
// has no full stop. Names, links and keys are as they came: the
// caller escapes them for the place they go to.
func (c *Change) Text() text.Text { return text.Both(c.spoken()) }

func (c *Change) spoken() text.Spoken {
	switch {
	case c.whole() && c.Followers == nil:
		return c.menu()
	case c.whole():
		return c.conditional()
	case c.Followers == nil:
		return c.button()
	case c.Followers.Hidden:
		return text.Sayf("%s, in a menu that another one hides: %s", "%s（在一份被遮住的菜单里）：%s", c.Followers, c.button())
	default:
		return text.Sayf("%s: %s", "%s：%s", c.Followers, c.button())
	}
}

// menu says what happens to the default menu as a whole.
func (c *Change) menu() text.Phrase {
	if c.Is(Removed) {
		return text.Sayf("the menu is gone with %s", "菜单没有了，连同%s", buttons(c.Buttons))
	}
	return text.Sayf("followers get a menu with %s", "新增菜单，共有%s", buttons(c.Buttons))
}

// conditional says what happens to a conditional menu as a whole.
func (c *Change) conditional() text.Phrase {
	switch {
	case c.Followers.Hidden && c.Is(Removed):
		return text.Sayf("a menu of %s is gone; another one had hidden it", "%s的一份被遮住的菜单没有了", c.Followers)
	case len(c.Followers.Retired) > 0 && c.Is(Removed):
		return text.Sayf("a menu of %s is gone; no follower saw it", "%s的一份菜单没有了；本来就没有粉丝能看到它", c.Followers)
	case c.Followers.Hidden && c.Is(Added):
		return text.Sayf("%s get a further menu, which another one hides", "%s多了一份菜单，但被另一份遮住", c.Followers)
	case c.Is(Removed):
		return text.Sayf("%s no longer have a menu of their own; it had %s", "%s不再有单独的菜单，它原有%s", c.Followers, buttons(c.Buttons))
	case c.Is(Added):
		return text.Sayf("%s get a menu of their own with %s", "%s有了单独的菜单，共有%s", c.Followers, buttons(c.Buttons))
	default:
		return text.Sayf("the menu of %s is now number %d in the order they are tried", "%s的菜单现在第 %d 个匹配", c.Followers, c.Rank)
	}
}

// buttons counts buttons to tap.
func buttons(n int) text.Phrase {
	return text.Count(n, text.Say("%d button to tap", " %d 个可点的按钮"), text.Say("%d buttons to tap", " %d 个可点的按钮"))
}

// button says what happens to a button or sub-menu.
func (c *Change) button() text.Phrase {
	switch {
	case c.Before == nil && !c.After.leaf():
		return text.Sayf("%s is a new sub-menu", "新增子菜单%s", path(c.After.Path))
	case c.Before == nil:
		a := c.After.action()
		return text.Sayf("%s is new: it %s %s", "新增%s，点击后%s%s", path(c.After.Path), a.verb.Does, a.what)
	case c.After == nil && !c.Before.leaf():
		return text.Sayf("the sub-menu %s is gone", "去掉了子菜单%s", path(c.Before.Path))
	case c.After == nil:
		a := c.Before.action()
		return c.noted(text.Sayf("%s is gone; it used to %s %s", "去掉了%s，原来点击后%s%s", path(c.Before.Path), a.verb.Do, a.what))
	case c.Is(Replaced):
		return c.noted(c.replaced())
	default:
		return c.altered()
	}
}

// replaced says what a button made way for.
func (c *Change) replaced() text.Phrase {
	was, is, other := c.Before.action(), c.After.action(), path(c.After.Path[max(0, len(c.After.Path)-1):])
	switch {
	case !c.After.leaf():
		return text.Sayf("%s is replaced by the sub-menu %s; the old one used to %s %s", "%s换成了子菜单%s，原来点击后%s%s",
			c.known(), other, was.verb.Do, was.what)
	case !c.Before.leaf():
		return text.Sayf("the sub-menu %s is replaced by %s, which %s %s", "子菜单%s换成了%s，点击后%s%s",
			c.known(), other, is.verb.Does, is.what)
	default:
		return text.Sayf("%s is replaced by %s, which %s %s; the old one used to %s %s", "%s换成了%s，点击后%s%s，原来%s%s",
			c.known(), other, is.verb.Does, is.what, was.verb.Do, was.what)
	}
}

// noted adds to a sentence that what is lost cannot be made again.
func (c *Change) noted(sentence text.Phrase) text.Phrase {
	if !c.losesConsole() {
		return sentence
	}
	return text.Sayf("%s; it was made in the web console, and the API cannot make it again",
		"%s；那是在公众平台网页上配置的，无法用接口重建", sentence)
}

// altered says what happens to a button that stays.
func (c *Change) altered() text.Phrase {
	subject := path(c.Before.Path)
	var said clauses
	switch {
	case !c.Is(Moved):
		subject = c.known()
	case c.Within:
		subject = c.known()
		said = append(said, c.place())
	default:
		subject = subject[max(0, len(subject)-1):]
		said = append(said, text.Sayf("moved from %s to %s", "从%s移到了%s", list(c.Before), list(c.After)))
	}
	if c.Is(Renamed) {
		said = append(said, text.Sayf("is now called %s", "改名为%s", path(c.After.Path[max(0, len(c.After.Path)-1):])))
	}
	if c.Is(Retargeted) {
		said = append(said, c.retargeted()...)
	}
	if len(said) == 0 {
		said = append(said, text.Sayf("changes", "有变化"))
	}
	return c.noted(text.Sayf("%s %s", "%s%s", subject, said))
}

// known returns where followers find the button, under the name they know.
func (c *Change) known() path {
	if len(c.After.Path) < 2 || len(c.Before.Path) == 0 {
		return c.Before.Path
	}
	return path{c.After.Path[0], c.Before.Path[len(c.Before.Path)-1]}
}

// place says where a button stands among its neighbours.
func (c *Change) place() text.Phrase {
	if c.After.Row == 0 {
		return text.Sayf("moved to place %d from the left", "移到了从左数第 %d 个", c.After.Column)
	}
	return text.Sayf("moved to place %d from the top", "移到了从上数第 %d 个", c.After.Row)
}

// list names the bar or sub-menu that a button is in.
func list(s *Spot) text.Spoken {
	if len(s.Path) < 2 {
		return text.Say("the bottom bar", "底部菜单栏")
	}
	return path(s.Path[:1])
}

// names enumerates fields.
func names(fields []string) text.Series {
	var out text.Series
	for _, f := range fields {
		out = append(out, value(f))
	}
	return out
}

// In says who the followers are.
func (f *Followers) In(l text.Lang) string {
	who := text.Sayf("followers", "粉丝")
	switch {
	case f.Tag != "" && f.Platform != "":
		who = text.Sayf("followers with tag %s on %s", "标签 %s、使用%s的粉丝", value(f.Tag), f.platform())
	case f.Tag != "":
		who = text.Sayf("followers with tag %s", "标签 %s 的粉丝", value(f.Tag))
	case f.Platform != "":
		who = text.Sayf("followers on %s", "使用%s的粉丝", f.platform())
	}
	if len(f.Retired) > 0 {
		who = text.Sayf("%s under conditions WeChat has retired (%s)", "%s（微信已停用的条件：%s）", who, names(f.Retired))
	}
	if len(f.Unknown) > 0 {
		who = text.Sayf("%s under conditions caidan does not know (%s)", "%s（caidan 不认识的条件：%s）", who, names(f.Unknown))
	}
	return who.In(l)
}

// platforms names what phones run.
// Source: addConditionalMenu, client_platform_type.
var platforms = map[string]text.Phrase{
	"1": text.Sayf("iOS", " iOS "),
	"2": text.Sayf("Android", " Android "),
	"3": text.Sayf("other platforms", "其他平台"),
}

// platform names what their phones run.
func (f *Followers) platform() text.Phrase {
	if known, ok := platforms[f.Platform]; ok {
		return known
	}
	return text.Sayf("platform %s", "平台 %s ", value(f.Platform))
}
