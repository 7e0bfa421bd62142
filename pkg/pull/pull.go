// Package pull writes what is live of an account as a menu file: tidy Jsonnet
// that uses caidan.libsonnet, or JSON.
package pull

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Live is what is live of one account, to be written down as a file of
// menus/.
//
// Which menus those are: as the default menu the one that is shown, because
// that is what followers see, and menu/get's where none is shown; the
// conditional menus are always menu/get's.
type Live struct {
	// Account is the account's name.
	Account string
	// API is what menu/get answers: the menus made through the API.
	API menu.Set
	// Shown is what get_current_selfmenu_info answers: the default menu, made
	// in the console or through the API. As read from WeChat it holds more than
	// its canonical form does, such as the addresses of a console button's
	// articles.
	Shown menu.Set
	// Open is false when menus are switched off in the console.
	Open bool
}

// Empty reports whether neither answer has a menu, so that there is nothing to
// write.
func (f Live) Empty() bool {
	s := f.set()
	return len(s.Menu) == 0 && len(s.Conditional) == 0
}

// set returns what is written.
func (f Live) set() menu.Set {
	s := menu.Set{Menu: f.Shown.Menu, Conditional: f.API.Conditional}
	if len(s.Menu) == 0 {
		s.Menu = f.API.Menu
	}
	return s
}

// Findings returns what a check finds wrong with the menus as they are written:
// the errors of the fixed rules. Without a default menu the program says what to
// write.
func (f Live) Findings(l text.Lang) []diag.Finding {
	s := f.set()
	if len(s.Menu) == 0 {
		return nil
	}
	written := menu.Set{Menu: plain(s.Menu)}
	for _, c := range s.Conditional {
		// One by a retired rule is a comment, and of an unknown one it is not
		// known what stands there in the end.
		if len(c.Match.Extra) == 0 {
			c.Menu = plain(c.Menu)
			written.Conditional = append(written.Conditional, c)
		}
	}
	found := rule.New(l, rule.Settings{}).JudgeFixed(menu.DecodeSet(f.Account, written.Canonical()))
	found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Severity != diag.Error })
	for i := range found {
		if len(s.Conditional) == 0 {
			found[i].Path = strings.TrimPrefix(found[i].Path, "/menu")
		}
	}
	return found
}

// plain returns buttons without what the program has no place for.
func plain(buttons []menu.Button) []menu.Button {
	out := slices.Clone(buttons)
	for i := range out {
		b := &out[i]
		b.Extra = nil
		if len(b.Sub) > 0 {
			*b = menu.Button{Name: b.Name, Sub: plain(b.Sub)}
		} else if menu.Uses(b.Type) == nil {
			*b = menu.Button{Name: b.Name, Type: b.Type}
		}
	}
	return out
}

// otherDefault returns the default menu that menu/get answers where followers
// see another one, as after an edit in the console.
func (f Live) otherDefault() []menu.Button {
	if len(f.Shown.Menu) == 0 || len(f.API.Menu) == 0 || f.API.Default().Digest() == f.Shown.Default().Digest() {
		return nil
	}
	return f.API.Menu
}

// Jsonnet returns the menus as a Jsonnet program in the form that caidan fmt
// gives it, which uses caidan.libsonnet and compiles to the same menus. Equal
// menus have equal programs.
//
// Nothing is left out. What a program cannot say is a comment: fields
// menu/create does not know, conditional menus that WeChat has retired, and a
// second default menu. A button that the API cannot create is an object of its
// type, which a check refuses, with what is live of it and what to choose as a
// comment. The header says what a check finds.
func (f Live) Jsonnet(lang text.Lang) []byte {
	body := newPage(lang)
	if f.Empty() {
		body.choose(text.Say("the account has no menu yet; write one here", "该账号还没有菜单；请在此编写"), "")
	} else {
		body.line("local caidan = import 'caidan.libsonnet';")
		body.line("")
		body.menus(f.set())
		body.otherDefault(f.otherDefault())
	}
	head := newPage(lang)
	head.header(f, body.choices)
	head.judged(f.Findings(lang))
	return append(head.out.Bytes(), body.out.Bytes()...)
}

