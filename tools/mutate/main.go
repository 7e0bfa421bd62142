// Mutate changes one thing after another in a package and runs its tests each
// time: what no test notices is a missing test, or makes no difference.
//
//	mutate [-list docs/mutation.md] [-sample N] ./pkg/plan
//
// All mutants are compiled into one test binary, and a variable of the
// environment chooses among them; so a package takes minutes. The tests run with
// -short. Mutants that make no difference stand in the list, each with its
// reason; one there that a test kills, or that is not found, is an error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// chosen is the variable of the environment that names the mutant.
const chosen = "MUTANT"

func main() {
	list := flag.String("list", "docs/mutation.md", "the page with the mutants that make no difference")
	sample := flag.Int("sample", 0, "how many mutants to try, drawn at random; 0 is all")
	flag.Parse()
	if err := run(flag.Arg(0), *list, *sample); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(dir, list string, sample int) error {
	page, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	mutants, err := build(dir, tmp)
	if err != nil {
		return err
	}
	t := tester{dir: dir, binary: filepath.Join(tmp, "test")}
	if err := t.measure(); err != nil {
		return err
	}
	if sample > 0 && sample < len(mutants) {
		rand.Shuffle(len(mutants), func(i, k int) { mutants[i], mutants[k] = mutants[k], mutants[i] })
		mutants = mutants[:sample]
	}
	return report(dir, mutants, &t, string(page), sample == 0)
}

// report tries the mutants and says which lived.
func report(dir string, mutants []mutant, t *tester, page string, all bool) error {
	var same, lived, late, wrong int
	seen := map[string]bool{}
	for _, m := range mutants {
		key := m.key(dir)
		listed := strings.Contains(page, "\n"+key)
		seen[key] = true
		killed, timeout := t.try(m.id)
		switch {
		case killed && listed:
			wrong++
			fmt.Printf("%s:%d: killed, and listed: %s\n", filepath.Join(dir, m.file), m.line, key)
		case timeout:
			late++
		case killed:
		case listed:
			same++
		default:
			lived++
			fmt.Printf("%s:%d: lived: %s\n", filepath.Join(dir, m.file), m.line, key)
		}
	}
	for _, line := range strings.Split(page, "\n") {
		found := func(key string) bool { return strings.HasPrefix(line, key) }
		if all && strings.HasPrefix(line, "- `"+filepath.Clean(dir)+"/") && !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), found) {
			wrong++
			fmt.Println("listed, and not found:", line)
		}
	}
	n := len(mutants) - same
	fmt.Printf("%s: %d mutants, %d of them make no difference; of the others %d killed (%d by time), %d lived: %.1f %%\n",
		dir, len(mutants), same, n-lived, late, lived, 100*float64(n-lived)/float64(max(n, 1)))
	if wrong > 0 {
		return errors.New("the list is not what was found")
	}
	return nil
}

// build writes the package with all its mutants and compiles its tests.
func build(dir, tmp string) ([]mutant, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	overlay := map[string]string{}
	w := weaver{fset: token.NewFileSet(), constants: map[string]bool{}}
	paths = slices.DeleteFunc(paths, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
	for _, path := range paths {
		if err := w.note(path); err != nil {
			return nil, err
		}
	}
	for _, path := range paths {
		src, err := w.file(path)
		if err != nil {
			return nil, err
		}
		if err := place(overlay, path, filepath.Join(tmp, filepath.Base(path)), src); err != nil {
			return nil, err
		}
	}
	chooser := "package " + w.name + `

import ("os"; "strconv")

var mutant_, _ = strconv.Atoi(os.Getenv("` + chosen + `"))

func other_[T any](id int, was, is T) T { if mutant_ == id { return is }; return was }
`
	if err := place(overlay, filepath.Join(dir, "mutant_.go"), filepath.Join(tmp, "mutant_.go"), []byte(chooser)); err != nil {
		return nil, err
	}
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(tmp, "overlay.json"), data, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(tmp, "overlay.json"), "-o", filepath.Join(tmp, "test"), dir)
	cmd.Stderr = os.Stderr
	return w.mutants, cmd.Run()
}

func place(overlay map[string]string, path, at string, src []byte) error {
	abs, err := filepath.Abs(path)
	overlay[abs] = at
	return errors.Join(err, os.WriteFile(at, src, 0o600))
}

// tester runs the tests of one package.
type tester struct {
	dir, binary string
	args        []string
	limit       time.Duration
}

// measure runs the tests without a mutant: the others have ten times as long.
func (t *tester) measure() error {
	// On one processor tests that wait wait at the same time.
	t.args, t.limit = []string{"-test.short", "-test.failfast", "-test.parallel=8"}, 10*time.Minute
	tests, err := filepath.Glob(filepath.Join(t.dir, "*_test.go"))
	if err != nil {
		return err
	}
	for _, path := range tests {
		if src, err := os.ReadFile(path); err == nil && bytes.Contains(src, []byte(`"pgregory.net/rapid"`)) {
			// Each mutant meets the same values, and leaves no file behind.
			t.args = append(t.args, "-rapid.seed=1", "-rapid.nofailfile")
			break
		}
	}
	killed, used := t.run(0)
	if killed {
		return errors.New("the tests fail without a mutant")
	}
	t.limit = 10*used + 2*time.Second
	return nil
}

// try runs the tests with a mutant; they kill it when they fail, or need ten times
// as long.
func (t *tester) try(id int) (killed, late bool) {
	killed, used := t.run(id)
	return killed, killed && used >= t.limit*8/10
}

// run runs the tests and returns how much of the processor they took. That is
// what a mutant without an end takes, however busy the machine is; the other
// limit is for one that waits.
func (t *tester) run(id int) (failed bool, used time.Duration) {
	ctx, stop := context.WithTimeout(context.Background(), 4*t.limit)
	defer stop()
	limit := fmt.Sprintf(`ulimit -t %d; exec "$0" "$@"`, int(t.limit.Seconds()))
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", limit, t.binary}, t.args...)...)
	cmd.Dir = t.dir
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", chosen, id), "GOMAXPROCS=1")
	err := cmd.Run()
	used = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if ctx.Err() != nil {
		used = t.limit
	}
	return err != nil, used
}
