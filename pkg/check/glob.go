package check

import (
	"path"
	"strings"
)

// IsGlob reports whether a pattern may match more than one name.
func IsGlob(pattern string) bool { return strings.ContainsAny(pattern, `*?[\`) }

// Matches reports whether a name or glob is about an account.
func Matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}
