package pull

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// obstacle is why the API cannot create a button.
type obstacle struct {
	// what says what the button does that the API cannot do.
	what text.Spoken
	// advice says what to choose in its place.
	advice text.Text
	// examples are calls that could stand in its place.
	examples []string
}

// standIn is what to choose in the place of a button that menu/create does not
// take, and calls that do so, without the button's name.
type standIn struct {
	advice text.Text
	calls  []string
}

const click = "click('KEY')"

// uploaded stands in for the types of the console whose content is a file.
var uploaded = standIn{text.Say(
	"upload it as permanent material and use media_id, or use click and have your server answer its key with it",
	"请上传为永久素材后改用 media_id，或改用 click，由服务器收到 key 后回复",
), []string{"media_id('MEDIA_ID')", click}}

// standIns are those for the other types of the console, and for none.
var standIns = map[string]standIn{
	"text": {text.Say("use click, and have your server answer its key with the text", "请改用 click，由服务器收到 key 后回复这段文字"), []string{click}},
	"news": {text.Say(
		"use view with the address of an article, or article_id with the id of a published one",
		"请改用 view 打开文章链接，或用 article_id 发送已发布的文章",
	), []string{"article_id('ARTICLE_ID')"}},
	"": {text.Say("say what a tap does, or remove it", "请写明点击后做什么，或者去掉它"), []string{click}},
}

// obstacleOf returns why the API cannot create a button, if so.
func obstacleOf(b *menu.Button) (o obstacle, found bool) {
	if len(b.Sub) > 0 || menu.Uses(b.Type) != nil {
		return obstacle{}, false
	}
	var does text.Spoken
	instead, known := standIns[b.Type]
	switch t, ok := menu.TypeOf(b.Type); {
	case b.Type == "":
		does = text.Say("has neither a type nor a sub-menu", "既没有 type，也没有子菜单")
	case ok:
		does = text.Sayf("%s %s, which only the console can set up", "%s%s，只能在公众平台后台设置", t.Verb.Does, t.Noun)
		if !known {
			instead = uploaded
		}
	default:
		does = text.Sayf("is of type %s, which menu/create does not take", "的类型 %s 不被 menu/create 接受", text.Clean(b.Type))
		instead = standIn{text.Say("use one of the types that it takes", "请改用它接受的类型"), []string{click}}
	}
	o = obstacle{what: text.Sayf(`the button "%[1]s" %[2]s`, "按钮“%[1]s”%[2]s", text.Clean(b.Name), does), advice: instead.advice}
	if b.Type == "news" {
		o.examples = articles(b)
	}
	for _, call := range instead.calls {
		o.examples = append(o.examples, "caidan."+strings.Replace(call, "(", "("+text.Jsonnet(b.Name)+", ", 1)+",")
	}
	return o, true
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
				calls = append(calls, "caidan.view("+text.Jsonnet(b.Name)+", "+text.Jsonnet(url)+"),")
			}
		}
	}
	return calls
}

// substitute writes a button that the API cannot create as an object, which a
// check refuses together with all others, and before it all that is live of the
// button.
func (g *page) substitute(b *menu.Button, o obstacle) {
	g.note(text.Say("WeChat answers here what the API cannot create:", "微信在这里返回的按钮，API 无法创建："))
	g.fields(append(buttonTexts(b), b.Extra...))
	g.note(text.Say("In its place, for example:", "可以改成，例如："))
	for _, call := range o.examples {
		g.detail(call)
	}
	g.note(text.Sayf("%s; %s", "%s；%s", o.what, o.advice))
	object := "{ name: " + text.Jsonnet(b.Name)
	if b.Type != "" {
		object += ", type: " + text.Jsonnet(b.Type)
	}
	g.line(object + " },")
}
