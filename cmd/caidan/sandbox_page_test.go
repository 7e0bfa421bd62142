package main

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// The sandbox's page is that of caidan preview, with all that is live on it: what
// the console made, conditional menus, and that the menu is switched off.
func TestSandboxPage(t *testing.T) {
	t.Parallel()
	accounts := []sandbox.Shown{
		{Name: "brand-cn", AppID: "wx0123456789abcdef", Live: sandbox.Live{
			Menu: []byte(`{"button":[{"name":"五个汉字啊","sub_button":[` +
				`{"type":"news","name":"n","value":"KQb_w","news_info":{"list":[{"title":"t"}]}}]},{"type":"text","name":"<script>","value":"v"}]}`),
			Conditional: []sandbox.Conditional{{ID: "1", Body: []byte(`{"button":[{"type":"click","name":"v","key":"VIP"}],"matchrule":{"tag_id":"2"}}`)}},
			Open:        true, Console: true,
		}},
		{Name: "off", Live: sandbox.Live{Menu: []byte(`{"button":[{"type":"click","name":"v","key":"K"}]}`)}},
		{Name: "empty", Live: sandbox.Live{Open: true}},
	}
	for lang, wants := range map[string][]string{
		"en": {`"五个汉字..."`, "sends articles", "sends a text", "sends key VIP", "Seen by followers with tag 2", "switched off", "made in the web console", "wx0123456789abcdef", `"name":"empty"`},
		"zh": {`"五个汉字..."`, "发送图文消息", "发送事件 VIP", "标签 2 的粉丝看到的菜单", "菜单已停用", "在公众平台后台设置"},
	} {
		page, err := sandboxPage(lang, accounts)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(page.HTML), want) {
				t.Errorf("%s: got no %q in the page", lang, want)
			}
		}
		if strings.Contains(string(page.HTML), `"<script>`) || !strings.Contains(page.Policy, "script-src 'sha256-") {
			t.Errorf("%s: got a page that is not safe, or the policy %q", lang, page.Policy)
		}
	}
}
