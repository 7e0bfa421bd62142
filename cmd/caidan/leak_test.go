package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/leak"
)

// secrets are what scripts and their servers use, or how it begins. No command prints
// them or writes them to a file.
var secrets = []string{
	"secret-not-for-logs", "platform-secret-not-for-logs", "push-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "sesame", "s3cret",
	sandbox.TokenPrefix, jobToken, idToken, sessionValue, "ghs_not-for-logs", "chat-key-not-for-logs", "hooks.example.com/not-for-logs",
	`eyJhbGciOiJSUzI1`, // each token that GitHub signs: {"alg":"RS256"
	"caidan_READER00000", "caidan_WRITER00000",
}

type searcherKey struct{}

// searcher is the test of a script, which looks for secrets in every byte that commands
// print, and that is in files at its end.
type searcher struct {
	*testing.T
	// scripts is the folder of the script.
	scripts string
	// fail is told what was found, and where.
	fail func(t *testing.T, where string, found []string)
	// given has the lines of the script, and the texts that it came with or that
	// something else than a command wrote to a file.
	given map[string]bool
}

// Run runs the test of one script.
func (s *searcher) Run(name string, f func(testscript.T)) {
	s.T.Run(name, func(t *testing.T) {
		f(&searcher{T: t, scripts: s.scripts, fail: s.fail, given: map[string]bool{}})
	})
}

// Verbose keeps all that is printed until [searcher.Log] has seen it.
func (s *searcher) Verbose() bool { return true }

// Log is told at the end what the script has run and what that has printed.
func (s *searcher) Log(args ...any) {
	text := fmt.Sprint(args...)
	var printed strings.Builder
	for line := range strings.Lines(text) {
		command, echoed := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "> ")
		switch {
		case echoed && s.given[command], strings.HasPrefix(line, "[background] "): // a command, not what it prints
		case strings.HasPrefix(line, "::add-mask::"): // has GitHub mask what comes after it
		default:
			printed.WriteString(line)
		}
	}
	s.look("what it printed", printed.String())
	s.T.Log(text)
}

// look looks for secrets in a text.
func (s *searcher) look(where, text string) {
	if found := leak.Find(text, secrets...); found != nil {
		s.fail(s.T, where, found)
	}
}

// watch takes what a script came with as given, and has what is in files looked at once
// it has ended.
func watch(env *testscript.Env) error {
	s, _ := env.T().(*searcher)
	env.Values[searcherKey{}] = s
	script, err := os.ReadFile(filepath.Join(s.scripts, filepath.Base(s.Name())+".txtar"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(script)) {
		s.given[strings.TrimSuffix(line, "\n")] = true
	}
	env.Defer(func() {
		err := texts(env.WorkDir, func(name, text string) {
			if !s.given[text] {
				s.look(name, text)
			}
		})
		if err != nil {
			s.Errorf("look for secrets: %v", err)
		}
	})
	return texts(env.WorkDir, func(_, text string) { s.given[text] = true })
}

// leaked fails a test for secrets that were found.
func leaked(t *testing.T, where string, found []string) {
	t.Helper()
	t.Errorf("%s: got %q, want no secret", where, found)
}

// TestSearcher has a script whose command prints a secret, and one that comes to be in a
// file. What the script came with, and names, is nothing that a command has printed.
func TestSearcher(t *testing.T) {
	t.Parallel()
	scripts, found := t.TempDir(), []string{}
	script := "exec cat given given\n! stdout 's3cret here'\ncp stdout made\ncp given copied\n-- given --\nsecret-not-for-logs\n"
	if err := os.WriteFile(filepath.Join(scripts, "leaks.txtar"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &searcher{T: t, scripts: scripts, fail: func(_ *testing.T, where string, forms []string) { found = append(found, where+": "+forms[0]) }}
	t.Run("script", func(t *testing.T) {
		s.T = t
		testscript.RunT(s, testscript.Params{Dir: scripts, Setup: watch})
	})
	if got, want := fmt.Sprint(found), "[/made: secret 1 of 16 as Go quotes it what it printed: secret 1 of 16 as Go quotes it]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// texts calls f with each file of a folder.
func texts(dir string, f func(name, text string)) error {
	return filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(name)
		f(strings.TrimPrefix(name, dir), string(text))
		return err
	})
}

// give writes a file that no command made.
func give(ts *testscript.TestScript, name string, text []byte) {
	s, _ := ts.Value(searcherKey{}).(*searcher)
	s.given[string(text)] = true
	ts.Check(os.WriteFile(ts.MkAbs(name), text, 0o600))
}

// searched looks for secrets in what a command has printed that ran beside a script.
func searched(ts *testscript.TestScript, what, text string) {
	s, _ := ts.Value(searcherKey{}).(*searcher)
	s.look(what, text)
}
