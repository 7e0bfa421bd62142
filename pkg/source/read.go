package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// MaxSource is the most bytes of one source file, imported or not: 1 MiB.
// The largest hand-written menu is a few KiB, and Jsonnet allocates some
// hundred times the size of a file to compile it.
const MaxSource = 1 << 20

// utf8BOM is the mark that some editors put before UTF-8 text. Jsonnet takes
// it for a character it does not know.
const utf8BOM = "\ufeff"

// escapeText is what os.Root says of a path that leaves it; the os package
// has no name for that error.
const escapeText = "path escapes from parent"

// refusalError says why a file is not read.
type refusalError struct {
	// subject is what the sentence is about: the file, or the import.
	subject string
	// what is the rest of the sentence.
	what string
	help string
	rule string
	// at is the place inside the file that is wrong; without a File the
	// place is wherever the file was asked for.
	at diag.Place
}

// Error returns the whole sentence, cleaned: Jsonnet hands it back as the
// text of its own error.
func (e *refusalError) Error() string { return plain(e.subject + " " + e.what) }

// finding returns the refusal as a finding; at is where the file was asked
// for.
func (e *refusalError) finding(at diag.Place) diag.Finding {
	if e.at.File != "" {
		at = e.at
	}
	return newFinding(e.rule, e.Error(), e.help, at)
}

// refusal returns a refusal of the file name.
func refusal(name, what, help string) *refusalError {
	return &refusalError{subject: name, what: what, help: help, rule: RuleCompile}
}

// read returns the text of the regular file name, which is relative to the
// root of the tree, or why it may not be read.
func (t *Tree) read(name string) ([]byte, *refusalError) {
	info, err := t.root.Stat(name)
	if err != nil {
		return nil, t.unreadable(name, err)
	}
	if r := t.checkKind(name, info); r != nil {
		return nil, r
	}
	file, err := t.root.Open(name)
	if err != nil {
		return nil, t.unreadable(name, err)
	}
	defer func() { _ = file.Close() }()
	// The size that Stat reported is a promise, not a limit.
	data, err := io.ReadAll(io.LimitReader(file, MaxSource+1))
	if err != nil {
		return nil, t.unreadable(name, err)
	}
	if len(data) > MaxSource {
		return nil, tooLarge(name)
	}
	return data, checkText(name, data)
}

// checkKind refuses what is not a regular file of a fair size, and links to
// places that are not for menus.
func (t *Tree) checkKind(name string, info fs.FileInfo) *refusalError {
	switch {
	case info.IsDir():
		return refusal(name, "is a folder", "name a file in it, or give the folder a name that does not end in .jsonnet")
	case !info.Mode().IsRegular():
		return refusal(name, "is not a regular file", "replace it with a file of text")
	case info.Size() > MaxSource:
		return tooLarge(name)
	}
	target, err := filepath.EvalSymlinks(filepath.Join(t.target, filepath.FromSlash(name)))
	if err != nil {
		return t.unreadable(name, err)
	}
	target, err = filepath.Rel(t.target, target)
	if err != nil {
		return t.unreadable(name, err)
	}
	// A hidden file that was named as such is the settings file.
	if target = filepath.ToSlash(target); target != name && isHidden(target) {
		return refusal(name, "is a symbolic link to a hidden file", "caidan reads nothing whose name, or whose folder's name, starts with a dot; copy the file")
	}
	return nil
}

// unreadable says in plain words what err, met on the way to name, means.
func (t *Tree) unreadable(name string, err error) *refusalError {
	if !filepath.IsLocal(name) {
		return refusal(name, "is outside the repository", "name a file in it")
	}
	if strings.Contains(err.Error(), escapeText) {
		return refusal(name, "follows a symbolic link out of the repository", "caidan reads nothing outside it: copy the file into the repository, or make the link relative")
	}
	if isMissing(err) {
		if _, err := t.root.Lstat(name); err == nil {
			return refusal(name, "is a symbolic link to nothing", "create the file it points to, or remove the link")
		}
		return refusal(name, "does not exist", "create it, or correct the name")
	}
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	return refusal(name, "cannot be read: "+err.Error(), "check the file, its name and its permissions")
}

// tooLarge refuses a file of more than MaxSource bytes.
func tooLarge(name string) *refusalError {
	r := refusal(name, fmt.Sprintf("is larger than %d bytes", MaxSource), "split it into files that import each other")
	r.rule = RuleLimit
	return r
}

// checkText refuses data that is not UTF-8, or that starts with a byte order
// mark.
func checkText(name string, data []byte) *refusalError {
	const help = "save the file as UTF-8 without a byte order mark"
	if bytes.HasPrefix(data, []byte(utf8BOM)) {
		r := refusal(name, "starts with a byte order mark", help)
		r.at = diag.Place{File: name, Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
		return r
	}
	if utf8.Valid(data) {
		return nil
	}
	bad := 0
	for bad < len(data) {
		c, size := utf8.DecodeRune(data[bad:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		bad += size
	}
	start := bytes.LastIndexByte(data[:bad], '\n') + 1
	line := bytes.Count(data[:bad], []byte{'\n'}) + 1
	column := utf8.RuneCount(data[start:bad]) + 1
	r := refusal(name, fmt.Sprintf("is not UTF-8: line %d has the byte 0x%02X at column %d", line, data[bad], column), help)
	r.at = diag.Place{File: name, Line: line, Column: column, EndLine: line, EndColumn: column + 1}
	return r
}

// checkBlank refuses a menu file without any text; Jsonnet would only say
// that it met the end of the file.
func checkBlank(name string, data []byte) *refusalError {
	if len(bytes.TrimSpace(data)) > 0 {
		return nil
	}
	return refusal(name, "is empty", "write a menu, for example { button: [...] }, or remove the file")
}

// isHidden reports whether a part of the slash-separated name starts with a
// dot.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return false
}
