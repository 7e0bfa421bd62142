package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// trial is a test of a binary.
type trial struct {
	*testing.T
	binary string
}

func quoted(s string) string { return strconv.Quote(s) }

// TestPreview has people use the pages of caidan preview in Chromium.
func TestPreview(t *testing.T) {
	t.Parallel()
	chromium(t)
	binary := built(t)
	for name, test := range map[string]func(trial){
		"tap": previewTap, "keys": previewKeys, "followers": previewFollowers, "findings": previewFindings,
		"edit": previewEdit, "sandbox": previewSandbox, "hostile": previewHostile, "many": previewMany,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(trial{t, binary})
		})
	}
}

// checkout writes menu files and returns their repository.
func checkout(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, contents := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(contents), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// preview writes a page and opens it.
func preview(t *testing.T, binary, root string, flags ...string) *tab {
	t.Helper()
	out := filepath.Join(t.TempDir(), "page.html")
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"preview", root, "--out", out}, flags...)...)
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("caidan preview: %v\n%s", err, said)
	}
	b := openTab(t)
	b.do(chromedp.Navigate("file://" + out))
	t.Cleanup(func() { b.quiet("file://" + out) })
	return b
}

const menuFile = `
local caidan = import 'caidan.libsonnet';
{
  menu: caidan.menu([
    caidan.submenu('商城', [
      caidan.view('新品上架', 'https://www.example.com/new'),
      caidan.view('九个汉字就放不下了', 'https://www.example.com/hot'),
    ]),
    caidan.click('联系客服', 'CONTACT'),
  ]),
  conditionalmenu: [
    { button: [caidan.click('尊享', 'VIP')], matchrule: { tag_id: '2', client_platform_type: '1' } },
    { button: [caidan.click('安卓', 'ANDROID')], matchrule: { client_platform_type: '2' } },
  ],
}
`

// A tap opens a sub-menu or says what it does; names are cut.
func previewTap(t trial) {
	b := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/brand-cn.jsonnet": menuFile}))
	const open = `!document.getElementById("s0").hidden`
	if value[bool](b, open) {
		t.Error("got an open sub-menu, want it closed")
	}
	b.do(chromedp.Click(chromedp.CSS("#b0")))
	if !value[bool](b, open) || value[string](b, `document.getElementById("b0").getAttribute("aria-expanded")`) != "true" {
		t.Error("got a closed sub-menu, want it open")
	}
	if !value[bool](b, `document.getElementById("s0").getBoundingClientRect().bottom <= document.getElementById("b0").getBoundingClientRect().top`) {
		t.Error("got a sub-menu that does not stand above its button")
	}
	b.text("#b0-1", "九个汉字就放不下...")
	b.do(chromedp.Click(chromedp.CSS("#b0-1")))
	b.text("#chat", "opens the web page https://www.example.com/hot")
	b.text("#chat", "九个汉字就放不下了")
	b.do(chromedp.Click(chromedp.CSS("#b1")))
	b.text("#chat", "sends key CONTACT")
	if value[bool](b, open) {
		t.Error("got an open sub-menu after a tap beside it, want it closed")
	}
	b.text("#buttons", "27 of 60 bytes")
	zh := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/brand-cn.jsonnet": menuFile}), "--lang", "zh")
	zh.do(chromedp.Click(chromedp.CSS("#b1")))
	zh.text("#chat", "发送事件 CONTACT")
	if lang := value[string](zh, "document.documentElement.lang"); lang != "zh-CN" {
		t.Errorf("got the language %q", lang)
	}
}

// The keyboard does all that a finger does.
func previewKeys(t trial) {
	b := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/brand-cn.jsonnet": menuFile}))
	b.do(chromedp.Focus(chromedp.CSS("#b0")), chromedp.KeyEvent(kb.ArrowUp))
	b.focused("b0-1")
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	b.focused("b0-0")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.text("#chat", "https://www.example.com/new")
	b.focused("b0-0")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.focused("b0")
	if !value[bool](b, `document.getElementById("s0").hidden`) {
		t.Error("got an open sub-menu after Escape, want it closed")
	}
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	b.focused("b1")
	b.do(chromedp.KeyEvent(" "))
	b.text("#chat", "sends key CONTACT")
	b.do(chromedp.Focus(chromedp.CSS("#b0")), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab))
	b.focused("b0-0")
}

// choose chooses a value of a select.
func (b *tab) choose(id, v string) {
	b.Helper()
	value[bool](b, fmt.Sprintf(`(s => { s.value = %s; return s.dispatchEvent(new Event("change")) })(document.getElementById(%s))`, quoted(v), quoted(id)))
}

// A follower sees the first menu that matches.
func previewFollowers(t trial) {
	b := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/brand-cn.jsonnet": menuFile}))
	for _, tt := range []struct{ tag, platform, who, bar string }{
		{"", "1", "Seen by followers without a menu of their own", "联系客服"},
		{"", "2", "Seen by followers on Android", "安卓"},
		{"2", "1", "Seen by followers with tag 2 on iOS", "尊享"},
		{"2", "2", "Seen by followers on Android", "安卓"},
		{"2", "3", "Seen by followers without a menu of their own", "联系客服"},
	} {
		b.choose("tag", tt.tag)
		b.choose("platform", tt.platform)
		b.text("#who", tt.who)
		b.text("#bar", tt.bar)
	}
}

