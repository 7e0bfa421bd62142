package wechat

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// documented returns every errcode that WeChat documents for tokens, menus and
// third-party platforms, or that was seen from them.
func documented() []int {
	return []int{
		-1, 40001, 40002, 40007, 40013, 40014, 40015, 40016, 40017, 40018, 40019, 40020, 40021, 40022, 40023, 40024,
		40025, 40026, 40027, 40028, 40033, 40035, 40038, 40039, 40048, 40054, 40055, 40066, 40068, 40091, 40094,
		40117, 40118, 40119, 40120, 40121, 40125, 40128, 40132, 40155, 40164, 40165, 40166, 40243,
		41001, 41002, 41004, 41007, 42001, 42006, 42007, 43001, 43002, 43003, 44002,
		45009, 45010, 45011, 45048, 45060, 45062, 45064, 45082, 45157, 45159, 46002, 46003, 47001, 47002,
		48001, 48004, 48005, 50001, 50002, 50004, 50007, 53600,
		61003, 61004, 61005, 61006, 61007, 61009, 61010, 61011, 61014, 61015, 61016, 61017, 61023, 61024, 61028,
		65301, 65302, 65303, 65304, 65305, 65306, 65307, 65308, 65309, 65310, 65311, 65312, 65313, 65314, 65315,
		65316, 65317, 65318, 65319, 65320, 85005, 89501, 89503, 89506, 89507,
	}
}

func TestEveryErrcodeIsExplained(t *testing.T) {
	t.Parallel()
	var got []int
	for _, table := range tables() {
		got = append(got, slices.Collect(maps.Keys(table))...)
	}
	slices.Sort(got)
	if want := documented(); !slices.Equal(got, want) {
		t.Errorf("the tables have %v, want each of %v once", got, want)
	}
	for _, code := range append(got, 1, 99999, 9001001, 9001036) {
		meaning, remedy := Explain(opCreate, code)
		checkClause(t, code, meaning)
		checkClause(t, code, remedy)
		if !namesSomebody(remedy) {
			t.Errorf("%d: the remedy says not who has to act: %q", code, remedy)
		}
	}
}

// checkClause holds a text against the house style of messages.
func checkClause(t *testing.T, code int, text string) {
	t.Helper()
	first, _ := utf8.DecodeRuneInString(text)
	known := strings.HasPrefix(text, "WeChat")
	if len(text) < 15 || len(text) > 220 || (unicode.IsUpper(first) && !known) || strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
		t.Errorf("%d: %q is no lower-case clause of a sane length", code, text)
	}
}

func namesSomebody(remedy string) bool {
	for _, who := range []string{"the menu's author has to", "an administrator of the account has to", "the operator of caidan has to", "the operator of the platform has to", "the maintainers of caidan have to", "nobody has to"} {
		if strings.Contains(remedy, who) {
			return true
		}
	}
	return false
}

func TestUnknownErrcode(t *testing.T) {
	t.Parallel()
	if meaning, remedy := Explain("", 123456); !strings.Contains(meaning, "does not know") || !strings.Contains(remedy, "rid") {
		t.Errorf("got %q; %q", meaning, remedy)
	}
}
