package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// nameRules are about names, and about what no string may hold.
var nameRules = []Rule{
	{
		ID: "name-required", Severity: diag.Error, Fixed: true, Errcode: 40018,
		Title:   text.Say("every button has a name that is not blank", "每个按钮都有名称，且不是空白"),
		Source:  text.Say("createCustomMenu, section 2, field name", "createCustomMenu 第 2 节 name 字段"),
		Message: text.Say("the button has no name", "按钮没有名称"),
		Help:    text.Say("add a name, which followers see", "粉丝看到的就是名称，请写上"),
		Bad:     `{ button: [{ type: 'click', name: ' ', key: 'store' }] }`,
		Good:    sampleMenu,
	},
	{
		ID: "name-bytes-top", Severity: diag.Error, Fixed: true, Errcode: 40018,
		Title:   text.Say("a top-level name has at most 16 bytes", "一级菜单名称最多 16 字节"),
		Source:  text.Say("createCustomMenu, section 2, field name", "createCustomMenu 第 2 节 name 字段"),
		Message: text.Say("the name %q has %d bytes, WeChat takes %d at the top level", "名称%q有 %d 字节，一级菜单最多 %d 字节"),
		Help: text.Say(
			"a Chinese character is 3 bytes, an emoji 4 or more; the phone shows 4 Chinese characters",
			"一个汉字 3 字节，一个表情至少 4 字节；手机上显示 4 个汉字",
		),
		Bad:  `{ button: [{ type: 'click', name: '发布后的图文', key: 'store' }] }`,
		Good: `{ button: [{ type: 'click', name: '图文消息', key: 'store' }] }`,
	},
	{
		ID: "name-bytes-sub", Severity: diag.Error, Fixed: true, Errcode: 40018,
		Title: text.Say("a name in a sub-menu has at most 60 bytes", "子菜单名称最多 60 字节"),
		Source: text.Say(
			"createCustomMenu, section 2, field name; observed: 40018, not 40025 of the table of codes",
			"createCustomMenu 第 2 节 name 字段；实测返回 40018，而不是返回码表里的 40025",
		),
		Message: text.Say("the name %q has %d bytes, WeChat takes %d in a sub-menu", "名称%q有 %d 字节，子菜单最多 %d 字节"),
		Help: text.Say(
			"a Chinese character is 3 bytes, an emoji 4 or more; the phone shows 8 Chinese characters",
			"一个汉字 3 字节，一个表情至少 4 字节；手机上显示 8 个汉字",
		),
		Bad:  `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: std.repeat('长', 21), key: 'k' }] }] }`,
		Good: `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: '长', key: 'k' }] }] }`,
	},
	{
		ID: "control-chars", Severity: diag.Error, Fixed: true, Errcode: 65318,
		Title: text.Say("no string holds a control character or U+FFFD", "字符串里没有控制字符和 U+FFFD"),
		Source: text.Say(
			"createCustomMenu answers 65318; JSON can carry control characters only as \\u escapes, which it answers 40033",
			"createCustomMenu 返回 65318；控制字符在 JSON 里只能写成 \\u 转义，会返回 40033",
		),
		Message: text.Say("%s holds %s, which WeChat does not take", "%s 里有%s，微信不接受"),
		Help: text.Say(
			"delete the character; U+FFFD means that text was decoded with the wrong charset",
			"删掉这个字符；出现 U+FFFD 说明文字用错了编码",
		),
		Bad:  `{ button: [{ type: 'click', name: '门\n店', key: 'store' }] }`,
		Good: sampleMenu,
	},
}

// textAdvice is about what cannot be seen in a text.
var textAdvice = []Rule{
	{
		ID: "field-blank-edge", Severity: diag.Warning,
		Title: text.Say(
			"a key, id or path neither starts nor ends with a blank",
			"key、各种 id 和路径首尾没有空白",
		),
		Source: text.Say(
			"caidan: what compares or looks up the text finds another one; pasted blanks are not seen",
			"caidan：按文字比对或查找时会对不上；粘贴带进来的空白看不出来",
		),
		Message: text.Say("%s starts or ends with a blank: %q", "%s 的开头或结尾有空白：%q"),
		Help:    text.Say("delete the blank; invisible characters such as U+200B count as one", "删掉空白；U+200B 等不可见字符也算"),
		Bad:     `{ button: [{ type: 'click', name: '门店', key: 'store ' }] }`,
		Good:    sampleMenu,
	},
	{
		ID: "hidden-chars", Severity: diag.Warning,
		Title: text.Say(
			"no text holds a mark that reorders text, or a private-use character",
			"文字里没有改变顺序的标记，也没有私用区字符",
		),
		Source: text.Say(
			"Unicode: bidirectional formatting characters, and private-use areas, which each font fills as it likes",
			"Unicode：双向排版控制字符；私用区字符由各字体自行定义",
		),
		Message: text.Say("%s holds %s: followers may see another text than you", "%s 里有%s：粉丝看到的可能和您看到的不一样"),
		Help:    text.Say("delete the character, or write an emoji of Unicode", "删掉这个字符，或改用 Unicode 标准的表情"),
		Bad:     `{ button: [{ type: 'click', name: '门' + std.char(8238) + '店', key: 'store' }] }`,
		Good:    sampleMenu,
	},
}

