package worker

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
)

// Files that are not those of a folder are held by the process that started the
// workers: a worker asks it for each by name, once, in the middle of a task.

// wireFile is what a worker is told about a file; the bytes of one that is to be
// read are beside it.
type wireFile struct {
	Mode fs.FileMode
	Size int64  `json:",omitempty"`
	Link string `json:",omitempty"`
	// Missing says that nothing has that name.
	Missing bool `json:",omitempty"`
	// Error says why it cannot be read.
	Error string `json:",omitempty"`
}

// look returns what a worker is told about the file called name.
func look(files fs.ReadLinkFS, name string) (f wireFile, data []byte) {
	info, err := files.Lstat(name)
	if err == nil {
		f.Mode, f.Size = info.Mode(), info.Size()
		switch {
		case f.Mode&fs.ModeSymlink != 0:
			f.Link, err = files.ReadLink(name)
		case f.Mode.IsRegular() && f.Size <= source.MaxSource:
			data, err = fs.ReadFile(files, name)
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wireFile{Missing: true}, nil
	case err != nil:
		var on *fs.PathError
		if errors.As(err, &on) {
			err = on.Err
		}
		return wireFile{Error: err.Error()}, nil
	}
	return f, data
}

// asked are the files of the process that started this one. Only the goroutine
// that works on tasks may use them.
type asked struct {
	out   *frameWriter
	files <-chan given
	done  <-chan struct{}
	known map[string]wireFile
	// last and data are the file that was asked for last.
	last string
	data []byte
}

// errEnded says that the other process has gone.
var errEnded = errors.New("the process that has the files has ended")

// ask returns what is known of the file called name.
func (a *asked) ask(op, name string) (wireFile, error) {
	f, ok := a.known[name]
	if !ok {
		var err error
		if f, err = a.exchange(name); err != nil {
			return f, &fs.PathError{Op: op, Path: name, Err: err}
		}
		a.known[name] = f
	}
	switch {
	case f.Missing:
		return f, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	case f.Error != "":
		return f, &fs.PathError{Op: op, Path: name, Err: errors.New(f.Error)}
	}
	return f, nil
}

// exchange asks for the file called name and keeps its bytes.
func (a *asked) exchange(name string) (wireFile, error) {
	if !fs.ValidPath(name) {
		return wireFile{}, fs.ErrInvalid
	}
	if err := a.out.write(answer{Ask: name}, nil); err != nil {
		return wireFile{}, err
	}
	select {
	case got := <-a.files:
		a.last, a.data = name, got.value
		return got.File, nil
	case <-a.done:
		return wireFile{}, errEnded
	}
}

// Lstat implements [fs.ReadLinkFS].
func (a *asked) Lstat(name string) (fs.FileInfo, error) {
	f, err := a.ask("lstat", name)
	if err != nil {
		return nil, err
	}
	return &fileInfo{path.Base(name), f}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (a *asked) ReadLink(name string) (string, error) {
	f, err := a.ask("readlink", name)
	return f.Link, err
}

// Open implements [fs.FS]. Folders are not listed by a worker.
func (a *asked) Open(name string) (fs.File, error) {
	f, err := a.ask("open", name)
	if err != nil {
		return nil, err
	}
	if a.last != name {
		if f, err = a.exchange(name); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	return &openFile{bytes.NewReader(a.data), fileInfo{path.Base(name), f}}, nil
}

// openFile is an open file.
type openFile struct {
	*bytes.Reader
	info fileInfo
}

// Stat implements [fs.File].
func (f *openFile) Stat() (fs.FileInfo, error) { return &f.info, nil }

// Close implements [fs.File].
func (*openFile) Close() error { return nil }

// fileInfo is about a file. It has no time.
type fileInfo struct {
	name string
	file wireFile
}

// Name implements [fs.FileInfo], as do the others.
func (i *fileInfo) Name() string { return i.name }

// Size is the size that the other process told.
func (i *fileInfo) Size() int64 { return i.file.Size }

// Mode is the mode that it told.
func (i *fileInfo) Mode() fs.FileMode { return i.file.Mode }

// ModTime is the zero time.
func (i *fileInfo) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is a folder.
func (i *fileInfo) IsDir() bool { return i.file.Mode.IsDir() }

// Sys is nil.
func (i *fileInfo) Sys() any { return nil }
