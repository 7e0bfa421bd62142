package source

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-jsonnet/formatter"

	"github.com/caidan-dev/caidan/pkg/menu"
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

// Every type in the table has a constructor, which takes the name and then the
// fields that the type uses.
func TestEveryConstructor(t *testing.T) {
	t.Parallel()
	for _, m := range regexp.MustCompile(`type: '(\w+)'`).FindAllStringSubmatch(Library(), -1) {
		if menu.Uses(m[1]) == nil {
			t.Errorf("got a constructor of the type %s, which is not in the table", m[1])
		}
	}
	for _, typ := range menu.Types() {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			args, want := []string{"'n'"}, map[string]any{"type": typ, "name": "n"}
			for _, f := range menu.Uses(typ) {
				args, want[f.String()] = append(args, "'the "+f.String()+"'"), "the "+f.String()
			}
			got := evaluate(t, "local c = import 'caidan.libsonnet'; c."+typ+"("+strings.Join(args, ", ")+")")
			if !reflect.DeepEqual(got, any(want)) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestConstructors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, call, want string }{
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
