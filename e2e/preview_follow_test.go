package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// An open page follows the files, what they import too, and says when they are
// broken.
func previewEdit(t trial) {
	root := checkout(t.T, map[string]string{
		"menus/a.jsonnet":          "{ button: [{ type: 'click', name: import 'lib/name.libsonnet', key: 'K' }] }",
		"menus/lib/name.libsonnet": "'one'",
	})
	address := starts(t.T, "http://", t.binary, "preview", root)
	b := openTab(t.T)
	b.do(chromedp.Navigate(address))
	b.text("#bar", "one")
	b.do(chromedp.Focus(chromedp.CSS("#b0")))
	write(t.T, root, "menus/lib/name.libsonnet", "'two'")
	b.wait(`document.getElementById("bar").innerText.includes("two")`)
	b.focused("b0")
	b.text("#news", "read again")
	write(t.T, root, "menus/a.jsonnet", "{ button: [")
	b.wait(`document.getElementById("findings").innerText.includes("menus/a.jsonnet:1:")`)
	write(t.T, root, "menus/b.jsonnet", "{ button: [{ type: 'click', name: 'new', key: 'K' }] }")
	b.wait(`document.getElementById("list").innerText.includes("b")`)
	for _, name := range []string{"menus/a.jsonnet", "menus/b.jsonnet"} {
		if err := os.Remove(filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	b.wait(`!document.getElementById("problem").hidden`)
	write(t.T, root, "menus/a.jsonnet", "{ button: [{ type: 'click', name: 'back', key: 'K' }] }")
	b.wait(`document.getElementById("bar").innerText.includes("back")`)
	if !value[bool](b, `document.getElementById("problem").hidden`) {
		t.Error("got a problem that is over")
	}
	b.quiet(address)
}

// The sandbox's page is the same drawing of what is live there, in both languages.
func previewSandbox(t trial) {
	address := starts(t.T, "export AWS_ENDPOINT_URL_LAMBDA=", t.binary, "sandbox", "--account", "brand-cn="+appID+":"+secret)
	edit := `{"account":"brand-cn","menu":{"button":[{"name":"五个汉字啊","sub_button":[{"type":"text","name":"你好","value":"hello"}]}]}}`
	resp, err := http.Post(address+"/sandbox/console", "application/json", strings.NewReader(edit))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	b := openTab(t.T)
	b.do(chromedp.Navigate(address))
	b.text("#b0", "五个汉字...")
	b.do(chromedp.Click(chromedp.CSS("#b0")), chromedp.Click(chromedp.CSS("#b0-0")))
	b.text("#chat", "sends a text")
	b.text("#notice", "made in the web console")
	b.do(chromedp.Navigate(value[string](b, `document.querySelector('#top a[lang="zh-CN"]').href`)))
	b.do(chromedp.Click(chromedp.CSS("#b0")), chromedp.Click(chromedp.CSS("#b0-0")))
	b.text("#chat", "发送一段文字")
	b.quiet(address)
}
