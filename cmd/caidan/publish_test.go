package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestLost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want api.Error
	}{
		{
			name: "throttled for ever",
			err:  &remote.Error{Function: "f", Meaning: text.Same("the function was busy"), Remedy: text.Same("publish later"), Retryable: true},
			want: api.Error{Op: "invoke", Meaning: "f: the function was busy", Remedy: "publish later", Retryable: true},
		},
		{
			name: "never will work",
			err:  &remote.Error{Function: "f", Meaning: text.Same("denied"), Remedy: text.Same("ask")},
			want: api.Error{Op: "invoke", Meaning: "f: denied", Remedy: "ask"},
		},
		{
			name: "no request at all",
			err:  errors.New("encode request: no"),
			want: api.Error{Op: "invoke", Meaning: "encode request: no"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := lost(api.Request{Account: "a"}, tt.err)
			tt.want.Local = tt.err
			if got.Error == nil || !reflect.DeepEqual(*got.Error, tt.want) {
				t.Errorf("got %+v, want %+v", got.Error, tt.want)
			}
			if got.Account != "a" || got.Outcome != api.Failed || got.Calls == nil {
				t.Errorf("got %+v, want a failed result of account a with no calls", got)
			}
		})
	}
}

// TestPublishGivesUp publishes to an address where nothing listens, and is
// stopped in the middle of the back-off.
func TestPublishGivesUp(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1")
	t.Setenv("AWS_REGION", "us-east-1")
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "menus"), 0o700); err != nil {
		t.Fatal(err)
	}
	menu := []byte(`{ button: [{ type: 'click', name: 'a', key: 'k' }] }`)
	if err := os.WriteFile(filepath.Join(dir, "menus", "a.jsonnet"), menu, 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	var stdout, stderr bytes.Buffer
	a := &app{
		stdout: &stdout, stderr: &stderr, getenv: noEnvironment, now: time.Now,
		worker: worker.Command{Path: exe, Args: []string{"caidan", worker.Arg}},
	}
	if got := a.run(ctx, []string{"publish", "--path", dir}); got != exitFailed {
		t.Errorf("exit code: got %d, want %d", got, exitFailed)
	}
	for _, want := range []string{"caidan-publish: nothing listens at the address", "help: check AWS_ENDPOINT_URL_LAMBDA"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("got %q, want %q in it", stdout.String(), want)
		}
	}
	if strings.Contains(stderr.String(), "\r") {
		t.Errorf("got a progress line %q, want none where no terminal is", stderr.String())
	}
}

// TestLongReason is refused before anything is compiled or asked.
func TestLongReason(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", api.MaxText+1)
	for _, args := range [][]string{{"publish", "--path", t.TempDir()}, {"rollback", "brand-cn", "--to", "1"}} {
		var stderr bytes.Buffer
		a := &app{stdout: io.Discard, stderr: &stderr, getenv: noEnvironment, now: time.Now}
		if got := a.run(t.Context(), append(args, "--reason", long)); got != exitUsage {
			t.Errorf("%s: got exit code %d, want %d", args[0], got, exitUsage)
		}
		if want := "--reason has 1025 bytes, and a record keeps at most 1024"; !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: got %q, want %q in it", args[0], stderr.String(), want)
		}
	}
}
