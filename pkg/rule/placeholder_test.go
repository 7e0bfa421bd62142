package rule

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPlaceholderIn holds that no link with a placeholder is passed over.
func TestPlaceholderIn(t *testing.T) {
	t.Parallel()
	parts := rapid.SampledFrom([]string{
		"https://example.com/", "?x=", "&scope=", "SCOPE", "scope", "APPID", "appid", "your", "Your", "yOUR", "YOUR", "-", "_", "__", "X",
		"REDIRECT_URI", "{", "}", "{{", "$", "#", "%", "s", "d", "/", "=", "a", "1", "界",
	})
	rapid.Check(t, func(t *rapid.T) {
		url := strings.Join(rapid.SliceOfN(parts, 0, 12).Draw(t, "parts"), "")
		got, want := placeholderIn(url), placeholder().FindStringSubmatch(url)
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("%s: got %q, want %q", url, got, want)
		}
	})
}
