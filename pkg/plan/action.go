package plan

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// action is what a tap does: a verb and its object.
type action struct {
	verb verb
	what text.Phrase
}

// verb is a verb as in "now opens" and as in "used to open".
type verb struct{ does, do text.Text }

func opens() verb { return verb{text.Say("opens", "打开"), text.Say("open", "打开")} }
func sends() verb { return verb{text.Say("sends", "发送"), text.Say("send", "发送")} }
func does() verb  { return verb{text.Say("does", "执行"), text.Say("do", "执行")} }

// action returns what tapping the button does.
func (s *Spot) action() action {
	key := value(s.Key)
	switch s.Type {
	case "click":
		return action{sends(), text.Sayf("key %s", "事件 %s", key)}
	case "view":
		return action{opens(), text.Sayf("the web page %s", "网页 %s", value(s.URL))}
	case "miniprogram":
		return action{opens(), text.Sayf("the mini program %s page %s", "小程序 %s 的页面 %s", value(s.AppID), value(s.PagePath))}
	case "scancode_push":
		return action{opens(), text.Sayf("the scanner (key %s)", "扫一扫（事件 %s）", key)}
	case "scancode_waitmsg":
		return action{opens(), text.Sayf("the scanner, to be answered in the chat (key %s)", "扫一扫并等待回复（事件 %s）", key)}
	case "pic_sysphoto":
		return action{opens(), text.Sayf("the camera (key %s)", "相机（事件 %s）", key)}
	case "pic_photo_or_album":
		return action{opens(), text.Sayf("the camera or the album (key %s)", "相机或相册（事件 %s）", key)}
	case "pic_weixin":
		return action{opens(), text.Sayf("the WeChat album (key %s)", "微信相册（事件 %s）", key)}
	case "location_select":
		return action{opens(), text.Sayf("the map to pick a place (key %s)", "位置选择（事件 %s）", key)}
	default:
		return s.content()
	}
}

// content returns what a button does that sends or opens what the account has
// stored, or that caidan does not know.
func (s *Spot) content() action {
	switch s.Type {
	case "media_id":
		return action{sends(), text.Sayf("the material %s", "素材 %s", value(s.MediaID))}
	case "view_limited":
		return action{opens(), text.Sayf("the articles of material %s", "图文素材 %s", value(s.MediaID))}
	case "article_id":
		return action{sends(), text.Sayf("the article %s", "文章 %s", value(s.ArticleID))}
	case "article_view_limited":
		return action{opens(), text.Sayf("the article %s", "文章 %s", value(s.ArticleID))}
	case "text":
		return action{sends(), text.Sayf("a text", "一段文字")}
	case "img", "photo":
		return action{sends(), text.Sayf("a picture", "一张图片")}
	case "voice":
		return action{sends(), text.Sayf("a voice message", "一段语音")}
	case "video":
		return action{sends(), text.Sayf("a video", "一段视频")}
	case "news":
		return action{sends(), text.Sayf("articles", "图文消息")}
	case "":
		return action{does(), text.Sayf("nothing", "空操作")}
	default:
		return action{does(), text.Sayf("something of the unknown type %s", "未知类型 %s 的操作", value(s.Type))}
	}
}

// retargeted says what a button does now and did before.
func (c *Change) retargeted() clauses {
	before, after := c.Before.action(), c.After.action()
	switch {
	case c.Before.leaf() && !c.After.leaf():
		return clauses{text.Sayf("now opens a sub-menu; it used to %s %s", "现在打开子菜单，原来%s%s", before.verb.do, before.what)}
	case !c.Before.leaf() && c.After.leaf():
		return clauses{text.Sayf("is no longer a sub-menu: it now %s %s", "不再是子菜单，现在%s%s", after.verb.does, after.what)}
	}
	var out clauses
	switch {
	case !c.After.leaf():
	case before.verb != after.verb:
		out = append(out, text.Sayf("now %s %s; it used to %s %s", "现在%s%s，原来%s%s",
			after.verb.does, after.what, before.verb.do, before.what))
	case !is(before.what, after.what):
		out = append(out, text.Sayf("now %[1]s %[2]s instead of %[3]s", "现在%[1]s%[2]s，原来%[1]s%[3]s",
			after.verb.does, after.what, before.what))
	}
	if c.fallback() {
		out = append(out, text.Sayf("opens %s instead of %s where there are no mini programs",
			"在不支持小程序的客户端上打开 %s，原来打开 %s", value(c.After.URL), value(c.Before.URL)))
	}
	if len(out) == 0 {
		out = append(out, text.Sayf("differs in %s", "改动了 %s", names(c.Fields)))
	}
	return out
}

// fallback reports whether a mini program's button has another page for clients
// without mini programs.
func (c *Change) fallback() bool {
	return c.Before.Type == "miniprogram" && c.After.Type == "miniprogram" &&
		slices.Contains(c.Fields, menu.FieldURL.String())
}
