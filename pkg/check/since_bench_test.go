package check

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// benchCommit makes a repository of n menus, commits it, and changes ten files.
func benchCommit(b *testing.B, n int) (o Options, base string) {
	b.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	const collect = 400 // as the command sets it
	before := debug.SetGCPercent(collect)
	b.Cleanup(func() { debug.SetGCPercent(before) })
	root := menus(b, n, "brand.page('/sale/' + id)")
	base = commit(b, root)
	for i := range 10 {
		name := filepath.Join(root, "menus", fmt.Sprintf("account-%05d.jsonnet", i*n/10))
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, append([]byte("// changed\n"), data...), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return Options{Paths: []string{root}, GCPercent: collect, Worker: worker.Command{Path: exe, Args: []string{exe, worker.Arg}}}, base
}

// timed returns how long something takes.
func timed(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkSince checks 1,000 files of which ten changed since a commit, turn by
// turn with a check of all of them, and with reading them alone. x-full is the
// ratio to the full check, x-full-less-reading that of what reading does not take.
func BenchmarkSince(b *testing.B) {
	o, base := benchCommit(b, 1000)
	dir := b.TempDir()
	check := func(since bool) func() error {
		return func() error {
			o := o
			if since {
				folder, err := cache.Open(dir, time.Now())
				if err != nil {
					return err
				}
				defer func() { _ = folder.Close() }()
				o.Since = &Since{Commit: base, Cache: folder, Program: "this benchmark"}
			}
			_, err := Run(b.Context(), o)
			return err
		}
	}
	read := func() error {
		files, err := filepath.Glob(filepath.Join(o.Paths[0], "menus", "*.jsonnet"))
		for i := 0; i < len(files) && err == nil; i++ {
			_, err = os.ReadFile(files[i])
		}
		return err
	}
	timed(b, check(true))
	var full, since, reading time.Duration
	for b.Loop() {
		full += timed(b, check(false))
		since += timed(b, check(true))
		reading += timed(b, read)
	}
	b.ReportMetric(since.Seconds()/full.Seconds(), "x-full")
	b.ReportMetric((since-reading).Seconds()/full.Seconds(), "x-full-less-reading")
	b.ReportMetric(float64(reading.Milliseconds())/float64(b.N), "ms-reading")
}

// BenchmarkCompare checks 1,000 files and compiles them as they were in a commit
// since which ten changed, turn by turn with the check alone, whose time x-check
// is the ratio to.
func BenchmarkCompare(b *testing.B) {
	o, base := benchCommit(b, 1000)
	var alone, both time.Duration
	for b.Loop() {
		alone += timed(b, func() error {
			_, err := Run(b.Context(), o)
			return err
		})
		both += timed(b, func() error {
			c, err := Compare(b.Context(), o, base)
			if err == nil && c.EvaluatedBase != 10 {
				err = fmt.Errorf("evaluated %d files of the commit, want 10", c.EvaluatedBase)
			}
			return err
		})
	}
	b.ReportMetric(both.Seconds()/alone.Seconds(), "x-check")
}
