package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"time"
)

const (
	// lookAgain is the least time between two looks at the files: soon enough
	// for a person who saves one and turns to the browser.
	lookAgain = 300 * time.Millisecond
	// restShare is how many times as long as a look the rest after it takes, so
	// that looking takes at most a twentieth of a processor, however large the
	// repository is.
	restShare = 19
)

// watch calls again whenever a file below the root is another than at the last
// look, whose stamp is given, until ctx is done. A menu may import any file of the repository, and what it would
// import after a change is not known before; so all are looked at. They are
// asked for rather than waited for: what the systems tell of changes differs,
// costs a handle for each folder, and is nothing at all on network disks and in
// containers.
func (a *app) watch(ctx context.Context, root string, last [sha256.Size]byte, again func() error) error {
	for {
		begin := a.now()
		now := stamp(root)
		if now != last {
			// What changes from here on is seen by the next look.
			last = now
			if err := again(); err != nil {
				return err
			}
			continue
		}
		rest := time.NewTimer(max(lookAgain, restShare*a.now().Sub(begin)))
		select {
		case <-ctx.Done():
			rest.Stop()
			return nil
		case <-rest.C:
		}
	}
}

// stamp is different when a file below the root is. What cannot be read is as if
// it were not there.
func stamp(root string) [sha256.Size]byte {
	sum := sha256.New()
	_ = fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // It is gone, or not ours to read.
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		if info, err := d.Info(); err == nil {
			_, _ = fmt.Fprintf(sum, "%q %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return [sha256.Size]byte(sum.Sum(nil))
}
