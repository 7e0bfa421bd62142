package check

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/source"
)

// fill gives everything in a value another value than its zero, each its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("%d 菜单\x00", *n))
	case reflect.Int:
		v.SetInt(int64(*n) << 20)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	default:
		t.Fatalf("a finding has a %s, which is not kept", v.Kind())
	}
}

// TestPackWhole keeps every field of a finding, so that one that is added later is
// not forgotten, and of an account what a check without a cache has.
func TestPackWhole(t *testing.T) {
	t.Parallel()
	var want []Account
	n := 0
	for i := range 3 {
		a := Account{Name: fmt.Sprint("name", i), File: "menus/a.jsonnet", Digest: "sha256:1", at: "/accounts/a", table: i == 1}
		fill(t, reflect.ValueOf(&a.Findings).Elem(), &n)
		for k := range a.Findings {
			a.Findings[k].Excerpt = "" // of the file as it is then
		}
		want = append(want, a)
	}
	want[2].Findings[1].Via = nil
	var imports []source.Read
	fill(t, reflect.ValueOf(&imports).Elem(), &n)
	a := answer{file: "menus/a.jsonnet", digest: "1", imports: packImports(imports), accounts: packAccounts(want)}
	b := answer{file: "menus/b.jsonnet", digest: "2", imports: packImports(imports), accounts: packAccounts(want[:1])}
	c := answer{file: "menus/c.jsonnet", digest: "3", imports: packImports(nil), accounts: packAccounts(want[:1])}
	data := packed([]answer{a, b, c})
	if got := unpacked(data); !slices.Equal(got, []answer{a, b, c}) {
		t.Errorf("got %+v", got)
	}
	if once := strings.Count(string(data), a.imports); once != 1 {
		t.Errorf("the imports of two answers are there %d times, want once", once)
	}
	if got, ok := a.unpackAccounts(); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, ok, want)
	}
	if got, ok := unpackImports(a.imports); !ok || !slices.Equal(got, imports) {
		t.Errorf("got %+v, %v, want %+v", got, ok, imports)
	}
}

// TestChoose has a pack keep what a run had, then what others had, as much as there
// is room for.
func TestChoose(t *testing.T) {
	t.Parallel()
	of := func(file, digest string, size int) answer {
		return answer{file: file, digest: digest, imports: "i", accounts: strings.Repeat("x", size)}
	}
	few := []answer{of("a", "1", 1), of("b", "1", 1), of("a", "2", 1), of("a", "3", 1), of("a", "4", 1), of("b", "1", 1)}
	many := func(n int) (list []answer) {
		for i := range n {
			list = append(list, of(fmt.Sprint("f", i), "1", cache.MaxAnswer/4))
		}
		return list
	}
	for _, test := range []struct {
		name              string
		run, others, want []answer
	}{
		{"nothing", nil, nil, nil},
		{"each once, four of a file", []answer{of("a", "0", 1), of("b", "1", 1)}, few, []answer{of("a", "0", 1), of("b", "1", 1), few[0], few[2], few[3]}},
		{"the file is full", few[:3], []answer{few[3], few[4], of("a", "5", 1), of("c", "1", 1)}, append(slices.Clone(few[:5]), of("c", "1", 1))},
		{"too much", many(2), slices.Concat(many(5), few[:1]), append(many(3), few[0])},
		{"too large", []answer{of("large", "1", cache.MaxAnswer)}, few[:1], few[:1]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := choose(test.run, test.others)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %d answers, want %d", len(got), len(test.want))
			}
			if data := packed(got); len(data) > cache.MaxAnswer || !slices.Equal(unpacked(data), got) {
				t.Errorf("a pack of %d bytes is not as it was", len(data))
			}
		})
	}
}

// FuzzUnpack reads what another program may have written: it comes to answers that
// are written as they were read, or to nothing.
func FuzzUnpack(f *testing.F) {
	account := []Account{{Name: "a", Digest: "sha256:1"}}
	list := []answer{
		{file: "menus/a.jsonnet", digest: "1", imports: packImports([]source.Read{{Dir: "menus", Name: "x", Path: "lib/x", Digest: "2"}}), accounts: packAccounts(account)},
		{file: "menus/b.jsonnet", digest: "3", imports: packImports(nil), accounts: packAccounts(nil)},
	}
	f.Add(packed(list))
	f.Add(packed(list)[1:])
	f.Add(packed(nil))
	f.Add([]byte(nil))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answers := unpacked(data)
		if again := unpacked(packed(answers)); !slices.Equal(again, answers) {
			t.Errorf("got %+v, want %+v", again, answers)
		}
		for _, a := range answers {
			imports, _ := unpackImports(a.imports)
			if again, ok := unpackImports(packImports(imports)); !ok || !slices.Equal(again, imports) {
				t.Errorf("got %+v, want %+v", again, imports)
			}
			if accounts, ok := a.unpackAccounts(); ok {
				again, ok := (&answer{file: a.file, accounts: packAccounts(accounts)}).unpackAccounts()
				if !ok || !reflect.DeepEqual(again, accounts) {
					t.Errorf("got %+v, want %+v", again, accounts)
				}
			}
		}
	})
}

