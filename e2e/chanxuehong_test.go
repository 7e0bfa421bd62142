package e2e

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/menu"
)

// elsewhere sends every request to another server.
type elsewhere struct{ base *url.URL }

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = e.base.Scheme, e.base.Host
	return http.DefaultTransport.RoundTrip(r)
}

// chanxuehongClient is a client of a sandbox's account. Its token server is a
// goroutine that nothing ends.
func chanxuehongClient(t *testing.T, base string) *core.Client {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	hc := &http.Client{Transport: elsewhere{u}}
	return core.NewClient(core.NewDefaultAccessTokenServer(appID, secret, hc), hc)
}

func chanxuehongMenu() *menu.Menu {
	m := &menu.Menu{Buttons: make([]menu.Button, 2)}
	m.Buttons[0].SetAsClickButton("今日歌曲", "V1001_TODAY_MUSIC")
	sub := make([]menu.Button, 1)
	sub[0].SetAsViewButton("搜索", "http://www.soso.com/?a=1&b=<2>")
	m.Buttons[1].SetAsSubMenuButton("菜单", sub)
	return m
}

// chanxuehong reads menuid as a number and trymatch wrapped in "menu": what live
// captures show, against the documentation.
func TestChanxuehongMenu(t *testing.T) {
	t.Parallel()
	s, base := serve(t, `"menuIDNumber": true, "wrapTryMatch": true`)
	clt := chanxuehongClient(t, base)
	_, _, err := menu.Get(clt)
	wantCode(t, err, 46003)
	vip := &menu.Menu{Buttons: make([]menu.Button, 1), MatchRule: &menu.MatchRule{TagId: "2"}}
	vip.Buttons[0].SetAsClickButton("vip", "VIP")
	_, err = menu.AddConditionalMenu(clt, vip)
	wantCode(t, err, 65303)

	wantCode(t, menu.Create(clt, chanxuehongMenu()), 0)
	id, err := menu.AddConditionalMenu(clt, vip)
	wantCode(t, err, 0)
	m, conditional, err := menu.Get(clt)
	wantCode(t, err, 0)
	if m.MenuId == 0 || len(m.Buttons) != 2 || m.Buttons[1].SubButtons[0].URL != "http://www.soso.com/?a=1&b=<2>" {
		t.Errorf("got %+v, want the default menu with an id", m)
	}
	if len(conditional) != 1 || conditional[0].MenuId != id || conditional[0].MatchRule.TagId != "2" || conditional[0].Buttons[0].Key != "VIP" {
		t.Errorf("got %+v, want the conditional menu %d", conditional, id)
	}
	info, open, err := menu.GetMenuInfo(clt)
	wantCode(t, err, 0)
	if !open || len(info.Buttons) != 2 || len(info.Buttons[1].SubButton.Buttons) != 1 {
		t.Errorf("got %+v, open %v, want the default menu", info, open)
	}
	for user, want := range map[string]string{"vip": "vip", "plain": "今日歌曲"} {
		m, err := menu.TryMatch(clt, user)
		wantCode(t, err, 0)
		if len(m.Buttons) == 0 || m.Buttons[0].Name != want {
			t.Errorf("got %+v for %s, want the menu with %s", m, user, want)
		}
	}
	_, err = menu.TryMatch(clt, "absent")
	wantCode(t, err, 65302)
	wantCode(t, menu.DeleteConditionalMenu(clt, id), 0)
	wantCode(t, menu.DeleteConditionalMenu(clt, id), 65301)
	wantCode(t, menu.Delete(clt), 0)
	s.empty()
}

// The console's own types and a switched-off menu, in this client's types.
func TestChanxuehongConsole(t *testing.T) {
	t.Parallel()
	s, base := serve(t)
	s.console(`{"account":"brand-cn","menu":` + consoleMenu + `,"open":false}`)
	info, open, err := menu.GetMenuInfo(chanxuehongClient(t, base))
	wantCode(t, err, 0)
	if open || len(info.Buttons) != 2 || info.Buttons[0].Value != "hello" || info.Buttons[1].NewsInfo.Articles[0].ShowCover != 1 {
		t.Errorf("got %+v, open %v, want the console's menu, switched off", info, open)
	}
}

// wantCode wants an error of WeChat's, or none for 0.
func wantCode(t *testing.T, err error, want int64) {
	t.Helper()
	var code int64
	var refused *core.Error
	if errors.As(err, &refused) {
		code = refused.ErrCode
	} else if err != nil {
		code = -1
	}
	if code != want {
		t.Errorf("got %v, want errcode %d", err, want)
	}
}
