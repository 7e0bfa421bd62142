package errcode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/text"
)

// documented returns every errcode that WeChat documents for tokens, menus,
// third-party platforms, cloud calls and quotas, or that was seen from them.
func documented() []int {
	list := []int{
		-605108, -604101, -1,
		40001, 40002, 40007, 40013, 40014, 40015, 40016, 40017, 40018, 40019, 40020, 40021, 40022, 40023, 40024,
		40025, 40026, 40027, 40028, 40033, 40035, 40038, 40039, 40048, 40054, 40055, 40066, 40068, 40091, 40094,
		40117, 40118, 40119, 40120, 40121, 40125, 40128, 40132, 40155, 40164, 40165, 40166, 40243,
		41001, 41002, 41004, 41006, 41007, 41010, 41030, 42001, 42002, 42006, 42007, 43001, 43002, 43003, 43016, 44002,
		45009, 45010, 45011, 45048, 45060, 45061, 45062, 45064, 45082, 45157, 45159, 46001, 46002, 46003, 47001, 47002,
		48001, 48004, 48005, 48006, 50001, 50002, 50004, 50007, 53600,
	}
	for code := 61000; code <= 61029; code++ {
		list = append(list, code)
	}
	for code := 65301; code <= 65320; code++ {
		list = append(list, code)
	}
	return append(list, 76021, 76022, 85005, 85105, 85112, 89501, 89502, 89503, 89504, 89505, 89506, 89507)
}

func TestEveryErrcodeIsExplained(t *testing.T) {
	t.Parallel()
	var got []int
	for _, e := range Entries() {
		got = append(got, e.Code)
		if e.Source.EN == "" || e.Source.ZH == "" {
			t.Errorf("%d: the row does not name its source", e.Code)
		}
	}
	if got, want := slices.Compact(got), documented(); !slices.Equal(got, want) {
		t.Errorf("the tables have %v, want %v", got, want)
	}
}

// answers are what WeChat may say beside an errcode.
func answers() []Operands { return []Operands{{}, {IP: "203.0.113.9"}} }

// Each row is what some answer gets, and one row alone is it.
func TestRowsAreReachable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, table := range tables {
		for _, r := range table {
			reached := false
			for _, with := range answers() {
				want, ok := r.advice(with)
				reached = reached || ok && says(Explain(r.op, r.code, with)) == says(want)
			}
			_, plain := r.advice(Operands{})
			if key := fmt.Sprint(r.code, r.op, plain); seen[key] || !reached {
				t.Errorf("%d at %q: another row is taken for it", r.code, r.op)
			} else {
				seen[key] = true
			}
		}
	}
}

// says returns an advice in every language.
func says(a Advice) string {
	return fmt.Sprint(text.Both(a.Meaning), text.Both(a.Remedy))
}

func TestWords(t *testing.T) {
	t.Parallel()
	list := Entries()
	for _, code := range []int{1, 99999, 9001001, 9001036} {
		list = append(list, Entry{Code: code, Advice: Explain("menu/create", code, Operands{})})
	}
	for _, table := range tables {
		for _, r := range table {
			for _, l := range text.Langs() {
				if r.meaning.In(l) == "" || r.remedy.In(l) == "" {
					t.Errorf("%d: got no meaning or no remedy in %s", r.code, l)
				}
			}
			if advice, ok := r.advice(answers()[1]); ok {
				list = append(list, Entry{Code: r.code, Advice: advice})
			}
		}
	}
	for _, e := range list {
		for _, s := range []text.Spoken{e.Meaning, e.Remedy} {
			checkEnglish(t, e.Code, s.In(text.English))
			checkChinese(t, e.Code, s.In(text.Chinese))
		}
		for lang, names := range actorsIn() {
			if remedy := e.Remedy.In(lang); !names.MatchString(remedy) {
				t.Errorf("%d: %q does not name who has to act", e.Code, remedy)
			}
		}
	}
}

// actorsIn returns how a remedy names who has to act; the reader is told to
// run it again, or to give another OpenID.
func actorsIn() map[text.Lang]*regexp.Regexp {
	return map[text.Lang]*regexp.Regexp{
		text.English: regexp.MustCompile(`^(run it again\b|give the OpenID |(the menu's author|an administrator of the account|the operator of (caidan|the platform)) has to |the maintainers of caidan have to )`),
		text.Chinese: regexp.MustCompile(`^请(菜单作者|公众号管理员| caidan 的运维人员| caidan 的维护者|第三方平台的运维人员|.*重新执行|填写账号粉丝的)\p{Han}*`),
	}
}

