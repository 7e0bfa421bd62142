package github

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// environment answers from a map.
func environment(set map[string]string) func(string) string {
	return func(name string) string { return set[name] }
}

func TestInputs(t *testing.T) {
	t.Parallel()
	in := New(io.Discard, environment(map[string]string{
		"INPUT_COMMAND":          " check ",
		"INPUT_PATH":             "menus",
		"INPUT_ACCOUNTS":         "brand-cn, store-*\r\n\tother,,\u3000last",
		"INPUT_INSPECT-FUNCTION": "inspect",
		"INPUT_PUBLISH-FUNCTION": "publish",
		"INPUT_AWS-REGION":       "eu-west-1",
		"INPUT_ROLE-TO-ASSUME":   "arn:aws:iam::1:role/r",
		"INPUT_AUDIENCE":         "aud",
		"INPUT_FAIL-ON":          "warning",
		"INPUT_LANG":             "en",
	})).Inputs()
	if want := []string{"brand-cn", "store-*", "other", "last"}; !slices.Equal(in.Accounts, want) {
		t.Errorf("accounts: got %q, want %q", in.Accounts, want)
	}
	got := []string{in.Command, in.Path, in.InspectFunction, in.PublishFunction, in.AWSRegion, in.RoleToAssume, in.Audience, in.FailOn, in.Lang}
	want := []string{"check", "menus", "inspect", "publish", "eu-west-1", "arn:aws:iam::1:role/r", "aud", "warning", "en"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSetOutput(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "output")
	if err := New(io.Discard, environment(map[string]string{"GITHUB_OUTPUT": file})).SetOutput("verdict", "ok"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?s)^verdict<<(\S+)\nok\n(\S+)\n$`).Match(text) {
		t.Errorf("got %q, want the output between delimiters", text)
	}
	if err := New(io.Discard, environment(nil)).SetOutput("verdict", "ok"); err != nil {
		t.Errorf("outside a job: got %v, want nothing", err)
	}
	err = New(io.Discard, environment(map[string]string{"GITHUB_OUTPUT": t.TempDir()})).SetOutput("verdict", "ok")
	var output *OutputError
	if !errors.As(err, &output) || output.Name != "verdict" || output.Unwrap() == nil {
		t.Errorf("no file: got %v, want an OutputError", err)
	}
}

func TestUntrusted(t *testing.T) {
	t.Parallel()
	var tokens []string
	for range 2 {
		var b bytes.Buffer
		want := errors.New("no")
		got := New(&b, environment(nil)).Untrusted(func() error {
			b.WriteString("::error::x\n")
			return want
		})
		if !errors.Is(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		parts := regexp.MustCompile(`^::stop-commands::([A-Z0-9]{26})\n::error::x\n::([A-Z0-9]{26})::\n$`).FindStringSubmatch(b.String())
		if parts == nil || parts[1] != parts[2] {
			t.Fatalf("got %q, want the text between two markers with one token", b.String())
		}
		tokens = append(tokens, parts[1])
	}
	if tokens[0] == tokens[1] {
		t.Errorf("got the token %s twice, want one that cannot be guessed", tokens[0])
	}
}

func TestErrorfEscapes(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	New(&b, environment(nil)).Errorf("%s", "100%\r\n::error::x")
	if want := "::error::100%25%0D%0A::error::x\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	event := filepath.Join(t.TempDir(), "event.json")
	if err := os.WriteFile(event, []byte(`{"repository":{"default_branch":"main"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	set := map[string]string{
		"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": event, "GITHUB_SERVER_URL": "https://ghes.example.com",
		"GITHUB_REPOSITORY": "o/r", "GITHUB_REPOSITORY_ID": "7", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": "c0ffee",
		"GITHUB_RUN_ID": "101", "GITHUB_RUN_ATTEMPT": "2", "GITHUB_ACTOR": "me",
	}
	got, err := New(io.Discard, environment(set)).Run()
	if err != nil {
		t.Fatal(err)
	}
	want := Run{
		Server: "https://ghes.example.com", Repository: "o/r", RepositoryID: 7, Ref: "refs/heads/main", Commit: "c0ffee",
		RunID: 101, Attempt: 2, RunURL: "https://ghes.example.com/o/r/actions/runs/101", Actor: "me", Event: "push", DefaultBranch: "main", Commits: []string{"c0ffee"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := os.WriteFile(event, []byte(`{"repository":{"id":456789,"default_branch":"main"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int64{"": 456789, "7": 7} {
		set["GITHUB_REPOSITORY_ID"] = id
		if got, err := New(io.Discard, environment(set)).Run(); err != nil || got.RepositoryID != want {
			t.Errorf("GITHUB_REPOSITORY_ID %q: got %d, %v, want %d", id, got.RepositoryID, err, want)
		}
	}
	for name, change := range map[string][2]string{
		"no event":              {"GITHUB_EVENT_NAME", ""},
		"a run id of letters":   {"GITHUB_RUN_ID", "x"},
		"a folder as the event": {"GITHUB_EVENT_PATH", filepath.Dir(event)},
	} {
		broken := environment(set)
		_, err := New(io.Discard, func(name string) string {
			if name == change[0] {
				return change[1]
			}
			return broken(name)
		}).Run()
		if err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestOnDefaultBranch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, ref, branch string
		want              bool
	}{
		{name: "on it", ref: "refs/heads/main", branch: "main", want: true},
		{name: "one with a slash", ref: "refs/heads/release/1", branch: "release/1", want: true},
		{name: "another", ref: "refs/heads/spring", branch: "main"},
		{name: "a tag of its name", ref: "refs/tags/main", branch: "main"},
		{name: "a pull request", ref: "refs/pull/7/merge", branch: "main"},
		{name: "the end of its name", ref: "refs/heads/x/main", branch: "main"},
		{name: "unknown", ref: "refs/heads/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Run{Ref: tt.ref, DefaultBranch: tt.branch}
			if got := r.OnDefaultBranch(); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event, asked, want string
		refused                  bool
	}{
		{name: "pull request", event: "pull_request", want: "check"},
		{name: "merge queue", event: "merge_group", want: "check"},
		{name: "push", event: "push", want: "publish"},
		{name: "by hand", event: "workflow_dispatch", want: "publish"},
		{name: "asked for", event: "release", asked: "check", want: "check"},
		{name: "schedule", event: "schedule", refused: true},
		{name: "schedule, asked for", event: "schedule", asked: "drift", want: "drift"},
		{name: "any other", event: "release", refused: true},
		{name: "a stranger's", event: "pull_request_target", refused: true},
		{name: "a stranger's, asked for", event: "pull_request_target", asked: "check", refused: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Command(tt.event, tt.asked)
			var event *EventError
			if tt.refused != errors.As(err, &event) || got != tt.want {
				t.Fatalf("got %q, %v, want %q", got, err, tt.want)
			}
			if tt.refused && (event.Event != tt.event || !strings.Contains(err.Error(), tt.event)) {
				t.Errorf("got %+v, want the event %s", event, tt.event)
			}
		})
	}
}
