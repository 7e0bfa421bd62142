package source

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"testing"
)

// BenchmarkPool compares worker processes with goroutines over 1,000 menus,
// both with the collector that the command uses. Starting and ending the
// workers is part of the work.
func BenchmarkPool(b *testing.B) {
	const menus, gcPercent = 1000, 400
	tree := newTree(b, benchFiles(menus), nil)
	files, err := tree.Discover("")
	if err != nil {
		b.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	for _, parallel := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("goroutines=%d", parallel), func(b *testing.B) {
			for b.Loop() {
				var values atomic.Int64
				err := tree.eachHere(b.Context(), files, parallel, func(_ int, r Result) { values.Add(int64(len(r.JSON))) })
				if err != nil || values.Load() < menus {
					b.Fatalf("got %d bytes, %v", values.Load(), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*menus), "ns/menu")
		})
		b.Run(fmt.Sprintf("workers=%d", parallel), func(b *testing.B) {
			for b.Loop() {
				pool, err := NewPool(PoolOptions{Dir: tree.Dir(), Command: testCommand(b), Parallel: parallel, GCPercent: gcPercent})
				if err != nil {
					b.Fatal(err)
				}
				var values atomic.Int64
				err = pool.Each(b.Context(), files, func(_ int, r Result) { values.Add(int64(len(r.JSON))) })
				if err != nil || values.Load() < menus {
					b.Fatalf("got %d bytes, %v", values.Load(), err)
				}
				if err := pool.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*menus), "ns/menu")
		})
	}
}
