package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"testing"
)

// readTar compares a tar.gz with what was packed.
func readTar(t *testing.T, path string, want []file) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	g, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if !g.ModTime.IsZero() || g.Name != "" {
		t.Errorf("got the time %s and the name %q in the gzip", g.ModTime, g.Name)
	}
	r := tar.NewReader(g)
	for _, w := range want {
		head, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if head.Name != w.name || head.Mode != w.mode || head.Uid != 0 || head.Uname != "" || !head.ModTime.Equal(stamped) || !bytes.Equal(data, w.data) {
			t.Errorf("got %+v, want %s", head, w.name)
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want no more files", err)
	}
}