// TestSinceForged has the cache say what is not so: in a place that the menu was
// not made of, whose line would be shown, or in words that move a terminal or are a
// command to GitHub's runner. It is not believed, and evaluated again.
func TestSinceForged(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		forge func(a *Account, imports *[]source.Read)
	}{
		{"another file", func(a *Account, _ *[]source.Read) { a.Findings[0].File = ".git/config" }},
		{"by another file", func(a *Account, _ *[]source.Read) {
			a.Findings[0].Via = &a.Findings[0].Place
			a.Findings[0].Via.File = ".git/config"
		}},
		{"no line", func(a *Account, _ *[]source.Read) { a.Findings[0].Line = 0 }},
		{"terminal", func(a *Account, _ *[]source.Read) { a.Findings[0].Message = "\x1b[2J" }},
		{"runner", func(a *Account, _ *[]source.Read) { a.Findings[0].Help = "##[error]" }},
		{"imports", func(a *Account, i *[]source.Read) {
			*i = []source.Read{{Dir: "menus", Name: "x", Path: ".git/config", Digest: "1"}}
		}},
		{"import of nothing", func(a *Account, i *[]source.Read) {
			a.Findings[0].File, *i = "", []source.Read{{Dir: "menus", Name: "nothing"}}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root, dir := repository(t, shops), t.TempDir()
			base := commit(t, root)
			o := options(t, root)
			want := runAll(t, root)
			if _, err := since(t, o, dir, base); err != nil {
				t.Fatal(err)
			}
			forgePack(t, o, dir, base, test.forge)
			got, err := since(t, o, dir, base)
			if err != nil || got.Evaluated != 1 || !reflect.DeepEqual(got.Accounts, want.Accounts) {
				t.Errorf("evaluated %d files, %v: got %+v, want %+v", got.Evaluated, err, got.Accounts, want.Accounts)
			}
		})
	}
}

// forgePack changes the answer about menus/c.jsonnet in a cache.
func forgePack(t *testing.T, o Options, dir, base string, forge func(*Account, *[]source.Read)) {
	t.Helper()
	folder, err := cache.Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o.Since = &Since{Commit: base, Cache: folder, Program: "this test"}
	c, found, err := start(&o, true)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if _, err := c.run(t.Context(), found); err != nil {
		t.Fatal(err)
	}
	answers := slices.Clone(c.reuse.all)
	i := slices.IndexFunc(answers, func(a answer) bool { return a.file == "menus/c.jsonnet" })
	if i < 0 {
		t.Fatalf("got no answer about the file in %+v", answers)
	}
	accounts, _ := answers[i].unpackAccounts()
	imports, _ := unpackImports(answers[i].imports)
	forge(&accounts[0], &imports)
	answers[i].accounts, answers[i].imports = packAccounts(accounts), packImports(imports)
	folder.Put(c.reuse.key, packed(answers))
	if err := folder.Close(); err != nil {
		t.Error(err)
	}
}

// TestSinceTogether has several checkouts use one cache at once, each on versions of
// its own. What one keeps another may write over, and no answer is another's.
func TestSinceTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for run := range 4 {
		t.Run(fmt.Sprint(run), func(t *testing.T) {
			t.Parallel()
			root := repository(t, shops)
			o := options(t, root)
			for round := range 4 {
				write(t, root, "menus/c.jsonnet", fmt.Sprintf("{ button: [{ type: 'view', name: 'c', url: 'http://%d.example.com/' }] }", run))
				write(t, root, "lib/key.libsonnet", fmt.Sprintf("'KEY%d'", (run+round)%3))
				base := commit(t, root)
				want := runAll(t, root)
				for range 2 {
					if got, err := since(t, o, dir, base); err != nil || !reflect.DeepEqual(got.Accounts, want.Accounts) {
						t.Errorf("round %d: got %+v, %v, want %+v", round, got.Accounts, err, want.Accounts)
					}
				}
			}
		})
	}
}

// TestSincePart has a check of one file keep what the cache has of the others.
func TestSincePart(t *testing.T) {
	t.Parallel()
	root, dir := repository(t, shops), t.TempDir()
	o, part := options(t, root), options(t, filepath.Join(root, "menus", "a.jsonnet"))
	if _, err := since(t, o, dir, commit(t, root)); err != nil {
		t.Fatal(err)
	}
	write(t, root, "menus/a.jsonnet", "(import 'brand.libsonnet').menu('new')")
	base := commit(t, root)
	for _, test := range []struct {
		o                 Options
		evaluated, reused int
	}{{part, 1, 0}, {part, 0, 1}, {o, 0, 4}} {
		got, err := since(t, test.o, dir, base)
		if err != nil || got.Evaluated != test.evaluated || got.Reused != test.reused {
			t.Errorf("%s: evaluated %d files, reused %d, %v; want %d and %d", test.o.Paths, got.Evaluated, got.Reused, err, test.evaluated, test.reused)
		}
	}
}

// TestSinceSaves writes the cache where there is something new, and else not.
func TestSinceSaves(t *testing.T) {
	t.Parallel()
	root, dir := repository(t, shops), t.TempDir()
	base := commit(t, root)
	write(t, root, "menus/a.jsonnet", "(import 'brand.libsonnet').menu('new')")
	o := options(t, root)
	var before fs.FileInfo
	for i, change := range []bool{true, false, true, false} {
		if i == 2 {
			write(t, root, "menus/b.jsonnet", "(import 'brand.libsonnet').menu('new')")
		}
		if _, err := since(t, o, dir, base); err != nil {
			t.Fatal(err)
		}
		if after := packFile(t, dir); (before == nil || !os.SameFile(before, after)) != change {
			t.Errorf("check %d: wrote %v, want %v", i, !change, change)
		} else {
			before = after
		}
	}
}

// packFile returns the only answer in a cache.
func packFile(t *testing.T, dir string) fs.FileInfo {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", strings.Repeat("[0-9a-f]", 64)))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %d files, %v, want 1", len(files), err)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return info
}
