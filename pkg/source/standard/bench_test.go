package standard

import (
	"testing"

	"github.com/google/go-jsonnet/astgen"
)

// BenchmarkExtend extends the standard library, as each worker does when it
// starts.
func BenchmarkExtend(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := extend(astgen.StdAst, standardTree); err != nil {
			b.Fatal(err)
		}
	}
}
