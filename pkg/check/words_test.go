package check

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// checkWords holds a finding about the settings against how all of them are
// worded.
func checkWords(t *testing.T, f diag.Finding) {
	t.Helper()
	// What a team wrote is quoted and may say anything.
	own := regexp.MustCompile(`"(\\.|[^"\\])*"`).ReplaceAllString(f.Message, "")
	if f.Message == "" || f.Help == "" || strings.HasSuffix(f.Message, ".") || strings.Contains(own, "%!") {
		t.Errorf("%s: got %q and %q, want a message and what to do", f.Rule, f.Message, f.Help)
	}
}

// points reports whether a JSON pointer leads to a value.
func points(data []byte, path string) bool {
	var v any
	if json.Unmarshal(data, &v) != nil || path == "" {
		return path == ""
	}
	for _, token := range strings.Split(path, "/")[1:] {
		switch at := v.(type) {
		case map[string]any:
			v = at[strings.NewReplacer("~1", "/", "~0", "~").Replace(token)]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return false
			}
			v = at[i]
		default:
			return false
		}
	}
	return true
}