// header says in comments what the program is and what to know of it.
func (g *page) header(f Live, choices int) {
	g.note(text.Sayf("What is live of %s, pulled from WeChat.", "账号 %s 线上的菜单，从微信拉取。", text.Clean(f.Account)))
	if f.Empty() {
		return
	}
	if !f.Open {
		g.paragraph(text.Say(
			"The menu is switched off in the console: followers see none until an administrator switches it on there.",
			"菜单在公众平台后台处于停用状态：重新启用之前，粉丝看不到任何菜单。",
		))
	}
	switch {
	case f.otherDefault() != nil:
		g.paragraph(text.Say(
			"The default menu is the one that WeChat shows. menu/get answers another one, as after an edit in the console: it is at the end of this file.",
			"默认菜单以微信实际展示的为准。menu/get 返回的是另一份，可能有人在公众平台后台改过；那一份附在文件末尾。",
		))
	case len(f.Shown.Menu) == 0 && len(f.API.Menu) > 0:
		g.paragraph(text.Say(
			"WeChat shows no default menu. This is the one that menu/get answers.",
			"微信没有展示默认菜单。这里是 menu/get 返回的那一份。",
		))
	case len(f.API.Menu) == 0 && len(f.Shown.Menu) > 0:
		g.paragraph(text.Say(
			"The default menu was made in the console: menu/get answers none.",
			"默认菜单是在公众平台后台设置的：menu/get 没有返回菜单。",
		))
	}
	if choices > 0 {
		g.paragraph(text.Say(
			"It does not compile yet: every error below stands where the API cannot do what is live, and says what to choose in its place.",
			"文件暂时无法编译：凡是 API 做不到的地方都写成了 error，并说明可以改成什么。",
		))
	}
}

// shownFindings is how many findings a header has; the others are counted.
const shownFindings = 10

// judged says in comments what a check finds wrong with the program.
func (g *page) judged(found []diag.Finding) {
	if len(found) == 0 {
		return
	}
	g.paragraph(text.Count(len(found),
		text.Say("menu/create would refuse what is live: caidan check finds %d error in this file.",
			"线上的这份菜单 menu/create 不会接受：caidan check 会在这个文件里报告 %d 个错误。"),
		text.Say("menu/create would refuse what is live: caidan check finds %d errors in this file.",
			"线上的这份菜单 menu/create 不会接受：caidan check 会在这个文件里报告 %d 个错误。")))
	for _, f := range found[:min(len(found), shownFindings)] {
		g.detail(text.Clean(text.Colon(text.Same(f.Path+" ["+f.Rule+"]"), text.Same(f.Message)).In(g.lang)))
	}
	if left := len(found) - shownFindings; left > 0 {
		g.detail(text.Sayf("and %d more", "另有 %d 条", left).In(g.lang))
	}
}

// menus writes the expression of a whole set.
func (g *page) menus(s menu.Set) {
	if len(s.Conditional) == 0 {
		g.menu(s.Menu, "")
		return
	}
	g.line("caidan.menu_set(")
	g.depth++
	g.menu(s.Menu, ",")
	g.line("[")
	g.depth++
	for i := range s.Conditional {
		g.conditional(&s.Conditional[i])
	}
	g.depth--
	g.line("]")
	g.depth--
	g.line(")")
}

// menu writes the expression of a default menu, and what follows it.
func (g *page) menu(buttons []menu.Button, end string) {
	if len(buttons) == 0 {
		g.choose(text.Say(
			"WeChat answers no default menu beside the conditional ones; write one for everybody else",
			"微信只返回了个性化菜单，没有默认菜单；请为其他粉丝写一份",
		), end)
		return
	}
	g.line("caidan.menu([")
	g.buttons(buttons)
	g.line("])" + end)
}

// otherDefault keeps a second default menu as a comment.
func (g *page) otherDefault(buttons []menu.Button) {
	if len(buttons) == 0 {
		return
	}
	g.line("")
	g.note(text.Say("What menu/get answers as the default menu:", "menu/get 返回的默认菜单："))
	g.line("//")
	defer g.aside()()
	g.menu(buttons, "")
}
