package preview

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for what the page is made of
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// Page is a page that shows accounts as their followers' phones do. It holds all
// that it shows and asks the network for nothing.
type Page struct {
	Lang text.Lang
	// Title is what the page is called.
	Title text.Spoken
	// Accounts are the accounts in the order of their list.
	Accounts []Account
	// Was names what Account.Before is; nil is "Now".
	Was text.Spoken
	// Problem says why there is less on the page than was asked for; nil where
	// there is all.
	Problem text.Spoken
	// Live has the page follow the server that it comes from: it listens to the
	// events at "events", whose data are versions, and gets what [Page.JSON]
	// returns from "data" when the version is another than its own.
	Live bool
	// Langs offers the page in each language, by the query "?lang=zh".
	Langs bool
}

// Account is one account of a page.
type Account struct {
	Name string
	// Detail is a word about it, such as its file.
	Detail string
	// Notice says what holds for the account as a whole; nil where there is
	// nothing to say.
	Notice text.Spoken
	// Set is what followers see, or will see.
	Set menu.Set
	// Before is what they see before that; nil where there is nothing to
	// compare with.
	Before *menu.Set
	// Findings is what is wrong or doubtful in Set.
	Findings []diag.Finding
}

// HTML writes the page.
func (p *Page) HTML(w io.Writer) error {
	tmpl, err := template.New("page").Parse(pageSource)
	if err != nil {
		return fmt.Errorf("draw page: %w", err)
	}
	var b bytes.Buffer
	if err := tmpl.Execute(&b, view{p}); err != nil {
		return fmt.Errorf("draw page: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// Policy is the page's Content-Security-Policy: its own style and script run,
// and nothing is loaded but, where it is live, from its own server.
func (p *Page) Policy() string {
	connect := "'none'"
	if p.Live {
		connect = "'self'"
	}
	return "default-src 'none'; style-src " + hash(pageStyle) + "; script-src " + hash(pageScript) +
		"; img-src data:; connect-src " + connect + "; base-uri 'none'; form-action 'none'"
}

func hash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// JSON returns what the page shows, and its version, which is the same for the
// same contents.
func (p *Page) JSON() (data []byte, version string, err error) {
	shown := p.data()
	body, err := json.Marshal(shown)
	if err != nil {
		return nil, "", fmt.Errorf("draw page: %w", err)
	}
	sum := sha256.Sum256(body)
	shown.Version = hex.EncodeToString(sum[:8])
	data, err = json.Marshal(shown)
	return data, shown.Version, err
}

// view is what the template sees.
type view struct{ *Page }

// Say returns what the page says in its language.
func (v view) Say(word string) string { return words[word].In(v.Lang) }

// Then names the old side of the switch.
func (v view) Then() string {
	if v.Was == nil {
		return v.Say("before")
	}
	return v.Was.In(v.Lang)
}

// Tongue is the page's language in HTML.
func (v view) Tongue() string {
	if v.Lang == text.Chinese {
		return "zh-CN"
	}
	return "en"
}

// Words are those of the script.
func (v view) Words() map[string]string {
	said := map[string]string{}
	for name, t := range words {
		said[name] = t.In(v.Lang)
	}
	return said
}

// Data is what the script shows.
func (v view) Data() (template.JS, error) {
	data, _, err := v.JSON()
	// encoding/json writes <, > and & as escapes, so nothing ends the element.
	return template.JS(data), err
}

// Style and Script are ours, and so is what is called trusted here.
func (view) Style() template.CSS { return template.CSS(pageStyle) }

// Script is the page's script.
func (view) Script() template.JS { return template.JS(pageScript) }

// words are what the page says of its own accord.
var words = map[string]text.Text{
	"accounts": text.Say("Accounts", "账号"),
	"search":   text.Say("Search accounts", "搜索账号"),
	"count":    text.Say("{0} of {1} accounts", "{1} 个账号中的 {0} 个"),
	"skip":     text.Say("Skip to the phone", "跳到手机画面"),
	"phone":    text.Say("Phone", "手机"),
	"time":     text.Say("Menu", "菜单"),
	"before":   text.Say("Now", "现在"),
	"after":    text.Say("After", "改动后"),
	"follower": text.Say("Seen by a follower", "以粉丝身份查看"),
	"tag":      text.Say("Tag", "标签"),
	"noTag":    text.Say("none", "无"),
	"platform": text.Say("Phone system", "手机系统"),
	"other":    text.Say("other", "其他"),
	"empty":    text.Say("no menu", "没有菜单"),
	"chat":     text.Say("Chat", "聊天"),
	"hint":     text.Say("Tap a button below to see what it does.", "点一下下面的按钮，看看它会做什么。"),
	"tapped":   text.Say("{0} {1}", "“{0}”{1}"),
	"cut":      text.Say("The phone shows {0} of {1}.", "手机上显示为“{0}”，全名是“{1}”。"),
	"findings": text.Say("Findings", "问题"),
	"error":    text.Say("error", "错误"),
	"warning":  text.Say("warning", "警告"),
	"show":     text.Say("Show on the phone", "在手机上查看"),
	"help":     text.Say("help: {0}", "建议：{0}"),
	"more":     text.Say("and {0} more", "另有 {0} 条"),
	"changes":  text.Say("What followers will notice", "粉丝会注意到的变化"),
	"buttons":  text.Say("Buttons and their bytes", "按钮与字节数"),
	"button":   text.Say("Button", "按钮"),
	"fields":   text.Say("Fields", "字段"),
	"bytes":    text.Say("{0} of {1} bytes", "{0} / {1} 字节"),
	"added":    text.Say("new", "新增"),
	"removed":  text.Say("removed", "删除"),
	"moved":    text.Say("moved", "移动"),
	"changed":  text.Say("changed", "修改"),
	"flawed":   text.Say("has findings", "有问题"),
	"updated":  text.Say("The menus were read again.", "菜单已重新读取。"),
	"lost":     text.Say("The server does not answer; start caidan preview again.", "服务没有响应；请重新运行 caidan preview。"),
	"noscript": text.Say("This page needs JavaScript to draw the phone.", "需要启用 JavaScript 才能画出手机。"),
}
