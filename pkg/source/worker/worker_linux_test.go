package worker

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWorkerHasNothing looks at a worker process from outside.
func TestWorkerHasNothing(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "1"}, nil)
	pool := newPool(t, tree, Options{Parallel: 1})
	compileAll(t, tree, pool)
	proc := fmt.Sprintf("/proc/%d/", pool.idle[0].child.Pid)
	if env, err := os.ReadFile(proc + "environ"); err != nil || string(env) != "GOMAXPROCS=1\x00" {
		t.Errorf("environment: got %q, %v, want nothing but the number of processors", env, err)
	}
	if dir, err := os.Readlink(proc + "cwd"); err != nil || dir != "/" {
		t.Errorf("folder: got %q, %v, want /", dir, err)
	}
	checkLimits(t, proc)
	links, err := filepath.Glob(proc + "fd/*")
	if err != nil || len(links) == 0 {
		t.Fatalf("got no descriptors, %v", err)
	}
	for _, link := range links {
		target, err := os.Readlink(link)
		// Go itself opens what would tell it how many processors it may use.
		ours := target == tree.Dir() || strings.HasPrefix(target, "pipe:") || strings.HasPrefix(target, "anon_inode:") || strings.HasPrefix(target, "/sys/fs/cgroup/")
		if err != nil || !ours {
			t.Errorf("descriptor %s: got %q, %v", filepath.Base(link), target, err)
		}
	}
	if group := fieldOf(t, proc+"stat", 4); group != filepath.Base(proc) {
		t.Errorf("process group: got %s, want its own", group)
	}
}

// checkLimits looks at the limits of the process at proc.
func checkLimits(t *testing.T, proc string) {
	t.Helper()
	limits, err := os.ReadFile(proc + "limits")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"Max core file size": "0", "Max file size": "0", "Max open files": fmt.Sprint(maxDescriptors), "Max data size": ""}
	for line := range strings.Lines(string(limits)) {
		for name, most := range want {
			rest, ok := strings.CutPrefix(line, name)
			if !ok {
				continue
			}
			delete(want, name)
			values := strings.Fields(rest) // soft, hard, unit
			if values[0] != values[1] || values[0] == "unlimited" || (most != "" && values[0] != most) {
				t.Errorf("%s: got %v, want %s", name, values, most)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("no limits called %v", want)
	}
}

// fieldOf returns a field of a file of one line, counted from 0.
func fieldOf(t *testing.T, name string, n int) string {
	t.Helper()
	text, err := os.ReadFile(name)
	fields := strings.Fields(string(text))
	if err != nil || len(fields) <= n {
		t.Fatalf("%s: %q, %v", name, text, err)
	}
	return fields[n]
}
