package source

import (
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/astgen"
)

// BenchmarkExtend extends the standard library, as each worker does when it
// starts.
func BenchmarkExtend(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		program, err := jsonnet.SnippetToAST("", standard)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := extend(astgen.StdAst, program); err != nil {
			b.Fatal(err)
		}
	}
}
