package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/report"
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

// refusing dials where nothing listens.
type refusing struct{}

// RoundTrip fails to dial.
func (refusing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// TestAskGivesUp asks where nothing listens, with all the back-off there is.
func TestAskGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := newAsker(aws.Config{
			Region:      "us-east-1",
			HTTPClient:  &http.Client{Transport: refusing{}},
			Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		}, &functionOptions{function: publishFunction, parallel: 1})
		doc := report.NewResults("publish", k.ask(t.Context(), publishing, []api.Request{{Op: api.OpPublish, Account: "a"}}))
		var stdout bytes.Buffer
		a := &app{stdout: &stdout, getenv: noEnvironment}
		if got := exitCode(a.show("text", ended(doc, doc.Verdict))); got != exitFailed {
			t.Errorf("exit code: got %d, want %d", got, exitFailed)
		}
		for _, want := range []string{"caidan-publish: nothing listens at the address", "help: check AWS_ENDPOINT_URL_LAMBDA"} {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("got %q, want %q in it", stdout.String(), want)
			}
		}
	})
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
