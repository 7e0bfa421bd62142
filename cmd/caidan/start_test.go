package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestStart counts what the packages that are linked allocate before the first
// line of the command runs, and most of it before that of its worker; and holds that
// a worker is started before most of it.
func TestStart(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: builds the command")
	}
	const most = 6_800
	path := filepath.Join(t.TempDir(), "caidan")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-tags", "lambda.norpc", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the command: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), path, "version")
	cmd.Env = []string{"GODEBUG=inittrace=1"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	first, fmtNeeds := bytes.Index(out, []byte("/cmd/caidan/first @")), bytes.Index(out, []byte("\ninit reflect @"))
	if first < 0 || fmtNeeds < first {
		t.Errorf("package first is initialised after what fmt needs, want before (docs/performance.md says why):\n%s", out)
	}
	sum := 0
	for _, m := range regexp.MustCompile(`(?m)^init .* (\d+) allocs$`).FindAllStringSubmatch(string(out), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum == 0 || sum > most {
		t.Errorf("got %d allocations before the first line, want some, and at most %d (docs/performance.md says of which); GODEBUG=inittrace=1 lists them:\n%s", sum, most, out)
	}
}
