package main

import (
	"bytes"
	"io"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		interactive bool
		want        string
	}{
		{
			name: "on a terminal", interactive: true,
			want: "\rpublishing: 1 of 2 accounts\rpublishing: 2 of 2 accounts\r\x1b[K",
		},
		{name: "stderr is not watched"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			p := &progress{w: &b, verb: publishing, all: 2, interactive: tt.interactive}
			p.step()
			p.step()
			p.done()
			if b.String() != tt.want {
				t.Errorf("got %q, want %q", b.String(), tt.want)
			}
		})
	}
}

func TestNoTerminal(t *testing.T) {
	t.Parallel()
	for _, w := range []io.Writer{io.Discard, &bytes.Buffer{}} {
		if newProgress(w, text.English, publishing, 1).interactive {
			t.Errorf("%T: got a terminal, want none", w)
		}
	}
}
