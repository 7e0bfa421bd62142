package source

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

// FuzzImport asks for any name from a few files, and checks that whatever is
// handed over is an ordinary file of the tree.
func FuzzImport(f *testing.F) {
	for _, name := range []string{
		"ok.libsonnet", "../lib/ok.libsonnet", "./ok.libsonnet", "/etc/passwd", "../../secret.libsonnet",
		".git/config", "../.git/config", "git/config", "out/secret.libsonnet", "x/../../../secret.libsonnet",
		"caidan.libsonnet", "lib//ok.libsonnet", "", ".", "..", "a\x00b", `..\secret.libsonnet`, "C:x",
	} {
		f.Add(name)
	}
	tree := newTree(f, map[string]string{
		"menus/a.jsonnet":  "1",
		"lib/ok.libsonnet": "2",
		".git/config":      "hidden",
	}, map[string]string{
		"menus/git":           "../.git",
		"menus/out":           "../..",
		"menus/out.libsonnet": "../../secret.libsonnet",
	})
	f.Fuzz(func(t *testing.T, name string) {
		s := NewShelf(tree, text.English)
		for _, from := range []string{"menus/a.jsonnet", "lib/ok.libsonnet", "a.jsonnet"} {
			p := s.lookUp(from, name)
			switch {
			case p.refusal != nil:
				if p.refusal.Error() == "" || p.refusal.rule == "" {
					t.Errorf("import %q from %s: refused without a reason", name, from)
				}
			case p.path == LibraryPath:
				if name != LibraryName {
					t.Errorf("import %q from %s: got the library", name, from)
				}
			case !filepath.IsLocal(p.path) || p.path != path.Clean(p.path) || isHidden(p.path):
				t.Errorf("import %q from %s: got the file %q", name, from, p.path)
			default:
				if text := p.contents.String(); strings.Contains(text, "hidden") || strings.Contains(text, "secret") {
					t.Errorf("import %q from %s: got %q", name, from, text)
				}
			}
			if again := s.lookUp(from, name); again != p {
				t.Errorf("import %q from %s: got another answer the second time", name, from)
			}
		}
	})
}
