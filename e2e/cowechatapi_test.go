package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"
)

// npmPatience is how long npm may take to install one small package.
const npmPatience = 2 * time.Minute

// installed copies a folder of testdata, installs what its lock file names and
// returns the copy. Without npm, node or what npm installs from, the test is
// skipped; with CAIDAN_E2E=1 it fails.
func installed(t *testing.T, folder string) string {
	t.Helper()
	absent := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatalf("CAIDAN_E2E=1 asks for co-wechat-api: "+format, args...)
		}
		t.Skipf("SKIPPED: "+format, args...)
	}
	for _, tool := range []string{"npm", "node"} {
		if _, err := exec.LookPath(tool); err != nil {
			absent("%s is not installed: %v", tool, err)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), npmPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		absent("npm ci: %v\n%s", err, out)
	}
	return dir
}

// co-wechat-api reads menuid and trymatch as documented: a string, and button at
// the root.
func TestCoWechatAPI(t *testing.T) {
	t.Parallel()
	dir := installed(t, "testdata/co-wechat-api")
	s, base := serve(t)
	cmd := exec.CommandContext(t.Context(), "node", "menu.js", base, appID, secret)
	cmd.Dir = dir
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node menu.js: %v\n%s", err, failed.Bytes())
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("node menu.js: %v in %s", err, out)
	}
	const (
		ok    = `{"errcode":0,"errmsg":"ok"}`
		song  = `{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"`
		soso  = `{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=<2>"`
		menu  = `[` + song + `,"sub_button":[]},{"name":"菜单","sub_button":[` + soso + `,"sub_button":[]}]}]`
		shown = `[` + song + `},{"name":"菜单","sub_button":{"list":[` + soso + `}]}}]`
		vip   = `[{"type":"click","name":"vip","key":"VIP","sub_button":[]}]`
	)
	for name, want := range map[string]string{
		"noMenu":       `{"thrown":46003}`,
		"noDefault":    `{"thrown":65303}`,
		"create":       ok,
		"add":          `{"menuid":"N"}`,
		"get":          `{"menu":{"button":` + menu + `,"menuid":N},"conditionalmenu":[{"button":` + vip + `,"matchrule":{"tag_id":"2","client_platform_type":"1"},"menuid":N}]}`,
		"shown":        `{"is_menu_open":1,"selfmenu_info":{"button":` + shown + `}}`,
		"tryVip":       `{"button":` + vip + `}`,
		"tryPlain":     `{"button":` + menu + `}`,
		"tryUnknown":   `{"thrown":65302}`,
		"remove":       ok,
		"removeAgain":  `{"thrown":65301}`,
		"retired":      `{"thrown":65320}`,
		"addNumber":    `{"menuid":"N"}`,
		"removeNumber": ok,
		"delete":       ok,
	} {
		if got := regexp.MustCompile(`\d{9}`).ReplaceAllString(string(got[name]), "N"); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	s.empty()
}
