package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// examples returns the blocks of code of the sandbox's page in a language, each as its
// language and its text.
func examples(t *testing.T, page string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../docs", page))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```([a-z]+)\n(.*?)\n```").FindAllStringSubmatch(string(text), -1)
	if len(found) != 6 {
		t.Fatalf("got %d examples in %s, want the settings, four languages and the calls of tests", len(found), page)
	}
	return found
}

// TestSandboxPage runs what docs/sandbox.md shows against the command's sandbox with the
// settings that it shows: each language publishes its menu.
func TestSandboxPage(t *testing.T) {
	t.Parallel()
	shown := examples(t, "sandbox.md")
	config := filepath.Join(t.TempDir(), "sandbox.jsonnet")
	if err := os.WriteFile(config, []byte(shown[0][2]), 0o600); err != nil {
		t.Fatal(err)
	}
	s := server{t, starts(t, "export AWS_ENDPOINT_URL_LAMBDA=", built(t), "sandbox", "--config", config)}
	for i, run := range [][]string{
		{"从 curl", "sh", "-ec"}, {"从 Python", "python3", "-c"}, {"从 Node", "node", "-e"}, {"从 PHP", "php", "-r"}, {`"hi"`, "sh", "-ec"},
	} {
		want, tool := run[0], run[1]
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CAIDAN_E2E") == "1" {
				t.Errorf("CAIDAN_E2E=1 asks for %s, which the page has an example for: %v", tool, err)
			}
			t.Logf("SKIPPED: %s is not installed: %v", tool, err)
			continue
		}
		program := strings.TrimPrefix(strings.ReplaceAll(shown[i+1][2], "http://127.0.0.1:8089", s.base), "<?php\n")
		out, err := exec.CommandContext(t.Context(), tool, run[2], program).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", tool, err, out)
		}
		if live := s.live(); !strings.Contains(string(out), strings.Trim(want, `"`)) || !strings.Contains(string(live.Menu), want) {
			t.Errorf("%s: got %s, and %s live, want a menu of %s", tool, out, live.Menu, want)
		}
	}
	var calls struct {
		Calls []struct{ Path string }
	}
	s.call("GET", "/sandbox/calls", "", &calls)
	if len(calls.Calls) < 3 {
		t.Errorf("got %v, want the calls of the page", calls.Calls)
	}
}

// TestSandboxPageInChinese holds that the page in Chinese shows the same examples, but
// for what is said in them.
func TestSandboxPageInChinese(t *testing.T) {
	t.Parallel()
	english, chinese := examples(t, "sandbox.md"), examples(t, "sandbox.zh-CN.md")
	said := regexp.MustCompile(`(?m)^#.*\n`)
	for i := range english {
		if got, want := said.ReplaceAllString(chinese[i][2], ""), said.ReplaceAllString(english[i][2], ""); got != want || !slices.Equal(chinese[i][1:2], english[i][1:2]) {
			t.Errorf("example %d: got\n%s\nwant\n%s", i+1, got, want)
		}
	}
}
