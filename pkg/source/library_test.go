package source

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-jsonnet/formatter"
)

// evaluate returns the value of a menu with the given text.
func evaluate(t *testing.T, text string) any {
	t.Helper()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": text}, nil)
	r := compileOne(tree, "menus/a.jsonnet")
	if r.JSON == nil {
		t.Fatalf("compile %s: %+v", text, r.Findings)
	}
	var value any
	if err := json.Unmarshal(r.JSON, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestConstructors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, call, want string }{
		{"click", `c.click('n', 'k')`, `{"type":"click","name":"n","key":"k"}`},
		{"view", `c.view('n', 'u')`, `{"type":"view","name":"n","url":"u"}`},
		{"miniprogram", `c.miniprogram('n', 'a', 'p', 'u')`, `{"type":"miniprogram","name":"n","appid":"a","pagepath":"p","url":"u"}`},
		{"scancode_push", `c.scancode_push('n', 'k')`, `{"type":"scancode_push","name":"n","key":"k"}`},
		{"scancode_waitmsg", `c.scancode_waitmsg('n', 'k')`, `{"type":"scancode_waitmsg","name":"n","key":"k"}`},
		{"pic_sysphoto", `c.pic_sysphoto('n', 'k')`, `{"type":"pic_sysphoto","name":"n","key":"k"}`},
		{"pic_photo_or_album", `c.pic_photo_or_album('n', 'k')`, `{"type":"pic_photo_or_album","name":"n","key":"k"}`},
		{"pic_weixin", `c.pic_weixin('n', 'k')`, `{"type":"pic_weixin","name":"n","key":"k"}`},
		{"location_select", `c.location_select('n', 'k')`, `{"type":"location_select","name":"n","key":"k"}`},
		{"media_id", `c.media_id('n', 'm')`, `{"type":"media_id","name":"n","media_id":"m"}`},
		{"view_limited", `c.view_limited('n', 'm')`, `{"type":"view_limited","name":"n","media_id":"m"}`},
		{"article_id", `c.article_id('n', 'a')`, `{"type":"article_id","name":"n","article_id":"a"}`},
		{"article_view_limited", `c.article_view_limited('n', 'a')`, `{"type":"article_view_limited","name":"n","article_id":"a"}`},
		{"by name", `c.miniprogram(url='u', pagepath='p', appid='a', name='n')`, `{"type":"miniprogram","name":"n","appid":"a","pagepath":"p","url":"u"}`},
		{"submenu", `c.submenu('n', [1])`, `{"name":"n","sub_button":[1]}`},
		{"menu", `c.menu([1, 2])`, `{"button":[1,2]}`},
		{"conditional", `c.conditional({ tag_id: '1' }, [1])`, `{"button":[1],"matchrule":{"tag_id":"1"}}`},
		{"platform", `[c.platform.ios, c.platform.android, c.platform.other]`, `["1","2","3"]`},
		{"menu_set", `c.menu_set(c.menu([1]), [c.conditional({}, [2])])`, `{"menu":{"button":[1]},"conditionalmenu":[{"button":[2],"matchrule":{}}]}`},
		{"extended", `c.click('n', 'k') { name: 'm' }`, `{"type":"click","name":"m","key":"k"}`},
		{"nothing of its own", `c`, `{}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var want any
			if err := json.Unmarshal([]byte(test.want), &want); err != nil {
				t.Fatal(err)
			}
			got := evaluate(t, "local c = import 'caidan.libsonnet'; "+test.call)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// examples returns the programs in the comments of text: the lines after
// "Example:" that are indented by two more blanks.
func examples(text string) []string {
	var list []string
	var current strings.Builder
	inside := false
	for line := range strings.Lines(text + "\n") {
		comment, isComment := strings.CutPrefix(strings.TrimSpace(line), "//")
		code, isCode := strings.CutPrefix(comment, "   ")
		switch {
		case isComment && strings.TrimSpace(comment) == "Example:":
			inside = true
		case inside && isComment && (isCode || comment == ""):
			current.WriteString(code + "\n")
		case inside:
			list = append(list, current.String())
			current.Reset()
			inside = false
		}
	}
	return list
}

func TestLibraryExamples(t *testing.T) {
	t.Parallel()
	list := examples(Library())
	if got, want := len(list), 2+strings.Count(Library(), "::")-strings.Count(Library(), "'::"); got != want {
		t.Errorf("got %d examples, want %d: two for files and one for each field", got, want)
	}
	for _, text := range list {
		if !strings.HasPrefix(text, "local caidan =") {
			text = "local caidan = import 'caidan.libsonnet';\n" + text
		}
		if value := evaluate(t, text); value == nil {
			t.Errorf("no value: %s", text)
		}
		checkFormat(t, text)
	}
}

func TestLibraryFormat(t *testing.T) {
	t.Parallel()
	checkFormat(t, Library())
}

// checkFormat reports a text that jsonnetfmt would write in another way.
func checkFormat(t *testing.T, text string) {
	t.Helper()
	text = strings.TrimRight(text, "\n") + "\n"
	want, err := formatter.Format(LibraryName, text, formatter.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	if text != want {
		t.Errorf("format:\ngot:\n%s\nwant:\n%s", text, want)
	}
}

// TestLibraryIsPlain keeps what is slow out of the code of the library: a
// format string costs as much as a hundred buttons.
func TestLibraryIsPlain(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(Library()) {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			continue
		}
		for _, slow := range []string{"%", "std.", "assert", "error", "[", "import", "local", "+"} {
			if strings.Contains(line, slow) {
				t.Errorf("%q in the library: %s", slow, line)
			}
		}
	}
}
