package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// commits has Git commit all files of the script's folder, but for a cache in
// it: commits.
func commits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: commits")
	}
	for _, git := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "-A"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "menus"},
	} {
		ts.Check(ts.Exec("git", git...))
	}
}

// forge writes answers into a cache as a program would that knows its form: in
// each, OLD becomes NEW, which is as long, and the checksum is right: forge FOLDER
// OLD NEW.
func forge(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("usage: forge FOLDER OLD NEW")
	}
	forged := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		key, notHex := hex.DecodeString(filepath.Base(name))
		if err != nil || notHex != nil || len(data) < sha256.Size || !bytes.Contains(data, []byte(args[1])) {
			return err
		}
		answer := bytes.ReplaceAll(data[sha256.Size:], []byte(args[1]), []byte(args[2]))
		sum := sha256.Sum256(append(key, answer...))
		forged++
		return os.WriteFile(name, append(sum[:], answer...), 0o600)
	}))
	if forged == 0 {
		ts.Fatalf("no answer has %q", args[1])
	}
}

// TestBuildID has this program's build id, as the go command tells it, and none
// of what is not a program.
func TestBuildID(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		told, err := exec.CommandContext(t.Context(), "go", "tool", "buildid", exe).Output()
		if err != nil {
			t.Skipf("go tool buildid: %v", err)
		}
		if got := buildID(exe); got != strings.TrimSpace(string(told)) {
			t.Errorf("got %q, want %q", got, told)
		}
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := buildID(text); got != "" {
		t.Errorf("got %q for text", got)
	}
}
