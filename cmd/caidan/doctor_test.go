package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestDoctorIsDocumented holds the table of docs/doctor.md against the checks there
// are; -update writes it.
func TestDoctorIsDocumented(t *testing.T) {
	t.Parallel()
	const path, head = "../../docs/doctor.md", "| check | of | looks at |\n|---|---|---|\n"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(data), head)
	_, after, more := strings.Cut(after, "\n\n")
	if !found || !more {
		t.Fatalf("got no table in %s", path)
	}
	var table strings.Builder
	for _, name := range append(api.Checks(false), api.Checks(true)...) {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", name, name.Layer().Text().In(text.English), name.Text().In(text.English))
	}
	want := before + head + table.String() + "\n" + after
	switch {
	case want == string(data):
	case *update:
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("got another table in %s than there are checks; make golden writes it", path)
	}
}
