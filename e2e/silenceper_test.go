package e2e

import (
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
	"github.com/silenceper/wechat/v2/util"
)

// redirect sends all of silenceper's requests to base. It is one setting for
// the whole process, so tests that use it do not run side by side.
func redirect(t *testing.T, base string) {
	t.Helper()
	util.SetURIModifier(func(uri string) string {
		return strings.Replace(uri, "https://api.weixin.qq.com", base, 1)
	})
	t.Cleanup(func() { util.SetURIModifier(nil) })
}

func account(appSecret string, stable bool) *officialaccount.OfficialAccount {
	store := cache.NewMemory()
	oa := officialaccount.NewOfficialAccount(&config.Config{AppID: appID, AppSecret: appSecret, Cache: store})
	if stable {
		oa.SetAccessTokenHandle(credential.NewStableAccessToken(appID, appSecret, credential.CacheKeyOfficialAccountPrefix, store))
	}
	return oa
}

func buttons() []*menu.Button {
	return []*menu.Button{
		menu.NewClickButton("今日歌曲", "V1001_TODAY_MUSIC"),
		menu.NewSubButton("菜单", []*menu.Button{
			menu.NewViewButton("搜索", "http://www.soso.com/?a=1&b=<2>"),
			menu.NewMiniprogramButton("wxa", "http://mp.weixin.qq.com", "wx286b93c14bbf93aa", "pages/lunar/index"),
		}),
	}
}

func TestSilenceperMenu(t *testing.T) {
	for _, stable := range []bool{false, true} {
		name := map[bool]string{false: "classic token", true: "stable token"}[stable]
		t.Run(name, func(t *testing.T) {
			s, base := serve(t)
			redirect(t, base)
			m := account(secret, stable).GetMenu()
			wantNoMenu(t, m)
			if err := m.SetMenu(buttons()); err != nil {
				t.Fatal(err)
			}
			want := `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":[{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=<2>"},{"type":"miniprogram","name":"wxa","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"}]}]}`
			if got := string(s.live().Menu); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			wantReadBack(t, m)
			if err := m.DeleteMenu(); err != nil {
				t.Error(err)
			}
			wantNoMenu(t, m)
		})
	}
}

func wantNoMenu(t *testing.T, m *menu.Menu) {
	t.Helper()
	if _, err := m.GetMenu(); err == nil || !strings.Contains(err.Error(), "46003") {
		t.Errorf("got %v, want 46003", err)
	}
	if got, err := m.GetCurrentSelfMenuInfo(); err != nil || got.IsMenuOpen != 0 {
		t.Errorf("got %+v, %v, want a closed menu", got, err)
	}
}

func wantReadBack(t *testing.T, m *menu.Menu) {
	t.Helper()
	got, err := m.GetMenu()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Menu.Button) != 2 || len(got.Menu.Button[1].SubButtons) != 2 || got.Menu.Button[1].SubButtons[0].URL != "http://www.soso.com/?a=1&b=<2>" {
		t.Errorf("got %+v, want the two buttons", got.Menu)
	}
	shown, err := m.GetCurrentSelfMenuInfo()
	if err != nil {
		t.Fatal(err)
	}
	if list := shown.SelfMenuInfo.Button; shown.IsMenuOpen != 1 || len(list) != 2 || len(list[1].SubButton.List) != 2 {
		t.Errorf("got %+v, want the two buttons", shown)
	}
}

func TestSilenceperErrors(t *testing.T) {
	_, base := serve(t)
	redirect(t, base)
	for _, stable := range []bool{false, true} {
		if _, err := account("wrong", stable).GetAccessToken(); err == nil || !strings.Contains(err.Error(), "40125") {
			t.Errorf("stable %v: got %v, want 40125", stable, err)
		}
	}
	m := account(secret, false).GetMenu()
	if err := m.SetMenu([]*menu.Button{menu.NewClickButton("今日歌曲今日", "k")}); err == nil || !strings.Contains(err.Error(), "40018") {
		t.Errorf("got %v, want 40018 for a name of 18 bytes", err)
	}
	if err := m.SetMenuByJSON(`{"menu":{"button":[]}}`); err == nil || !strings.Contains(err.Error(), "40016") {
		t.Errorf("got %v, want 40016 for a menu/get answer", err)
	}
	if err := m.SetMenuByJSON(`{"button":[{"type":"view","name":"n","url":"http://a/?a=1\u0026b=2"}]}`); err == nil || !strings.Contains(err.Error(), "40033") {
		t.Errorf("got %v, want 40033 for an escaped ampersand", err)
	}
}

