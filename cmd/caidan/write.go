package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// writeDocument writes a JSON document to a file, whole or not at all.
func writeDocument(file string, document any) error {
	var b bytes.Buffer
	if err := report.JSON(&b, document); err != nil {
		return err
	}
	return replace(file, b.Bytes())
}

// newFile is the mode of files that people and other steps of a job read.
const newFile fs.FileMode = 0o644

// ownFile is the mode of files that only their user reads.
const ownFile fs.FileMode = 0o600

// replace gives a file contents at once: a program that reads it meanwhile reads
// what was there before. A file that is there keeps its mode.
func replace(file string, contents []byte) error { return replaceAs(file, contents, newFile) }

// replaceAs is replace, with the mode of a file that is not there.
func replaceAs(file string, contents []byte, mode fs.FileMode) error {
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".caidan-*")
	if err != nil {
		return unwritten(file, err)
	}
	_, err = temp.Write(contents)
	err = errors.Join(err, temp.Chmod(mode), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return unwritten(file, err)
	}
	return nil
}

// errExists is a file that is not written because there is one already.
var errExists = errors.New("another file is there")

// writeNew writes a file that must not be there yet; one with the same contents
// is as good. It reports whether it wrote.
func writeNew(file string, contents []byte) (wrote bool, err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, newFile)
	if errors.Is(err, fs.ErrExist) {
		if there, err := os.ReadFile(file); err != nil || !bytes.Equal(there, contents) {
			return false, errExists
		}
		return false, nil
	}
	if err != nil {
		return false, unwritten(file, err)
	}
	_, err = f.Write(contents)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(file)
		return false, unwritten(file, err)
	}
	return true, nil
}

// unwritten says why a file or folder was not written. What the system says of
// it may name a temporary file, which is left out.
func unwritten(name string, err error) error {
	cause := err
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		cause = path.Err
	case errors.As(err, &link):
		cause = link.Err
	}
	return &text.Error{Meaning: text.Sayf("%s cannot be written: %s", "无法写入 %s：%s", name, text.Cause(cause)), Cause: err}
}
