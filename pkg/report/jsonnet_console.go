package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// obstacle is why the API cannot create a button.
type obstacle struct {
	// what says what the button does that the API cannot do.
	what string
	// advice says what to choose in its place.
	advice string
	// examples are calls that could stand in its place.
	examples []string
}

// obstacle returns why the API cannot create a button, if so.
// Source: getCurrentSelfmenuInfo, which says what the console alone can make.
func (v voice) obstacle(b *menu.Button) (o obstacle, found bool) {
	if len(b.Sub) > 0 || menu.Uses(b.Type) != nil {
		return obstacle{}, false
	}
	o = v.consoleOnly(b.Type)
	o.what = v.say(text.Say(`the button "%[1]s" %[2]s`, "按钮“%[1]s”%[2]s"), text.Clean(b.Name), o.what)
	for i, call := range o.examples {
		o.examples[i] = "caidan." + strings.Replace(call, "(", "("+inJsonnet(b.Name)+", ", 1) + ","
	}
	if b.Type == "news" {
		o.examples = append(articles(b), o.examples...)
	}
	return o, true
}

// consoleOnly returns what is to be said of every button of a type. The
// examples lack the name.
func (v voice) consoleOnly(typ string) obstacle {
	const click, media, article = "click('KEY')", "media_id('MEDIA_ID')", "article_id('ARTICLE_ID')"
	switch typ {
	case "text":
		return obstacle{
			v.say(text.Say("sends a text, which only the console can set up", "回复一段文字，只能在公众平台后台设置")),
			v.say(text.Say("use click, and have your server answer its key with the text", "请改用 click，由服务器收到 key 后回复这段文字")),
			[]string{click},
		}
	case "img", "photo", "voice", "video":
		return obstacle{v.medium(typ), v.say(text.Say(
			"upload it as permanent material and use media_id, or use click and have your server answer its key with it",
			"请上传为永久素材后改用 media_id，或改用 click，由服务器收到 key 后回复",
		)), []string{media, click}}
	case "news":
		return obstacle{v.say(text.Say("shows articles, which only the console can set up", "展示图文，只能在公众平台后台设置")), v.say(text.Say(
			"use view with the address of an article, or article_id with the id of a published one",
			"请改用 view 打开文章链接，或用 article_id 发送已发布的文章",
		)), []string{article}}
	case "":
		return obstacle{
			v.say(text.Say("has neither a type nor a sub-menu", "既没有 type，也没有子菜单")),
			v.say(text.Say("say what a tap does, or take it out", "请写明点击后做什么，或者去掉它")),
			[]string{click},
		}
	default:
		return obstacle{
			v.say(text.Say("is of type %s, which menu/create does not take", "的类型 %s 不被 menu/create 接受"), text.Clean(typ)),
			v.say(text.Say("use one of the types that it takes", "请改用它接受的类型")),
			[]string{click},
		}
	}
}

// medium says what a button of the console sends.
func (v voice) medium(typ string) string {
	switch typ {
	case "voice":
		return v.say(text.Say("sends a recording, which only the console can set up", "发送语音，只能在公众平台后台设置"))
	case "video":
		return v.say(text.Say("sends a video, which only the console can set up", "发送视频，只能在公众平台后台设置"))
	default:
		return v.say(text.Say("sends a picture, which only the console can set up", "发送图片，只能在公众平台后台设置"))
	}
}

// articles returns calls that open the articles of a news button. They are in
// news_info, which canonical forms do not keep.
func articles(b *menu.Button) []string {
	var calls []string
	for _, x := range b.Extra {
		info, _ := x.Value.(map[string]any)
		list, _ := info["list"].([]any)
		for _, entry := range list {
			article, _ := entry.(map[string]any)
			if url, _ := article["content_url"].(string); x.Name == "news_info" && url != "" {
				calls = append(calls, "caidan.view("+inJsonnet(b.Name)+", "+inJsonnet(url)+"),")
			}
		}
	}
	return calls
}

// substitute writes an error expression in the place of a button, and before it
// all that is live of the button.
func (g *page) substitute(b *menu.Button, o obstacle) {
	g.note(g.say(text.Say("WeChat answers here what the API cannot create:", "微信在这里返回的按钮，API 无法创建：")))
	g.fields(append(buttonTexts(b), b.Extra...))
	g.note(g.say(text.Say("In its place, for example:", "可以改成，例如：")))
	for _, call := range o.examples {
		g.detail(call)
	}
	g.choose(o.what+g.say(text.Say("; ", "；"))+o.advice, ",")
}
