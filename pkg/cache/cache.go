// Package cache keeps answers between runs, in a folder outside the repository.
//
// The key of an answer, and the answer itself, hold everything it depends on, so it
// never has to be made invalid, only dropped when it has not been used for long. One
// that is put where another is takes its place as a whole. What is not as it was
// written counts as absent. But a checksum is not a signature: who can write the
// folder, such as any step of the same job, can put answers into it. Nothing that
// publishes may read one.
package cache

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// MaxAnswer is the most bytes of one answer: what 39,000 usual menus come to
	// with three warnings in each.
	MaxAnswer = 32 << 20
	// maxSize is the most bytes of a folder after it was swept: 256 MiB. GitHub keeps
	// 10 GB of caches for a repository.
	maxSize = 256 << 20
	// maxAge is how long an answer is kept that no run asks for.
	maxAge = 30 * 24 * time.Hour
	// sweepAfter is how often a folder is swept, if no run writes much.
	sweepAfter = 24 * time.Hour
	// sweepSize is how many bytes a run writes until the folder is swept at its
	// end.
	sweepSize = maxSize / 8
)

// layout is the folder inside the folder that holds everything of ours: whatever
// else is in a folder that a person names stays as it is. The number changes with
// the form of the files.
const layout = "answers-1"

// The files in layout that are no answers.
const (
	// tagFile says to programs that make backups what the folder is.
	tagFile = "CACHEDIR.TAG"
	// sweptFile was written when the folder was swept last.
	sweptFile = "swept"
)

// tag is what tagFile begins with.
// Source: Cache Directory Tagging Specification.
const tag = "Signature: 8a477f597d28d172789f06886806bc55\n# answers of caidan check; may be deleted at any time\n"

// Folder is a folder of answers. It may be used by several goroutines at once,
// and by several processes. Close it after use.
type Folder struct {
	dir     string
	root    *os.Root
	now     time.Time
	written atomic.Int64

	mu sync.Mutex
	// err is the first thing that could not be kept.
	err error
}

// Open opens the folder at dir and makes it where it is missing. The time is now.
func Open(dir string, now time.Time) (*Folder, error) {
	abs, err := filepath.Abs(dir)
	inside := filepath.Join(abs, layout)
	if err == nil {
		err = os.MkdirAll(inside, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	f := &Folder{dir: abs, root: root, now: now}
	if _, err := root.Lstat(tagFile); errors.Is(err, os.ErrNotExist) {
		if err := f.write(tagFile, []byte(tag)); err != nil {
			return nil, errors.Join(fmt.Errorf("open cache: %w", err), root.Close())
		}
	}
	return f, nil
}

// Dir returns the absolute path of the folder.
func (f *Folder) Dir() string { return f.dir }

// Key names an answer.
type Key [sha256.Size]byte

// file returns where the answer of a key is.
func (k Key) file() string { return hex.EncodeToString(k[:]) }

// sum returns the checksum of an answer, which is kept before it: that of a file
// under another name is another.
func (k Key) sum(answer []byte) []byte {
	h := sha256.New()
	_, _ = h.Write(k[:])
	_, _ = h.Write(answer)
	return h.Sum(nil)
}

// Get returns the answer of a key; ok is false where there is none.
func (f *Folder) Get(k Key) (answer []byte, ok bool) {
	name := k.file()
	data, written, ok := f.read(name)
	if !ok {
		return nil, false
	}
	if sum := k.sum(data[sha256.Size:]); string(sum) != string(data[:sha256.Size]) {
		return nil, false
	}
	if f.now.Sub(written) > sweepAfter {
		// What is used stays. Where the folder cannot be written it goes.
		_ = f.root.Chtimes(name, time.Time{}, f.now)
	}
	return data[sha256.Size:], true
}

// read returns what a regular file holds that may be an answer behind its checksum,
// and when it was written.
func (f *Folder) read(name string) (data []byte, written time.Time, ok bool) {
	// A pipe would be waited for.
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, time.Time{}, false
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() < sha256.Size || info.Size() > MaxAnswer+sha256.Size {
		return nil, time.Time{}, false
	}
	data = make([]byte, info.Size())
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, time.Time{}, false
	}
	return data, info.ModTime(), true
}

// Put keeps an answer. That it could not be kept is told by Close: the run needs
// it no more.
func (f *Folder) Put(k Key, answer []byte) {
	if len(answer) > MaxAnswer || f.written.Load() > maxSize {
		return
	}
	err := f.write(k.file(), append(k.sum(answer), answer...))
	f.written.Add(int64(len(answer)))
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("write cache: %w", err)
	}
}

// write writes a file, so that it is there as a whole or not at all.
func (f *Folder) write(name string, data []byte) error {
	part := partPrefix + rand.Text()
	file, err := f.root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err == nil {
		err = f.root.Rename(part, name)
	}
	if err != nil {
		_ = f.root.Remove(part)
	}
	return err
}

// Close drops what is old or too much, if it is time for that, and returns the
// first thing that could not be kept.
func (f *Folder) Close() error {
	swept, err := f.root.Stat(sweptFile)
	if err != nil || f.now.Sub(swept.ModTime()) > sweepAfter || f.written.Load() > sweepSize {
		f.sweep()
	}
	return errors.Join(f.err, f.root.Close())
}