// nameAdvice is about names that WeChat takes and that followers stumble over.
var nameAdvice = []Rule{
	{
		ID: "name-display-top", Severity: diag.Warning,
		Title:   text.Say("a top-level name is at most 4 Chinese characters wide", "一级菜单名称不超过 4 个汉字宽"),
		Source:  text.Say("createCustomMenu, section 4 note 2", "createCustomMenu 第 4 节说明 2"),
		Message: text.Say("the phone has no room for the name %q and shows %q", "手机上放不下名称%q，会显示成%q"),
		Help: text.Say(
			"an ASCII letter or digit takes half the width of a Chinese character, an emoji takes all of it",
			"英文字母和数字占半个汉字宽，表情占一个汉字宽",
		),
		Bad:  `{ button: [{ type: 'click', name: '今日的歌曲', key: 'song' }] }`,
		Good: `{ button: [{ type: 'click', name: '今日歌曲', key: 'song' }] }`,
	},
	{
		ID: "name-display-sub", Severity: diag.Warning,
		Title: text.Say("a name in a sub-menu is at most 8 Chinese characters wide", "子菜单名称不超过 8 个汉字宽"),
		Source: text.Say(
			"createCustomMenu, section 4 note 2; older pages say 7",
			"createCustomMenu 第 4 节说明 2；旧版文档写的是 7 个",
		),
		Message: text.Say("the phone has no room for the name %q and shows %q", "手机上放不下名称%q，会显示成%q"),
		Help: text.Say(
			"an ASCII letter or digit takes half the width of a Chinese character, an emoji takes all of it",
			"英文字母和数字占半个汉字宽，表情占一个汉字宽",
		),
		Bad:  `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: '查看附近的全部门店', key: 'store' }] }] }`,
		Good: `{ button: [{ name: '菜单', sub_button: [{ type: 'click', name: '查看附近全部门店', key: 'store' }] }] }`,
	},
	{
		ID: "name-blank-edge", Severity: diag.Warning,
		Title: text.Say("a name neither starts nor ends with a blank", "名称首尾没有空白"),
		Source: text.Say(
			"createCustomMenu, section 2, field name: blanks count as bytes and take room on the phone",
			"createCustomMenu 第 2 节 name 字段：空白也算字节，也占手机上的位置",
		),
		Message: text.Say("the name %q starts or ends with a blank", "名称%q的开头或结尾有空白"),
		Help:    text.Say("delete the blank; invisible characters such as U+200B count as one", "删掉空白；U+200B 等不可见字符也算"),
		Bad:     `{ button: [{ type: 'click', name: '门店 ', key: 'store' }] }`,
		Good:    sampleMenu,
	},
	{
		ID: "name-duplicate-sibling", Severity: diag.Warning,
		Title: text.Say("no two buttons side by side have the same name", "同一级的按钮不重名"),
		Source: text.Say(
			"caidan: followers cannot tell the buttons apart; usually one is a copy that was not finished",
			"caidan：粉丝分不清两个按钮；多半是复制后没有改完",
		),
		Message: text.Say("the name %q is the name of button %d beside it too", "名称%q与同级的第 %d 个按钮重复"),
		Help:    text.Say("give one of them another name", "给其中一个换个名称"),
		Bad: `{ button: [
  { type: 'click', name: '门店', key: 'store' },
  { type: 'view', name: '门店', url: 'https://example.com/' },
] }`,
		Good: `{ button: [
  { type: 'click', name: '门店', key: 'store' },
  { type: 'view', name: '官网', url: 'https://example.com/' },
] }`,
	},
}
