package worker

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/caidan-dev/caidan/pkg/source"
)

// A frame is the length of its head, the length of its value, both as four
// bytes with the lowest first, then the head, which is JSON, and the value,
// which is whatever bytes it is: a menu goes over the pipe as it is.

// maxFrame is the most bytes of a head, and of a value.
const maxFrame = source.MaxOutput

// frameSizes is the bytes of the two lengths.
const frameSizes = 8

// pipeBytes is the bytes of a pipe's buffer on Linux; reading and writing as
// much at a time saves system calls.
const pipeBytes = 64 << 10

// frameReader reads frames.
type frameReader struct{ r *bufio.Reader }

// newFrameReader returns a reader of the frames in r.
func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, pipeBytes)}
}

// read reads the next frame into head and returns its value, which is nil
// when it has none. The error is [io.EOF] behind the last frame.
func (f *frameReader) read(head any) ([]byte, error) {
	var sizes [frameSizes]byte
	if _, err := io.ReadFull(f.r, sizes[:]); err != nil {
		return nil, fmt.Errorf("read frame: %w", err)
	}
	inHead, inValue := binary.LittleEndian.Uint32(sizes[:4]), binary.LittleEndian.Uint32(sizes[4:])
	if inHead > maxFrame || inValue > maxFrame {
		return nil, fmt.Errorf("read frame: %d and %d bytes are more than %d", inHead, inValue, maxFrame)
	}
	data := make([]byte, inHead)
	if _, err := io.ReadFull(f.r, data); err != nil {
		return nil, fmt.Errorf("read frame: %w", torn(err))
	}
	if err := json.Unmarshal(data, head); err != nil {
		return nil, fmt.Errorf("decode frame: %w", err)
	}
	if inValue == 0 {
		return nil, nil
	}
	value := make([]byte, inValue)
	if _, err := io.ReadFull(f.r, value); err != nil {
		return nil, fmt.Errorf("read frame: %w", torn(err))
	}
	return value, nil
}

// torn returns err, which ended a frame in its middle.
func torn(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// atEnd returns err, unless it says that the last frame has been read.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// frameWriter writes frames. Several goroutines may write at once.
type frameWriter struct {
	mu sync.Mutex
	w  *bufio.Writer
}

// newFrameWriter returns a writer of frames to w.
func newFrameWriter(w io.Writer) *frameWriter {
	return &frameWriter{w: bufio.NewWriterSize(w, pipeBytes)}
}

// frameSizeError says that a frame is too large to be sent; none of it was.
type frameSizeError struct{ head, value int }

// Error names both sizes.
func (e *frameSizeError) Error() string {
	return fmt.Sprintf("write frame: %d and %d bytes are more than %d", e.head, e.value, maxFrame)
}

// write writes one frame.
func (f *frameWriter) write(head any, value []byte) error {
	data, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("encode frame: %w", err)
	}
	if len(data) > maxFrame || len(value) > maxFrame {
		return &frameSizeError{len(data), len(value)}
	}
	var sizes [frameSizes]byte
	binary.LittleEndian.PutUint32(sizes[:4], uint32(len(data)))
	binary.LittleEndian.PutUint32(sizes[4:], uint32(len(value)))
	f.mu.Lock()
	defer f.mu.Unlock()
	// An error of a buffered writer stays until Flush.
	_, _ = f.w.Write(sizes[:])
	_, _ = f.w.Write(data)
	_, _ = f.w.Write(value)
	if err := f.w.Flush(); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}
