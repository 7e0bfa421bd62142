package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"indent", "{button:[{name:\"菜单\",\n\t\ttype: 'click'}]}", "{ button: [{\n  name: '菜单',\n  type: 'click',\n}] }\n"},
		{"comment", "# 一\n{ a: 1 } // 二", "// 一\n{ a: 1 }  // 二\n"},
		{"imports", "local b = import 'b.libsonnet';\nlocal a = import 'a.libsonnet';\na + b", "local a = import 'a.libsonnet';\nlocal b = import 'b.libsonnet';\na + b\n"},
		{"formatted", "{ a: 1 }\n", "{ a: 1 }\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := Format("menus/a.jsonnet", []byte(test.text))
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestFormatErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"syntax", "{\n  '菜': ]\n}", "format menus/a.jsonnet:2:8: \"]\" stands where a value is expected"},
		{"not UTF-8", "\xff", "format menus/a.jsonnet:1:1: is not UTF-8: line 1 has the byte 0xFF at column 1"},
		{"empty", " \n", "format menus/a.jsonnet: is empty"},
		{"large", strings.Repeat(" ", MaxSource+1), "format menus/a.jsonnet: is larger than 1048576 bytes"},
		{"deep", strings.Repeat("[", 1_000_000), "format menus/a.jsonnet:1:201: nests more than 200 brackets in each other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := Format("menus/a.jsonnet", []byte(test.text))
			var wrong *text.Error
			if !errors.As(err, &wrong) || got != nil {
				t.Fatalf("got %q, %v, want a text.Error", got, err)
			}
			if err.Error() != test.want || wrong.Remedy.In(text.English) == "" {
				t.Errorf("got %q, help %q, want %q and help", err, wrong.Remedy.In(text.English), test.want)
			}
		})
	}
}

// FuzzFormat formats programs, and checks that those still parse.
func FuzzFormat(f *testing.F) {
	archives, err := filepath.Glob("testdata/compile/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			f.Add(string(file.Data))
		}
	}
	f.Add(Library())
	f.Fuzz(func(t *testing.T, program string) {
		once, err := Format("a", []byte(program))
		var wrong *text.Error
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("got %v, want a text.Error", err)
		}
		if err != nil {
			return
		}
		if _, err := parse("a", program); err != nil {
			return // such as an unknown variable, which the formatter does not mind
		}
		if _, err := parse("a", string(once)); err != nil {
			t.Errorf("%q became %q, which does not parse: %v", program, once, err)
		}
	})
}
