package menu

import "github.com/caidan-dev/caidan/pkg/text"

// This file is the table of button types: what a button may hold, and what each
// type makes of it. All else that depends on a type or a field is derived from
// here, in this package and in those above it.

// Button is one cell of a menu: one a follower taps, or one that opens the
// buttons of its sub-menu. The names in JSON are those of the API; a menu has a
// form of its own there, [Set.Canonical].
type Button struct {
	Type      string `json:"type,omitempty"`
	Name      string `json:"name,omitempty"`
	Key       string `json:"key,omitempty"`
	URL       string `json:"url,omitempty"`
	AppID     string `json:"appid,omitempty"`
	PagePath  string `json:"pagepath,omitempty"`
	MediaID   string `json:"media_id,omitempty"`
	ArticleID string `json:"article_id,omitempty"`
	// Sub holds the sub-menu's buttons, as the phone stacks them from top to
	// bottom; a button with any is a container.
	Sub []Button `json:"-"`
	// Extra holds the fields of a live answer that menu/create does not
	// know, such as value and news_info, sorted by name.
	Extra []Extra `json:"-"`

	written, faulty fieldSet
}

// Field is one of the fields a button may have, in canonical order.
type Field uint8

// The fields of a button. Source: createCustomMenu, section 2.
const (
	FieldType Field = iota
	FieldName
	FieldKey
	FieldURL
	FieldAppID
	FieldPagePath
	FieldMediaID
	FieldArticleID
	FieldSubButton
	fieldCount
)

// texts returns where the button keeps the text of each field but sub_button.
func (b *Button) texts() [FieldSubButton]*string {
	return [...]*string{
		FieldType: &b.Type, FieldName: &b.Name, FieldKey: &b.Key, FieldURL: &b.URL,
		FieldAppID: &b.AppID, FieldPagePath: &b.PagePath, FieldMediaID: &b.MediaID, FieldArticleID: &b.ArticleID,
	}
}

// fields is what there is to know of a field, whatever the type.
// Source of the errcodes: global return codes; captures for most.
var fields = [fieldCount]struct {
	name string
	// rewrites tells whether WeChat may answer a text where it was sent another,
	// on a button of the bar or of a sub-menu; nil where it answers what it got.
	rewrites func(sent, answer string, bar bool) bool
	// unsure is set where get_current_selfmenu_info may leave the text out.
	// Source: getCurrentSelfmenuInfo names neither field.
	unsure bool
	// top is the errcode of a button that lacks the field, sub that of one in
	// a sub-menu.
	top, sub int
}{
	FieldType:      {name: "type", top: 40017, sub: 40024},
	FieldName:      {name: "name", top: 40018, sub: 40018, rewrites: rewritesName},
	FieldKey:       {name: "key", top: 40019, sub: 40026},
	FieldURL:       {name: "url", top: 40020, sub: 40027, rewrites: rewritesURL},
	FieldAppID:     {name: "appid", top: 40166, sub: 40166},
	FieldPagePath:  {name: "pagepath", top: 40165, sub: 40165, rewrites: rewritesText},
	FieldMediaID:   {name: "media_id", top: 40117, sub: 40118, unsure: true},
	FieldArticleID: {name: "article_id", top: 53600, sub: 53600, unsure: true},
	FieldSubButton: {name: "sub_button"},
}

// Type is a button type.
type Type struct {
	// Name is what the API calls it.
	Name string
	// Target holds the fields that say what a tap does: buttons that have the
	// same texts there are the same to a follower. A button needs each of
	// them.
	Target []Field
	// Spare is a field that it needs beside them, for clients that cannot do
	// what a tap does, and Spared says which clients; 0 where there is none.
	Spare  Field
	Spared text.Text
	// Verb and Noun say what a tap does; Noun is a format of the texts of
	// Target.
	Verb Verb
	Noun text.Text
	// Console is set for the types that only WeChat's web console makes, and
	// that appear in get_current_selfmenu_info alone.
	Console bool

	// temporary is set where the extra field value is the id of temporary media,
	// another one with each read. Source: getCurrentSelfmenuInfo.
	temporary bool
	// fields is what Uses returns, and kept what the canonical form has of a
	// button; they follow from the rest, and stand in typeNamed.
	fields []Field
	kept   fieldSet
}

// Verb is a verb as in "now opens" and as in "used to open".
type Verb struct{ Does, Do text.Text }

var (
	opens = Verb{text.Say("opens", "打开"), text.Say("open", "打开")}
	sends = Verb{text.Say("sends", "发送"), text.Say("send", "发送")}
)

// types holds the types that menu/create takes, in the order in which the
// documentation describes them, and the console's own. The enumeration in its
// tables leaves out miniprogram and view_limited, which the same page shows in
// its examples.
// Source: createCustomMenu, sections 2, 4 and 5; getCurrentSelfmenuInfo.
var types = [...]Type{
	{Name: "click", Target: []Field{FieldKey}, Verb: sends, Noun: text.Say("key %s", "事件 %s")},
	{Name: "view", Target: []Field{FieldURL}, Verb: opens, Noun: text.Say("the web page %s", "网页 %s")},
	{Name: "scancode_push", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the scanner (key %s)", "扫一扫（事件 %s）")},
	{Name: "scancode_waitmsg", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the scanner, to be answered in the chat (key %s)", "扫一扫并等待回复（事件 %s）")},
	{Name: "pic_sysphoto", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the camera (key %s)", "相机（事件 %s）")},
	{Name: "pic_photo_or_album", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the camera or the album (key %s)", "相机或相册（事件 %s）")},
	{Name: "pic_weixin", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the WeChat album (key %s)", "微信相册（事件 %s）")},
	{Name: "location_select", Target: []Field{FieldKey}, Verb: opens, Noun: text.Say("the map to pick a place (key %s)", "位置选择（事件 %s）")},
	{Name: "media_id", Target: []Field{FieldMediaID}, Verb: sends, Noun: text.Say("the material %s", "素材 %s")},
	{Name: "article_id", Target: []Field{FieldArticleID}, Verb: sends, Noun: text.Say("the article %s", "文章 %s")},
	{Name: "article_view_limited", Target: []Field{FieldArticleID}, Verb: opens, Noun: text.Say("the article %s", "文章 %s")},
	{Name: "view_limited", Target: []Field{FieldMediaID}, Verb: opens, Noun: text.Say("the articles of material %s", "图文素材 %s")},
	{
		Name: "miniprogram", Target: []Field{FieldAppID, FieldPagePath}, Verb: opens,
		Noun:  text.Say("the mini program %s page %s", "小程序 %s 的页面 %s"),
		Spare: FieldURL, Spared: text.Say("on clients without mini programs", "在不支持小程序的客户端上"),
	},
	{Name: "text", Console: true, Verb: sends, Noun: text.Say("a text", "一段文字")},
	{Name: "img", Console: true, temporary: true, Verb: sends, Noun: text.Say("a picture", "一张图片")},
	{Name: "photo", Console: true, temporary: true, Verb: sends, Noun: text.Say("a picture", "一张图片")},
	{Name: "voice", Console: true, temporary: true, Verb: sends, Noun: text.Say("a voice message", "一段语音")},
	{Name: "video", Console: true, temporary: true, Verb: sends, Noun: text.Say("a video", "一段视频")},
	{Name: "news", Console: true, Verb: sends, Noun: text.Say("articles", "图文消息")},
}
