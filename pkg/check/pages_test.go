package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// TestPages compiles and judges what the pages for users show in Jsonnet: menus
// without a finding, and settings without an error.
func TestPages(t *testing.T) {
	t.Parallel()
	menus, settings := 0, 0
	for _, glob := range []string{"README*.md", "docs/*.md"} {
		pages, err := filepath.Glob(filepath.Join("../..", glob))
		if err != nil || len(pages) == 0 {
			t.Fatalf("got %q, %v, want pages", pages, err)
		}
		for _, page := range pages {
			switch name, _, _ := strings.Cut(filepath.Base(page), "."); name {
			case "rules", // is written from pkg/rule
				"performance", // shows files that import each other
				"sandbox":     // shows the sandbox's settings
				continue
			}
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile("(?ms)^```jsonnet\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
				shown := strings.ReplaceAll(m[1], "sha256:...", "sha256:"+strings.Repeat("0", 64))
				if strings.Contains(shown, "caidan.menu") {
					menus++
					for _, a := range run(t, repository(t, "-- menus/brand-cn.jsonnet --\n"+shown)) {
						if !a.Valid() || len(a.Findings) > 0 {
							t.Errorf("%s: got %+v of the menu\n%s", page, a.Findings, shown)
						}
					}
					continue
				}
				settings++
				for _, f := range runAll(t, repository(t, "-- .caidan.jsonnet --\n"+shown+"-- menus/brand-cn.jsonnet --\n"+plain)).Settings {
					if f.Severity == diag.Error {
						t.Errorf("%s: got %+v of the settings\n%s", page, f, shown)
					}
				}
			}
		}
	}
	if menus < 3 || settings < 3 {
		t.Errorf("got %d menus and %d settings, so the test reads too little", menus, settings)
	}
}
