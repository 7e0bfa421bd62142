package source

import (
	"io/fs"
	"path"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/caidan-dev/caidan/pkg/text"
)

// TestLinks reads files through links of every kind, from a directory and from
// the same files that are none, and in each way that there is to read them.
func TestLinks(t *testing.T) {
	t.Parallel()
	files := map[string]string{"menus/a.jsonnet": "1", "lib/deep/b.libsonnet": "2", ".git/config": "hidden"}
	links := map[string]string{
		"menus/file.jsonnet": "a.jsonnet", "menus/up.jsonnet": "../lib/deep/b.libsonnet", "menus/folder": "../lib",
		"menus/twice": "folder", "menus/round": "round", "menus/ping": "pong", "menus/pong": "ping", "menus/nothing": "nowhere",
		"menus/out": "../../secret.libsonnet", "menus/far": "../..", "menus/absolute": "/etc/passwd", "menus/git": "../.git",
		"menus/config": "../.git/config", "menus/back": "folder/deep/../deep/b.libsonnet", "menus/empty": "a.jsonnet/",
		"menus/through": "a.jsonnet/b", "menus/root": "..", "lib/deep/up": "../../menus",
	}
	parts := []string{".", "menus", "lib", "deep", "a.jsonnet", "b.libsonnet", "config", "secret.libsonnet", "repo", "up"}
	for name := range links {
		parts = append(parts, filepath.Base(name))
	}
	dir := newTree(t, files, links)
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o600}
	}
	for name, target := range links {
		all[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	other := OpenFS(all, dir.Dir())
	slow := &Tree{files: dir.files, dir: dir.dir} // as where the system has no openat2
	for _, top := range []string{".", "menus", "lib/deep", "menus/folder"} {
		for _, first := range parts {
			for _, second := range parts {
				name := path.Join(top, first, second)
				want, wantRefusal := dir.read(name)
				for _, tree := range []*Tree{other, slow} {
					if got, refusal := tree.read(name); string(got) != string(want) || told(refusal) != told(wantRefusal) {
						t.Errorf("%s:\ngot  %q, %s\nwant %q, %s", name, got, told(refusal), want, told(wantRefusal))
					}
				}
				if got, want := other.Has(name), dir.Has(name); got != want {
					t.Errorf("%s: got there %v, want %v", name, got, want)
				}
			}
		}
	}
	got, err := other.Discover("")
	want, wantErr := dir.Discover("")
	if err != nil || wantErr != nil || len(want.Files) == 0 || len(got.Files) != len(want.Files) {
		t.Errorf("got %v, %v; want %v, %v", got, err, want, wantErr)
	}
}

// told returns what a refusal says, empty for none.
func told(r *refusalError) string {
	if r == nil {
		return ""
	}
	return r.In(text.English) + "; " + r.help.In(text.English)
}