// A finding stands beside the phone with its line, and leads to its button.
func previewFindings(t trial) {
	faulty := strings.Replace(menuFile, "'VIP'", "std.repeat('K', 130)", 1)
	b := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/brand-cn.jsonnet": faulty, "menus/syntax.jsonnet": "{"}))
	b.text("#findings", "menus/brand-cn.jsonnet:12:")
	b.text("#findings", "[key-bytes]")
	b.text("#list", "1 error")
	b.do(chromedp.Click(chromedp.CSS("#findings .error button")))
	b.focused("b0")
	b.text("#who", "Seen by followers with tag 2 on iOS")
	b.text("#buttons", "130 of 128 bytes")
	b.do(chromedp.Click(chromedp.CSS(`#list a[data-id="syntax"]`)))
	b.wait(`document.getElementById("name").textContent === "syntax"`)
	b.text("#findings", "menus/syntax.jsonnet:1:")
	b.text("#bar", "no menu")
	twice := map[string]string{
		"menus/a.json": `{"button":[{"type":"click","name":"one","key":"K"}]}`,
		"menus/b.json": `{"accounts":{"a":{"button":[{"type":"click","name":"two","key":"K"}]}}}`,
	}
	b = preview(t.T, t.binary, checkout(t.T, twice))
	b.text("#bar", "one")
	b.do(chromedp.Click(chromedp.CSS("#list li + li a")))
	b.wait(`document.getElementById("bar").innerText.includes("two")`)
	b.text("#detail", "menus/b.json")
}

// starts starts a command that goes on until the test ends, and returns what a
// line of its stdout or stderr has behind a prefix.
func starts(t *testing.T, prefix, binary string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = in.CloseWithError(cmd.Wait()) }()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), prefix); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return prefix[strings.LastIndexByte(prefix, '=')+1:] + rest
		}
	}
	t.Fatalf("%s %q ended: %v", binary, args, lines.Err())
	return ""
}

// write replaces a file, as editors do.
func write(t *testing.T, root, name, contents string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.WriteFile(path+"~", []byte(contents), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		t.Fatal(err)
	}
}

// What a menu says is text, whatever it says.
func previewHostile(t trial) {
	b := preview(t.T, t.binary, checkout(t.T, map[string]string{"menus/a.jsonnet": `{ button: [
  { type: 'click', name: '</script><script>document.title="x"</script>', key: '<img src=x onerror=alert(1)>' },
  { name: '<b>', sub_button: [{ type: 'view', name: '<!--<script>', url: 'javascript:alert(1)' }, { type: 'zzz', name: '\u202eabc\u0000' }] },
] }`}))
	b.do(chromedp.Click(chromedp.CSS("#b0")), chromedp.Click(chromedp.CSS("#b1")), chromedp.Click(chromedp.CSS("#b1-0")))
	b.text("#chat", "<img src=x onerror=alert(1)>")
	b.text("#chat", "javascript:alert(1)")
	b.text("#buttons", `\u202eabc\u0000`)
	if n := value[int](b, `document.querySelectorAll("img, a[href^='javascript'], script:not([type])").length`); n != 1 {
		t.Errorf("got %d elements that act, want the page's script alone", n)
	}
}

// stores are the files of so many accounts, each with a full menu.
func stores(n int) map[string]string {
	type button map[string]any
	files := map[string]string{}
	accounts := map[string]any{}
	for i := 1; i <= n; i++ {
		var bar []button
		for column := range 3 {
			var sub []button
			for row := range 5 {
				url := fmt.Sprintf("https://www.example.com/stores/%d/%d/%d", i, column+1, row+1)
				sub = append(sub, button{"type": "view", "name": fmt.Sprintf("按钮 %d", row+1), "url": url})
			}
			bar = append(bar, button{"name": fmt.Sprintf("栏目 %d", column+1), "sub_button": sub})
		}
		accounts[fmt.Sprintf("store-%04d", i)] = button{"button": bar}
		if len(accounts) == 50 || i == n {
			file, err := json.Marshal(map[string]any{"accounts": accounts})
			if err != nil {
				panic(err)
			}
			files[fmt.Sprintf("menus/stores-%d.json", i)] = string(file)
			clear(accounts)
		}
	}
	return files
}

// A thousand accounts are one page, of which one is drawn.
func previewMany(t trial) {
	b := preview(t.T, t.binary, checkout(t.T, stores(1000)))
	b.text("#count", "1000 of 1000 accounts")
	if n := value[int](b, `document.querySelectorAll("#bar button").length`); n != 18 {
		t.Errorf("got %d buttons, want those of one account", n)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#search"), "0777"))
	b.text("#count", "1 of 1000 accounts")
	b.do(chromedp.Click(chromedp.CSS("#list li:not([hidden]) a")))
	b.wait(`document.getElementById("name").textContent === "store-0777"`)
	b.text("#buttons", "https://www.example.com/stores/777/3/5")
	// Who only types takes the first that is found.
	b.do(chromedp.SendKeys(chromedp.CSS("#search"), strings.Repeat(kb.Backspace, 4)+"0888"+kb.Enter))
	b.wait(`document.getElementById("name").textContent === "store-0888" && document.activeElement.id === "phone"`)
	t.Logf("1,000 accounts: the page was there after %.0f ms", value[float64](b, "performance.getEntriesByType('navigation')[0].loadEventEnd"))
}
