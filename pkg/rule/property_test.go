package rule_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// drawSet draws a menu set without errors, or one that now and then breaks a
// rule.
func drawSet(t *rapid.T, flawed bool) []byte {
	odd := func(good string) string {
		if !flawed || rapid.IntRange(0, 59).Draw(t, "odd") > 0 {
			return good
		}
		return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "\u2028", `\u0026`, `C:\users`, "<&>", "\ufeff"})).Draw(t, "text")
	}
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"今日歌曲", "<&>", "a\u2028", `C:\users`, `"`, "💕秦枫💕", "\ufeffa"}),
		rapid.StringMatching(`[ -~]{0,3}[a-z]`),
	)
	leaf := func() map[string]any {
		typ := rapid.SampledFrom(menu.Types()).Draw(t, "type")
		b := map[string]any{"type": odd(typ), "name": odd(text.Draw(t, "name"))}
		for _, f := range menu.Uses(typ) {
			switch f {
			case menu.FieldURL:
				b["url"] = odd("https://example.com/?q=" + strings.ReplaceAll(text.Draw(t, "q"), " ", "+"))
			case menu.FieldAppID:
				b["appid"] = odd("wx0123456789abcdef")
			case menu.FieldPagePath:
				b["pagepath"] = odd("pages/index?x=1&y=2")
			default:
				b[f.String()] = odd(text.Draw(t, f.String()))
			}
		}
		return b
	}
	buttons := func() []any {
		var list []any
		for range rapid.IntRange(1, 3).Draw(t, "top") {
			var sub []any
			for range rapid.IntRange(0, 5).Draw(t, "sub") {
				sub = append(sub, leaf())
			}
			if sub == nil {
				list = append(list, leaf())
			} else {
				list = append(list, map[string]any{"name": odd(text.Draw(t, "name")), "sub_button": sub})
			}
		}
		return list
	}
	root := map[string]any{"menu": map[string]any{"button": buttons()}}
	var conditional []any
	for range rapid.IntRange(0, 2).Draw(t, "conditional") {
		conditional = append(conditional, map[string]any{"button": buttons(), "matchrule": map[string]any{"tag_id": odd("2")}})
	}
	if conditional != nil {
		root["conditionalmenu"] = conditional
	}
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// tester is a test, of testing or of rapid.
type tester interface {
	Errorf(format string, args ...any)
}

// A set that breaks no fixed rule goes out in bytes that WeChat reads, and comes back
// as the same set; of one that does, every finding points at a value.
func TestJudgedSets(t *testing.T) {
	t.Parallel()
	for _, flawed := range []bool{false, true} {
		rapid.Check(t, func(t *rapid.T) {
			data := drawSet(t, flawed)
			if clean := judged(t, slices.Collect(menu.Decode("brand-cn", data))[0], data); !clean && !flawed {
				t.Errorf("got errors of %s, want none", data)
			}
		})
	}
}

// judged checks what Judge says of an account whose value is the JSON given,
// and reports whether it finds no error.
func judged(t tester, acc menu.Account, value []byte) bool {
	findings := judge(acc)
	if again := judge(acc); !reflect.DeepEqual(findings, again) {
		t.Errorf("got %v the second time, want %v", again, findings)
	}
	inChinese(t, acc, findings)
	seen := map[string]bool{}
	for _, f := range findings {
		checkWords(t, f)
		if r, ok := rule.Find(f.Rule); !ok || f.Errcode != r.Errcode && f.Errcode != r.SubErrcode {
			t.Errorf("got %s with errcode %d, want a rule of the catalogue with its errcode", f.Rule, f.Errcode)
		}
		if !points(value, f.Path) {
			t.Errorf("%s: there is nothing at %q in %s", f.Rule, f.Path, value)
		}
		if key := f.Rule + " " + f.Path; seen[key] {
			t.Errorf("got %s twice", key)
		} else {
			seen[key] = true
		}
	}
	// The strictest settings find the same and more, each at a value.
	strict := rule.New(text.Chinese, rule.Settings{AllowedDomains: []string{}, MiniPrograms: []string{}}).Judge(acc)
	for _, f := range strict {
		checkWords(t, f)
		if !points(value, f.Path) {
			t.Errorf("%s: there is nothing at %q in %s", f.Rule, f.Path, value)
		}
	}
	if n, _ := diag.Count(findings); n > 0 {
		return false
	}
	bodies := [][]byte{acc.Set.CreateBody()}
	for i := range acc.Set.Conditional {
		bodies = append(bodies, acc.Set.Conditional[i].Body())
	}
	for _, body := range bodies {
		if err := menu.CheckWire(body); err != nil || !json.Valid(body) {
			t.Errorf("%s: got %v, want bytes that WeChat reads", body, err)
		}
	}
	stored, err := menu.DecodeCanonical(acc.Set.Canonical())
	if err != nil || stored.Digest() != acc.Set.Digest() {
		t.Errorf("got %s, %v, want %s", stored.Canonical(), err, acc.Set.Canonical())
	}
	return true
}

// inChinese checks that what is found does not depend on the language, and that
// the settings and the fixed rules see the same menu.
func inChinese(t tester, acc menu.Account, findings []diag.Finding) {
	chinese := rule.New(text.Chinese, rule.Settings{}).Judge(acc)
	var stops []diag.Finding
	for i, f := range findings {
		if i >= len(chinese) || chinese[i].Rule != f.Rule || chinese[i].Path != f.Path || chinese[i].Errcode != f.Errcode {
			t.Errorf("got %v in Chinese, want %v", chinese, findings)
			return
		}
		checkWords(t, chinese[i])
		if !strings.ContainsFunc(chinese[i].Message, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: got message %q, want one in Chinese", f.Rule, chinese[i].Message)
		}
		if f.Severity == diag.Error {
			stops = append(stops, f)
		}
	}
	if len(chinese) != len(findings) {
		t.Errorf("got %v in Chinese, want %v", chinese, findings)
	}
	if got := rule.New(text.English, rule.Settings{}).JudgeFixed(acc); !reflect.DeepEqual(got, stops) {
		t.Errorf("got %v by the fixed rules, want the errors of %v", got, findings)
	}
}

// points reports whether a JSON pointer leads to a value.
func points(data []byte, path string) bool {
	var v any
	if json.Unmarshal(data, &v) != nil {
		return path == ""
	}
	if path == "" {
		return true
	}
	for _, token := range strings.Split(path, "/")[1:] {
		switch at := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = at[strings.NewReplacer("~1", "/", "~0", "~").Replace(token)]; !ok {
				return false
			}
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return false
			}
			v = at[i]
		default:
			return false
		}
	}
	return true
}

func FuzzJudge(f *testing.F) {
	for _, dir := range []string{"testdata", filepath.Join("..", "menu", "testdata")} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		judged(t, menu.DecodeSet("brand-cn", data), data)
	})
}
