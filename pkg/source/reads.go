package source

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
)

// maxReads is the most imports that are listed of one file: a table with a data
// file for each of several thousand accounts. Each is some 150 bytes on the way
// from a worker.
const maxReads = 8192

// Reads is all that the value of a file depends on beside its path, the limits
// and the version of this program: compiled where each of these imports finds
// the same file, the same bytes give the same value.
//
// A worker keeps libraries evaluated from file to file, so the list may name
// what a library imports for others only; it never lacks an import.
type Reads struct {
	// Digest is of the bytes of the file itself; see [Digest].
	Digest string
	// Imports are the imports of the file and of what it imports, in the order
	// of Dir and Name, each once. The built-in library is not among them.
	Imports []Read
}

// Read is an import as it is written, and the file that it leads to. Which
// files were looked for in vain before follows from Dir and Name, by the rules
// in the package comment.
type Read struct {
	// Dir is the folder of the importing file, relative to the root.
	Dir string
	// Name is what it asks for with import, importstr or importbin.
	Name string
	// Path is the file it was given; empty where it was given none, which is
	// an error of the file that asks.
	Path string
	// Digest is of the bytes of that file.
	Digest string
}

// Digest returns the SHA-256 of a file's bytes, in hex.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// reads lists what the file at name, whose bytes have the digest, has imported
// so far; nil where that is too much to be listed.
func (s *Shelf) reads(name, digest string) *Reads {
	r := &Reads{Digest: digest}
	listed := make(map[request]bool)
	met := map[string]bool{name: true}
	for next := []string{name}; len(next) > 0; next = next[1:] {
		for asked := range s.asked[next[0]] {
			key := request{dir: path.Dir(next[0]), name: asked}
			if listed[key] {
				continue
			}
			if listed[key] = true; len(listed) > maxReads {
				return nil
			}
			read := s.readOf(key)
			r.Imports = append(r.Imports, read)
			if read.Path != "" && !met[read.Path] {
				met[read.Path] = true
				next = append(next, read.Path)
			}
		}
	}
	slices.SortFunc(r.Imports, func(a, b Read) int { return cmp.Or(cmp.Compare(a.Dir, b.Dir), cmp.Compare(a.Name, b.Name)) })
	return r
}

// readOf returns what an import that was looked up leads to.
func (s *Shelf) readOf(key request) Read {
	read := Read{Dir: key.dir, Name: key.name}
	if p := s.found[key]; p.refusal == nil {
		read.Path, read.Digest = p.path, p.digest
	}
	return read
}

// Same reports whether the program that was read last is the one of r, and whether
// those of its imports that the shelf has looked up lead to the same bytes. Then what
// is found out about that program is true of the value that depends on r.
func (s *Shelf) Same(r *Reads) bool {
	return s.entered == r.Digest && !slices.ContainsFunc(r.Imports, func(read Read) bool {
		key := request{dir: read.Dir, name: read.Name}
		return s.found[key] != nil && s.readOf(key) != read
	})
}
