package cache

import (
	"io/fs"
	"slices"
	"strings"
	"time"
)

// partPrefix begins the names of files that are being written.
const partPrefix = "part-"

// partAge is how long a file may be written. Its run has ended without an end
// then.
const partAge = time.Hour

// sweep removes answers that no run has asked for, then the oldest until the rest
// is small enough. What another run removes or writes meanwhile does no harm.
func (f *Folder) sweep() {
	var kept []answer
	var size int64
	// What cannot be looked at is left alone.
	entries, _ := fs.ReadDir(f.root.FS(), ".")
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || e.IsDir() || e.Name() == tagFile || e.Name() == sweptFile {
			continue
		}
		age := f.now.Sub(info.ModTime())
		if part := strings.HasPrefix(e.Name(), partPrefix); age > maxAge || part && age > partAge {
			_ = f.root.Remove(e.Name())
		} else if !part {
			kept = append(kept, answer{e.Name(), info.Size(), info.ModTime()})
			size += info.Size()
		}
	}
	slices.SortFunc(kept, func(a, b answer) int { return a.used.Compare(b.used) })
	for i := 0; i < len(kept) && size > maxSize; i++ {
		_ = f.root.Remove(kept[i].name)
		size -= kept[i].size
	}
	if err := f.write(sweptFile, nil); err == nil {
		_ = f.root.Chtimes(sweptFile, time.Time{}, f.now)
	}
}

// answer is a file that holds one.
type answer struct {
	name string
	size int64
	used time.Time
}
