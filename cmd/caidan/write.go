package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/caidan-dev/caidan/pkg/report"
)

// writeDocument writes a JSON document to a file, whole or not at all.
func writeDocument(file string, document any) error {
	var b bytes.Buffer
	if err := report.JSON(&b, document); err != nil {
		return err
	}
	return writeWhole(file, b.Bytes())
}

// filePermissions are those of files that people and other steps of a job read.
const filePermissions = 0o644

// writeWhole gives a file contents at once: whoever reads it meanwhile reads
// what was there before.
func writeWhole(file string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(file), ".caidan-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, unnamed(err))
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Chmod(filePermissions), temp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", file, unnamed(err))
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return fmt.Errorf("write %s: %w", file, unlinked(err))
	}
	return nil
}

// unlinked returns the cause of an error about two paths, of which one is
// nobody's.
func unlinked(err error) error {
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// errExists is a file that is not written because there is one already.
var errExists = errors.New("there is another file already")

// writeNew writes a file that must not be there yet; one with the same contents
// is as good. It reports whether it wrote.
func writeNew(file string, text []byte) (wrote bool, err error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, filePermissions)
	if errors.Is(err, fs.ErrExist) {
		if there, err := os.ReadFile(file); err != nil || !bytes.Equal(there, text) {
			return false, errExists
		}
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write %s: %w", file, unnamed(err))
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(file)
		return false, fmt.Errorf("write %s: %w", file, unnamed(err))
	}
	return true, nil
}
