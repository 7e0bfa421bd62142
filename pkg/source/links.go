package source

import (
	"io/fs"
	"path"
	"strings"
	"syscall"

	"github.com/caidan-dev/caidan/pkg/text"
)

// files are the files of a tree. Stat and Open follow symbolic links, and no
// name and no link leads out.
type files interface {
	fs.ReadLinkFS
	fs.StatFS
}

// mostLinks is the most symbolic links that are followed on the way to one file,
// as Linux has it.
// Source: path_resolution(7).
const mostLinks = 40

// follow returns what name leads to in fsys: a path without symbolic links.
func follow(fsys fs.ReadLinkFS, name string) (string, error) {
	at, rest, links := ".", strings.Split(name, "/"), 0
	for len(rest) > 0 {
		next := path.Join(at, rest[0])
		rest = rest[1:]
		if climbs(next) {
			return "", text.Outward(name)
		}
		info, err := fsys.Lstat(next)
		if err != nil {
			return "", err
		}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := fsys.ReadLink(next)
			if err != nil {
				return "", err
			}
			if links++; links > mostLinks {
				return "", &fs.PathError{Op: "open", Path: name, Err: syscall.ELOOP}
			}
			if path.IsAbs(target) {
				return "", text.Outward(name)
			}
			rest = append(strings.Split(target, "/"), rest...)
		case len(rest) > 0 && !info.IsDir():
			return "", &fs.PathError{Op: "open", Path: name, Err: syscall.ENOTDIR}
		default:
			at = next
		}
	}
	return at, nil
}

// linked are files whose links are followed here.
type linked struct{ fs.ReadLinkFS }

// Stat implements [fs.StatFS].
func (l linked) Stat(name string) (fs.FileInfo, error) {
	at, err := follow(l.ReadLinkFS, name)
	if err != nil {
		return nil, err
	}
	return l.Lstat(at)
}

// Open implements [fs.FS].
func (l linked) Open(name string) (fs.File, error) {
	at, err := follow(l.ReadLinkFS, name)
	if err != nil {
		return nil, err
	}
	return l.ReadLinkFS.Open(at)
}

// Lstat implements [fs.ReadLinkFS]. As in a directory, links on the way are
// followed, and the last one is not.
func (l linked) Lstat(name string) (fs.FileInfo, error) {
	at, err := l.parent(name)
	if err != nil {
		return nil, err
	}
	return l.ReadLinkFS.Lstat(at)
}

// ReadLink implements [fs.ReadLinkFS]; see Lstat.
func (l linked) ReadLink(name string) (string, error) {
	at, err := l.parent(name)
	if err != nil {
		return "", err
	}
	return l.ReadLinkFS.ReadLink(at)
}

// parent returns name with the links on the way to it followed.
func (l linked) parent(name string) (string, error) {
	dir, base := path.Split(name)
	at, err := follow(l.ReadLinkFS, path.Clean(dir))
	return path.Join(at, base), err
}