// silenceper reads trymatch as documented, drops the menuid of addconditional,
// and knows no tag_id.
func TestSilenceperConditional(t *testing.T) {
	s, base := serve(t)
	redirect(t, base)
	m := account(secret, true).GetMenu()
	vip := []*menu.Button{menu.NewClickButton("vip", "VIP")}
	ios := &menu.MatchRule{ClientPlatformType: "1"}
	if err := m.AddConditional(vip, ios); err == nil || !strings.Contains(err.Error(), "65303") {
		t.Errorf("got %v, want 65303 without a default menu", err)
	}
	if err := m.SetMenu(buttons()); err != nil {
		t.Fatal(err)
	}
	for rule, want := range map[*menu.MatchRule]string{{GroupID: "2"}: "65304", {Sex: "1"}: "65320"} {
		if err := m.AddConditional(vip, rule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v for %+v, want %s", err, rule, want)
		}
	}
	if err := m.AddConditional(vip, ios); err != nil {
		t.Fatal(err)
	}
	if err := m.AddConditionalByJSON(`{"button":[{"type":"click","name":"two","key":"TWO"}],"matchrule":{"tag_id":"9"}}`); err != nil {
		t.Fatal(err)
	}
	got, err := m.GetMenu()
	if err != nil {
		t.Fatal(err)
	}
	if list := got.Conditionalmenu; got.Menu.MenuID == 0 || len(list) != 2 || list[0].Button[0].Key != "TWO" || list[1].MatchRule.ClientPlatformType != "1" {
		t.Fatalf("got %+v, want two conditional menus, newest first", got)
	}
	for user, want := range map[string]string{"vip": "vip", "plain": "今日歌曲"} {
		if got, err := m.MenuTryMatch(user); err != nil || len(got) == 0 || got[0].Name != want {
			t.Errorf("got %+v, %v for %s, want the menu with %s", got, err, user, want)
		}
	}
	if _, err := m.MenuTryMatch("absent"); err == nil || !strings.Contains(err.Error(), "65302") {
		t.Errorf("got %v, want 65302", err)
	}
	id := got.Conditionalmenu[1].MenuID
	if err := m.DeleteConditional(id); err != nil {
		t.Error(err)
	}
	if err := m.DeleteConditional(id); err == nil || !strings.Contains(err.Error(), "65301") {
		t.Errorf("got %v, want 65301", err)
	}
	if err := m.DeleteMenu(); err != nil {
		t.Error(err)
	}
	s.empty()
}

// An older answer names the tag group_id, which is all this client knows.
func TestSilenceperGroupID(t *testing.T) {
	_, base := serve(t, `"matchRule": "groupID"`)
	redirect(t, base)
	m := account(secret, true).GetMenu()
	if err := m.SetMenu(buttons()); err != nil {
		t.Fatal(err)
	}
	if err := m.AddConditionalByJSON(`{"button":[{"type":"click","name":"two","key":"TWO"}],"matchrule":{"tag_id":"9"}}`); err != nil {
		t.Fatal(err)
	}
	if got, err := m.GetMenu(); err != nil || got.Conditionalmenu[0].MatchRule.GroupID != "9" {
		t.Errorf("got %+v, %v, want the tag as group_id", got, err)
	}
}

// The console's own types and a switched-off menu, in this client's types.
func TestSilenceperConsole(t *testing.T) {
	s, base := serve(t)
	redirect(t, base)
	s.console(`{"account":"brand-cn","menu":` + consoleMenu + `,"open":false}`)
	got, err := account(secret, true).GetMenu().GetCurrentSelfMenuInfo()
	if err != nil {
		t.Fatal(err)
	}
	if list := got.SelfMenuInfo.Button; got.IsMenuOpen != 0 || len(list) != 2 || list[0].Value != "hello" || list[1].NewsInfo.List[0].ShowCover != 1 {
		t.Errorf("got %+v, want the console's menu, switched off", got)
	}
}
