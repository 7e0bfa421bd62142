package worker

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
)

func TestFrames(t *testing.T) {
	t.Parallel()
	var pipe bytes.Buffer
	w, r := newFrameWriter(&pipe), newFrameReader(&pipe)
	for _, value := range [][]byte{nil, []byte("菜单\n"), bytes.Repeat([]byte{0}, 3*pipeBytes)} {
		findings := []diag.Finding{{Rule: source.RuleLimit, Place: diag.Place{File: "a", Line: 1}, Via: &diag.Place{File: "b"}, Excerpt: "x"}}
		sent := answer{
			Findings:  toWire(findings),
			Locations: []trace.Location{{Place: diag.Place{File: "a", Line: 2}, Via: &diag.Place{File: "b", Column: 3}}, {}},
		}
		if err := w.write(sent, value); err != nil {
			t.Fatal(err)
		}
		var got answer
		back, err := r.read(&got)
		if err != nil || !bytes.Equal(back, value) {
			t.Errorf("got %d bytes, %v, want %d bytes", len(back), err, len(value))
		}
		if found := fromWire(got.Findings); !reflect.DeepEqual(found, findings) {
			t.Errorf("got %+v, want %+v", found, findings)
		}
		if !reflect.DeepEqual(got.Locations, sent.Locations) {
			t.Errorf("got %+v, want %+v", got.Locations, sent.Locations)
		}
	}
	if _, err := r.read(&answer{}); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: got %v, want %v", err, io.EOF)
	}
}

func TestFrameTooLarge(t *testing.T) {
	t.Parallel()
	var pipe bytes.Buffer
	var size *frameSizeError
	err := newFrameWriter(&pipe).write(task{}, make([]byte, maxFrame+1))
	if !errors.As(err, &size) || pipe.Len() != 0 || !strings.Contains(err.Error(), "33554433") {
		t.Errorf("got %v after %d bytes", err, pipe.Len())
	}
}

// FuzzFrame reads frames of any bytes.
func FuzzFrame(f *testing.F) {
	var pipe bytes.Buffer
	if err := newFrameWriter(&pipe).write(task{Do: doCompile, Path: "a"}, []byte("x")); err != nil {
		f.Fatal(err)
	}
	f.Add(pipe.Bytes())
	f.Add(pipe.Bytes()[:frameSizes+1])
	f.Add(binary.LittleEndian.AppendUint64(nil, 1<<63))
	f.Fuzz(func(t *testing.T, data []byte) {
		var head task
		value, err := newFrameReader(bytes.NewReader(data)).read(&head)
		if err == nil && len(value) > len(data) {
			t.Errorf("got %d bytes out of %d", len(value), len(data))
		}
		if whole := errors.Is(err, io.EOF); whole && len(data) > 0 {
			t.Errorf("got %v after %d bytes", err, len(data))
		}
	})
}

func TestServeNothing(t *testing.T) {
	t.Parallel()
	if err := Serve(strings.NewReader(""), io.Discard); err != nil {
		t.Errorf("no input: got %v", err)
	}
	if err := Serve(strings.NewReader("x"), io.Discard); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("torn input: got %v, want %v", err, io.ErrUnexpectedEOF)
	}
}
