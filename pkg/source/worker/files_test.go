package worker

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/caidan-dev/caidan/pkg/source"
)

// TestPoolFiles compiles, locates and lints files that are not in a folder: all
// is as with the same files in one.
func TestPoolFiles(t *testing.T) {
	t.Parallel()
	files := manyFiles(40)
	files["menus/large.jsonnet"] = "1" + strings.Repeat(" ", source.MaxSource)
	files["menus/full.jsonnet"] = "importstr 'full.txt'"
	files["menus/lib/full.txt"] = strings.Repeat("x", source.MaxSource)
	files["menus/link.jsonnet.d/a.jsonnet"] = "importstr '../lib/linked/full.txt'"
	links := map[string]string{"menus/link.jsonnet": "m000.jsonnet", "menus/out.jsonnet": "../../secret.libsonnet", "menus/nothing.jsonnet": "nothing", "menus/lib/linked": "."}
	tree := newTree(t, files, links)
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o600}
	}
	for name, target := range links {
		all[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	want := compileAll(t, tree, newPool(t, tree, Options{Reads: true, Parallel: 1}))
	// What stands in the folder is not looked at.
	empty := newTree(t, files, nil)
	for _, parallel := range []int{1, 3} {
		pool := newPool(t, empty, Options{Reads: true, Parallel: parallel, Files: all})
		got := compileAll(t, source.OpenFS(all, empty.Dir()), pool)
		for i, r := range want {
			if got[i].File != r.File || string(got[i].JSON) != string(r.JSON) || !reflect.DeepEqual(got[i].Findings, r.Findings) || (got[i].Reads == nil) != (r.Reads == nil) {
				t.Errorf("%s: got %.200s, %v, want %.200s, %v", r.File.Path, got[i].JSON, got[i].Findings, r.JSON, r.Findings)
			}
		}
		first := want[0]
		here := newPool(t, tree, Options{Parallel: 1})
		pointers := []string{"/button/0/name", "/button/1"}
		ctx := within(t, "places and hints")
		if got, want := pool.Locate(ctx, &first, pointers), here.Locate(ctx, &first, pointers); !reflect.DeepEqual(got, want) || want[0].Line == 0 {
			t.Errorf("got places %v, want %v", got, want)
		}
		unused := source.NewFile("menus/m003.jsonnet")
		if got, want := pool.Lint(ctx, unused), here.Lint(ctx, unused); !reflect.DeepEqual(got, want) || len(want) == 0 {
			t.Errorf("got %v of the linter, want %v", got, want)
		}
	}
}
