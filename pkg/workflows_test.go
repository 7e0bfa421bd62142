package pkg_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWorkflows holds that the workflows to copy are those that this repository runs,
// but for where the Action is, and that they say all there is to say about least rights.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/workflows/*.yml")
	if err != nil || len(files) < 2 {
		t.Fatalf("got %q, %v, want the workflows", files, err)
	}
	words := regexp.MustCompile(`(?m)^ *#.*\n|(description:) .*$|^env:\n  CAIDAN_LANG: zh\n`)
	ours := strings.NewReplacer("uses: ./.github/actions/caidan\n", "uses: ORG/caidan@COMMIT\n", "uses: ./\n", "uses: ORG/caidan@COMMIT\n")
	action := read(t, "../action.yml")
	cached := read(t, "../.github/actions/caidan/action.yml")
	told := map[string]int{"menus.yml": 2, "menus-drift.yml": 1}
	for _, file := range files {
		name := filepath.Base(file)
		workflow := read(t, file)
		// menus.yml has the job of menus-check.yml, and more.
		own := workflow
		if name != "menus-check.yml" {
			own = read(t, filepath.Join("../.github/workflows", name))
		}
		if name == "menus-fork.yml" {
			// What is beside the menus has to be checked out.
			own = regexp.MustCompile(`(?m)^      # The tool of the default branch.*\n(.*\n){3}`).ReplaceAllString(own, "")
			if strings.Contains(workflow, "id-token") || strings.Contains(workflow, "checkout") {
				t.Errorf("%s: got a way to a role, or a checkout", name)
			}
		}
		if got := ours.Replace(own); got != workflow {
			t.Errorf("%s: .github/workflows and docs/workflows differ in more than where the Action is", name)
		}
		chinese := read(t, filepath.Join("../docs/workflows/zh-CN", name))
		if words.ReplaceAllString(chinese, "$1") != words.ReplaceAllString(workflow, "$1") || !strings.Contains(chinese, "CAIDAN_LANG: zh\n") {
			t.Errorf("%s: the Chinese one differs in more than its words", name)
		}
		if m := regexp.MustCompile(`(?m)^.*(# [a-z]+ [a-z]+|description: "?[\w, ]+$).*$`).FindString(chinese); m != "" {
			t.Errorf("%s: got %q in Chinese", name, m)
		}
		jobs := strings.Count(workflow, "runs-on:")
		for _, each := range []string{"timeout-minutes:", "\n    permissions:\n"} {
			if n := strings.Count(workflow, each); n != jobs {
				t.Errorf("%s: got %q %d times, want it in each of %d jobs", name, each, n, jobs)
			}
		}
		if n, want := strings.Count(workflow, "persist-credentials: false"), strings.Count(workflow, "actions/checkout@"); n != want {
			t.Errorf("%s: got %d checkouts that leave no token, want %d", name, n, want)
		}
		if !strings.Contains(workflow, "\npermissions: {}\n") {
			t.Errorf("%s: got rights for all jobs, want none", name)
		}
		for _, m := range regexp.MustCompile(`uses: (\S+)@(\S+)(.*)`).FindAllStringSubmatch(workflow+cached, -1) {
			if pinned := regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(m[2]) && strings.HasPrefix(m[3], " # v"); m[1] != "ORG/caidan" && !pinned {
				t.Errorf("%s: got %q, want a commit and its version", name, m[0])
			}
		}
		for _, m := range regexp.MustCompile(`ORG/caidan@COMMIT\n(?:        id: .*\n)?        with:\n((?:          .*\n)+)`).FindAllStringSubmatch(workflow, -1) {
			for line := range strings.Lines(m[1]) {
				if input, _, _ := strings.Cut(strings.TrimSpace(line), ":"); !strings.Contains(action, "\n  "+input+":\n") {
					t.Errorf("%s: got the input %q, which action.yml does not have", name, input)
				}
			}
		}
		// The jobs that look before a publish, publish and compare tell a chat where the
		// secret is set; those of pull requests have no secret.
		if n := strings.Count(workflow, "          notify-webhook: ${{ secrets.CAIDAN_NOTIFY_WEBHOOK }}\n"); n != told[name] || strings.Count(workflow, "secrets.") != n {
			t.Errorf("%s: got %d steps that tell a chat, want %d and no other secret", name, n, told[name])
		}
		for _, m := range regexp.MustCompile(`options: \[(.*)\]`).FindAllStringSubmatch(workflow, -1) {
			for _, command := range strings.Split(m[1], ", ") {
				if description, _, _ := strings.Cut(action, "\n  path:\n"); !strings.Contains(description, command) {
					t.Errorf("%s: got the command %q in the form, of which action.yml does not tell", name, command)
				}
			}
		}
		// What only a run takes that a person starts has a field in its form.
		_, byHand, _ := strings.Cut(action, "\n  to:\n")
		byHand, _, _ = strings.Cut(byHand, "\n  fail-on:\n")
		for _, m := range regexp.MustCompile(`(?m)^  ([a-z-]+):$`).FindAllStringSubmatch("  to:\n"+byHand, -1) {
			field := "\n      " + m[1] + ":\n        description: "
			if passed := "\n          " + m[1] + ": ${{ inputs." + m[1] + " }}\n"; name == "menus.yml" && (!strings.Contains(workflow, field) || !strings.Contains(workflow, passed)) {
				t.Errorf("%s: got no field in the form for the input %q", name, m[1])
			}
		}
		// With the cached binary a secret role runs what any job of the branch wrote.
		if _, publish, ok := strings.Cut(own, "\n  publish:\n"); ok && strings.Contains(publish, "actions/caidan") {
			t.Errorf("%s: got a publish with a binary from the cache", name)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
