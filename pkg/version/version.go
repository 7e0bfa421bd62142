// Package version says which caidan a binary is.
package version

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// linked is the version of a release. The linker sets it:
//
//	go build -ldflags '-X github.com/caidan-dev/caidan/pkg/version.linked=1.4.2'
var linked string

// Short returns the version: that of the release, as in 1.4.2; else that of the
// module, as go install and go build know it; else devel.
func Short() string {
	info, ok := debug.ReadBuildInfo()
	switch {
	case linked != "":
		return linked
	case !ok || info.Main.Version == "" || info.Main.Version == "(devel)":
		return "devel"
	default:
		return strings.TrimPrefix(info.Main.Version, "v")
	}
}

// Long says besides which commit the binary was built from, where that is known,
// with which Go, and what it runs on.
func Long() string {
	commit := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = " " + s.Value
			}
		}
	}
	return fmt.Sprintf("caidan %s%s %s %s/%s", Short(), commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
