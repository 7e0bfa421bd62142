package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestSameBytes builds one target twice and compares; what is in the archive is
// what AWS Lambda starts, and knows its version.
func TestSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the function")
	}
	t.Chdir(filepath.Join("..", ".."))
	target := target{"linux", runtime.GOARCH, true}
	var built [2][]byte
	for i := range built {
		dir := t.TempDir()
		path, archive := filepath.Join(dir, target.binary()), filepath.Join(dir, target.file("1.4.2"))
		if err := target.compile(t.Context(), "1.4.2", path); err != nil {
			t.Fatal(err)
		}
		if err := target.pack(path, archive); err != nil {
			t.Fatal(err)
		}
		var err error
		if built[i], err = os.ReadFile(archive); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(built[0], built[1]) {
		t.Error("got other bytes the second time")
	}
	z, err := zip.NewReader(bytes.NewReader(built[0]), int64(len(built[0])))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 1 || z.File[0].Name != "bootstrap" || z.File[0].Mode() != 0o755 {
		t.Fatalf("got %d files, the first %s with mode %s, want bootstrap alone, 0755", len(z.File), z.File[0].Name, z.File[0].Mode())
	}
	if runtime.GOOS != "linux" {
		return
	}
	bootstrap := filepath.Join(t.TempDir(), "bootstrap")
	if err := os.WriteFile(bootstrap, contents(t, z.File[0]), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), bootstrap)
	cmd.Env = []string{}
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "version=1.4.2") {
		t.Errorf("got %v and %s, want that it does not start without an environment, and its version", err, said)
	}
}

func contents(t *testing.T, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestVersion takes versions that can be a tag of Git and of an image.
func TestVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"1.4.2": true, "0.1.0": true, "1.4.2-rc.1": true,
		"v1.4.2": false, "1.4": false, "01.4.2": false, "1.4.2+build": false, "1.4.2; rm": false, "latest": false,
	} {
		if got := semver.MatchString(version); got != want {
			t.Errorf("%q: got %t, want %t", version, got, want)
		}
	}
	if err := run(t.Context(), "v1.4.2", t.TempDir()); err == nil || !strings.Contains(err.Error(), `"v1.4.2" is not a version`) {
		t.Errorf("got %v, want that it is not a version", err)
	}
}

// TestTargets lists what people download.
func TestTargets(t *testing.T) {
	t.Parallel()
	names := func(all bool, version string) (list []string) {
		for _, target := range targets(all) {
			list = append(list, target.file(version))
		}
		return list
	}
	want := []string{
		"caidan_1.4.2_linux_amd64.tar.gz", "caidan_1.4.2_linux_arm64.tar.gz",
		"caidan_1.4.2_darwin_amd64.tar.gz", "caidan_1.4.2_darwin_arm64.tar.gz",
		"caidan_1.4.2_windows_amd64.zip", "caidan_1.4.2_windows_arm64.zip",
		"caidan-lambda_1.4.2_amd64.zip", "caidan-lambda_1.4.2_arm64.zip",
	}
	if got := names(true, "1.4.2"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := names(false, ""), []string{"caidan-lambda_amd64.zip", "caidan-lambda_arm64.zip"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBills makes one list of what is in the command, and one for the function.
func TestBills(t *testing.T) {
	t.Parallel()
	var got []string
	for _, target := range targets(true) {
		if bill := target.bill("1.4.2"); bill != "" {
			got = append(got, bill)
		}
	}
	if want := []string{"caidan_1.4.2.cdx.json", "caidan-lambda_1.4.2.cdx.json"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAnywhere makes the same list on machines that compiled the tool which makes
// it otherwise; the modules keep their hashes.
func TestAnywhere(t *testing.T) {
	t.Parallel()
	made := func(tool string) string {
		got, err := anywhere([]byte(`{"version": 1, "metadata": {"tools": [{"name": "t", "hashes": [{"content": "` + tool + `"}]}], "component": {"name": "c"}}, "components": [{"hashes": [{"content": "m"}]}]}`))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(got)), "")
	}
	want := `{"components":[{"hashes":[{"content":"m"}]}],"metadata":{"component":{"name":"c"},"tools":[{"name":"t"}]},"version":1}`
	for _, tool := range []string{"here", "there"} {
		if got := made(tool); got != want {
			t.Errorf("%s: got %s, want %s", tool, got, want)
		}
	}
	if _, err := anywhere([]byte(`{"version": 1}`)); err == nil {
		t.Error("got no error for a list that does not say how it was made")
	}
}

// TestPacked reads back what both packers write: name, mode, bytes, and a time
// that says nothing.
func TestPacked(t *testing.T) {
	t.Parallel()
	files := []file{{"caidan", []byte("binary"), 0o755}, {"README.md", []byte("text"), 0o644}}
	out := t.TempDir()
	for name, pack := range map[string]func(io.Writer, []file) error{"a.zip": zipped, "a.tar.gz": tarball} {
		var first, second bytes.Buffer
		if err := pack(&first, files); err != nil {
			t.Fatal(err)
		}
		if err := pack(&second, files); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: got other bytes the second time", name)
		}
		if err := os.WriteFile(filepath.Join(out, name), first.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	z, err := zip.OpenReader(filepath.Join(out, "a.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for i, f := range z.File {
		if f.Name != files[i].name || f.Mode() != os.FileMode(files[i].mode) || !bytes.Equal(contents(t, f), files[i].data) || !f.Modified.Equal(stamped) {
			t.Errorf("got %s, %s, changed %s", f.Name, f.Mode(), f.Modified)
		}
	}
	readTar(t, filepath.Join(out, "a.tar.gz"), files)
	if err := checksums(out, []string{"a.zip", "a.tar.gz"}); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(out, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(sums)), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[0], "  a.tar.gz") || !strings.HasSuffix(lines[1], "  a.zip") || len(lines[0]) != 64+2+len("a.tar.gz") {
		t.Errorf("got checksums\n%s", sums)
	}
}
