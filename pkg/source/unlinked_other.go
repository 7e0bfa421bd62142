//go:build !linux

package source

// unlinked is for Linux alone; the others have no such call.
func (*Tree) unlinked(string) (data []byte, ok bool) { return nil, false }