// checkEnglish holds a clause against the house style of messages.
func checkEnglish(t *testing.T, code int, clause string) {
	t.Helper()
	first, _ := utf8.DecodeRuneInString(clause)
	switch {
	case len(clause) < 15 || len(clause) > 220 || strings.ContainsAny(clause, "\n%"):
		t.Errorf("%d: %q is not a clause of a sane length", code, clause)
	case unicode.IsUpper(first) && !strings.HasPrefix(clause, "WeChat"), strings.HasSuffix(clause, "."):
		t.Errorf("%d: %q starts with a capital or ends in a full stop", code, clause)
	case regexp.MustCompile(`(?i)\b(is|are) no\b|no longer`).MatchString(clause):
		t.Errorf("%d: %q is hard to read for a person who learnt English later", code, clause)
	}
}

// checkChinese holds that a clause is Chinese all through. pkg/words_test.go
// reads its punctuation.
func checkChinese(t *testing.T, code int, clause string) {
	t.Helper()
	switch {
	case utf8.RuneCountInString(clause) < 5 || utf8.RuneCountInString(clause) > 120 || strings.ContainsAny(clause, "\n%"):
		t.Errorf("%d: %q is not a clause of a sane length", code, clause)
	case strings.HasSuffix(clause, "。"):
		t.Errorf("%d: %q ends in a full stop", code, clause)
	case regexp.MustCompile(`([A-Za-z']+ ){3}[A-Za-z']+`).MatchString(clause):
		t.Errorf("%d: %q holds English", code, clause)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                           string
		op                             string
		code                           int
		with                           Operands
		meaningEN, remedyEN, meaningZH string
	}{
		{"anywhere", "menu/create", 40018, Operands{}, "a name is missing", "the menu's author has to name every button", "按钮没有名称"},
		{"token", "stable_token", 40001, Operands{}, "the app secret is wrong", "store the account's current", "开发者密码（AppSecret）不正确"},
		{"passed on", "token-service", 40001, Operands{}, "the app secret is wrong", "store the account's current", "开发者密码（AppSecret）不正确"},
		{"not the token", "menu/create", 40001, Operands{}, "the access token is wrong", "forces a refresh", "access_token 无效"},
		{"no endpoint", "", 40001, Operands{}, "the access token is wrong", "forces a refresh", "access_token 无效"},
		{"conditional menu", "menu/addconditional", 48001, Operands{}, "may not have conditional menus", "take the conditional menus out", "个性化菜单"},
		{"address", "stable_token", 40164, Operands{IP: "203.0.113.9"}, "from 203.0.113.9,", "add 203.0.113.9 to the IP list at developers.weixin.qq.com/platform under 我的业务", "来自 203.0.113.9，"},
		{"address that is not named", "stable_token", 40164, Operands{}, "the address the request", "add that address to the IP list at developers.weixin.qq.com/platform under 我的业务", "来源地址"},
		{"address of a call with a token", "menu/create", 40164, Operands{IP: "203.0.113.9"}, "from 203.0.113.9,", "send every call from an address on the list, not token requests alone, or have an administrator of the account add 203.0.113.9", "来自 203.0.113.9，"},
		{"address of a call with a token, not named", "menu/get", 40164, Operands{}, "the address the request", "or have an administrator of the account add that address", "来源地址"},
		{"address of a token service", "token-service", 40164, Operands{IP: "203.0.113.9"}, "from 203.0.113.9,", "add 203.0.113.9 to the IP list", "来自 203.0.113.9，"},
		{"address that is not asked for", "menu/create", 40018, Operands{IP: "203.0.113.9"}, "a name is missing", "name every button", "按钮没有名称"},
		{"wrapped twice", "menu/create", 40017, Operands{}, `{"button":{"button":[...]}}`, "wrap button once", `{"button":{"button":[...]}}`},
		{"unknown", "", 123456, Operands{}, "does not know", "with the rid", "不认识的错误码"},
		{"nearby devices", "", 9001036, Operands{}, "nearby-device API", "base address", "摇一摇周边"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Explain(tt.op, tt.code, tt.with)
			meaning, remedy := got.English()
			if !strings.Contains(meaning, tt.meaningEN) || !strings.Contains(remedy, tt.remedyEN) {
				t.Errorf("got %q; %q, want %q; %q in it", meaning, remedy, tt.meaningEN, tt.remedyEN)
			}
			if zh := got.Meaning.In(text.Chinese); !strings.Contains(zh, tt.meaningZH) {
				t.Errorf("got %q, want %q in it", zh, tt.meaningZH)
			}
		})
	}
}

// An operand of one answer is not another's.
func TestOperandsStayApart(t *testing.T) {
	t.Parallel()
	for _, ip := range []string{"192.0.2.1", "2001:db8::1"} {
		meaning, _ := Explain("stable_token", 40164, Operands{IP: ip}).English()
		if !strings.Contains(meaning, ip) {
			t.Errorf("got %q, want %s in it", meaning, ip)
		}
	}
}
