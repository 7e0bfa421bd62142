package cache

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// now is when the tests run.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// open opens a folder at a time.
func open(t *testing.T, dir string, at time.Time) *Folder {
	t.Helper()
	f, err := Open(dir, at)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shut closes a folder.
func shut(t *testing.T, f *Folder) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func key(s string) Key { return sha256.Sum256([]byte(s)) }

// age makes all files of a folder that old.
func age(t *testing.T, f *Folder, by time.Duration) {
	t.Helper()
	err := fs.WalkDir(f.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return f.root.Chtimes(name, time.Time{}, f.now.Add(-by))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "cache")
	f := open(t, dir, now)
	if got, ok := f.Get(key("a")); ok {
		t.Errorf("got %q from an empty folder", got)
	}
	for _, answer := range [][]byte{[]byte("first"), []byte("second"), {}} {
		f.Put(key("a"), answer)
		if got, ok := f.Get(key("a")); !ok || !bytes.Equal(got, answer) {
			t.Errorf("got %q, %v, want %q", got, ok, answer)
		}
	}
	if _, ok := f.Get(key("b")); ok {
		t.Error("got an answer of another key")
	}
	f.Put(key("large"), make([]byte, MaxAnswer+1))
	if _, ok := f.Get(key("large")); ok {
		t.Error("got an answer that is too large to be kept")
	}
	shut(t, f)
	again := open(t, dir, now)
	defer shut(t, again)
	if got, ok := again.Get(key("a")); !ok || len(got) > 0 || again.Dir() != dir {
		t.Errorf("got %q, %v in %s", got, ok, again.Dir())
	}
}

// TestDamaged has in place of an answer what is none: it counts as absent, and
// is written over.
func TestDamaged(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), now)
	defer shut(t, f)
	f.Put(key("a"), []byte("answer"))
	f.Put(key("b"), []byte("of another"))
	whole, err := f.root.ReadFile(key("a").file())
	if err != nil {
		t.Fatal(err)
	}
	other, err := f.root.ReadFile(key("b").file())
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(f.Dir(), layout, key("a").file())
	data := func(b []byte) func() error { return func() error { return os.WriteFile(at, b, 0o600) } }
	for name, put := range map[string]func() error{
		"empty": data(nil), "cut": data(whole[:len(whole)-1]), "longer": data(append(bytes.Clone(whole), 0)), "checksum alone": data(whole[:sha256.Size]),
		"one bit": data(append(bytes.Clone(whole[:len(whole)-1]), whole[len(whole)-1]^1)), "of another key": data(other),
		"folder":          func() error { return os.Mkdir(at, 0o700) },
		"link out":        func() error { return os.Symlink(outside, at) },
		"link to another": func() error { return os.Symlink(filepath.Base(at)+"x", at) },
		"larger than any": func() error { return os.WriteFile(at, make([]byte, MaxAnswer+sha256.Size+1), 0o600) },
	} {
		if err := os.RemoveAll(at); err != nil {
			t.Fatal(err)
		}
		if err := put(); err != nil {
			t.Fatal(name, err)
		}
		if got, ok := f.Get(key("a")); ok {
			t.Errorf("%s: got %q", name, got)
		}
		if name == "folder" {
			continue // it stays in the way, which Close would tell
		}
		f.Put(key("a"), []byte("answer"))
		if got, ok := f.Get(key("a")); !ok || string(got) != "answer" {
			t.Errorf("%s: got %q, %v after it was written again", name, got, ok)
		}
	}
}

// TestSweep drops what is old, keeps what was used, and leaves alone what is not
// its own.
func TestSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	theirs := filepath.Join(dir, "theirs")
	if err := os.WriteFile(theirs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(theirs, time.Time{}, now.Add(-10*maxAge)); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir, now)
	f.Put(key("used"), []byte("1"))
	f.Put(key("unused"), []byte("2"))
	if err := f.root.WriteFile(partPrefix+"x", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	age(t, f, 20*24*time.Hour)
	if _, ok := f.Get(key("used")); !ok {
		t.Error("the answer is not there")
	}
	shut(t, f)
	if _, err := os.Lstat(filepath.Join(dir, layout, partPrefix+"x")); err == nil {
		t.Error("what was never finished is still there")
	}
	f = open(t, dir, now.Add(20*24*time.Hour))
	shut(t, f)
	f = open(t, dir, now.Add(20*24*time.Hour))
	defer shut(t, f)
	if _, ok := f.Get(key("used")); !ok {
		t.Error("an answer that was used 20 days ago has gone")
	}
	if _, ok := f.Get(key("unused")); ok {
		t.Error("an answer that was used 40 days ago is still there")
	}
	if _, err := os.Lstat(theirs); err != nil {
		t.Error(err)
	}
}

// TestSweepSize drops the oldest answers until the rest is small enough.
func TestSweepSize(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, now)
	const many = 12 // of the most an answer may have is more than a folder may
	for i := range many {
		name := key(fmt.Sprint(i)).file()
		f.Put(key(fmt.Sprint(i)), nil)
		// What has no data takes no room on the disk.
		if err := os.Truncate(filepath.Join(dir, layout, name), MaxAnswer); err != nil {
			t.Fatal(err)
		}
		if err := f.root.Chtimes(name, time.Time{}, now.Add(time.Duration(i-many)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	shut(t, f)
	f = open(t, dir, now)
	defer shut(t, f)
	for i := range many {
		_, err := f.root.Lstat(key(fmt.Sprint(i)).file())
		if want := i >= many-maxSize/MaxAnswer; want != (err == nil) {
			t.Errorf("answer %d of %d: got %v, want it there: %v", i, many, err, want)
		}
	}
}

// TestTogether has several runs use a folder at once: each gets a whole answer
// or none, and no run fails.
func TestTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var runs sync.WaitGroup
	for run := range 8 {
		runs.Go(func() {
			for range 20 {
				f, err := Open(dir, now.Add(time.Duration(run)*2*sweepAfter))
				if err != nil {
					t.Error(err)
					return
				}
				for i := range 5 {
					want := bytes.Repeat([]byte{byte(i)}, 10_000)
					if got, ok := f.Get(key(fmt.Sprint(i))); ok && !bytes.Equal(got, want) {
						t.Errorf("got %d bytes, want %d", len(got), len(want))
					}
					f.Put(key(fmt.Sprint(i)), want)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	runs.Wait()
}

// TestUnwritable tells what could not be kept, and goes on.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, now); err == nil {
		t.Error("a file was opened as a folder")
	}
	f := open(t, t.TempDir(), now)
	if err := f.root.Mkdir(key("a").file(), 0o700); err != nil {
		t.Fatal(err)
	}
	f.Put(key("a"), []byte("1"))
	if err := f.Close(); err == nil {
		t.Error("got no error, want what could not be kept")
	}
}
