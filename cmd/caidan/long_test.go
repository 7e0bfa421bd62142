package main

import (
	"bytes"
	"strings"
	"testing"
)

// No word of the command line is repeated at length.
func TestLongWords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 30_000)
	lines := [][]string{{long}, {"explain", long}, {"completion", long}, {"check", long}, {"check", strings.Repeat("a/", 30_000)}, {"sandbox", "--listen", long}}
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		lines = append(lines, []string{cmd.Name(), "--" + long}, []string{cmd.Name(), "-" + long}, []string{cmd.Name(), "--lang=" + long})
		if cmd.Flags().Lookup("format") != nil {
			lines = append(lines, []string{cmd.Name(), "--format", long})
		}
	}
	for _, args := range lines {
		var out bytes.Buffer
		a := &app{stdout: &out, stderr: &out, getenv: noEnvironment}
		if code := a.run(t.Context(), args); code == exitOK || out.Len() > 2000 {
			t.Errorf("%.40q: got code %d and %d bytes: %.300q", args, code, out.Len(), out.String())
		}
	}
}
