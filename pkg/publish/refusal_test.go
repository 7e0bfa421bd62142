package publish

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// TestRefusals is about WeChat's own answers.
func TestRefusals(t *testing.T) {
	t.Parallel()
	limited := brand()
	limited.MiniPrograms = []string{}
	program := `{"button":[{"type":"miniprogram","name":"歌曲","url":"https://www.soso.com/","appid":"wx286b93c14bbf93aa","pagepath":"pages/index"}]}`
	wrong := brand()
	wrong.Secret = "another"
	elsewhere := brand()
	elsewhere.AllowedIPs = []string{"192.0.2.1"}
	tests := []struct {
		name    string
		account sandbox.Account
		fault   sandbox.Fault
		desired string
		op      string
		errcode int
		creates int
	}{
		{"a mini program that is not associated", limited, sandbox.Fault{}, program, "menu/create", 45064, 1},
		{"a blocked link", brand(), sandbox.Fault{Path: createPath, Errcode: 40066}, menuA, "menu/create", 40066, 1},
		{"the quota", brand(), sandbox.Fault{Path: createPath, Errcode: 45009}, menuA, "menu/create", 45009, 1},
		{"no right", brand(), sandbox.Fault{Path: getPath, Errcode: 48001}, menuA, "menu/get", 48001, 0},
		{"a token that is never right", brand(), sandbox.Fault{Path: createPath, Errcode: 40001}, menuA, "menu/create", 40001, 2},
		{"a wrong secret", wrong, sandbox.Fault{}, menuA, "stable_token", 40125, 0},
		{"an address not on the list", elsewhere, sandbox.Fault{}, menuA, "stable_token", 40164, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, tt.account)
			if tt.fault.Path != "" {
				r.sandbox.Fault(tt.fault)
			}
			res := r.publish(tt.desired)
			same(t, "outcome", res.Outcome, api.Failed)
			same(t, "op", res.Error.Op, tt.op)
			same(t, "errcode", res.Error.Errcode, tt.errcode)
			if e := res.Error; e.Meaning == "" || e.Remedy == "" || e.RID == "" || e.Errmsg == "" || e.Retryable {
				t.Errorf("got %+v, want meaning, remedy, rid and errmsg, and nothing to retry", e)
			}
			same(t, "creates", count(r.asked(), "menu/create"), tt.creates)
			r.live("")
		})
	}
}

func count(list []string, s string) int {
	n := 0
	for _, e := range list {
		if e == s {
			n++
		}
	}
	return n
}

// TestNewToken has WeChat refuse the token once, at a read and at the post.
func TestNewToken(t *testing.T) {
	t.Parallel()
	for _, path := range []string{getPath, createPath} {
		for _, code := range []int{40001, 40014, 42001} {
			t.Run(fmt.Sprintf("%s %d", path, code), func(t *testing.T) {
				t.Parallel()
				r := newSandboxed(t, brand())
				r.publish(menuB)
				r.asked()
				r.sandbox.Fault(sandbox.Fault{Path: path, Call: 1, Errcode: code})
				res := r.publish(menuA)
				same(t, "outcome", res.Outcome, api.Published)
				list(t, "warnings", kinds(res.Warnings), nil)
				want := slices.Sorted(slices.Values(append(five(), "stable_token", strings.TrimPrefix(path, "/cgi-bin/"))))
				list(t, "requests", r.asked(), want)
				r.live(menuA)
			})
		}
	}
}
