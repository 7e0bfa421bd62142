package sarif

import (
	"slices"
	"strings"
	"testing"
)

// The hashes of these files are what GitHub's own tests want of them.
// Source: github/codeql-action, src/fingerprints.test.ts.
func TestLineHashes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{name: "empty", want: []string{"c129715d7a2bc9a3:1"}},
		{
			name: "blanks", text: " a\nb\n  \t\tc\n d",
			want: []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"},
		},
		{
			name: "every end of line", text: "a\r\nb\rc\nd",
			want: lineHashes([]byte("a\nb\nc\nd")),
		},
		{name: "equal lines", text: strings.Repeat(strings.Repeat("x", 100)+"\n", 2), want: []string{
			lineHashes([]byte(strings.Repeat("x", 100)))[0], strings.Replace(lineHashes([]byte(strings.Repeat("x", 100)))[0], ":1", ":2", 1), "c129715d7a2bc9a3:1",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := lineHashes([]byte(tt.text)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
