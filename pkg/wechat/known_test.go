package wechat

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/errcode"
)

// What the client acts on is explained, and what is explained for one endpoint
// is one the client asks, or the token service that passes on what WeChat said.
func TestErrcodes(t *testing.T) {
	t.Parallel()
	list := errcode.Entries()
	for _, code := range []int{
		codeBusy, codeBadCredential, codeInvalidToken, codeIPNotAllowed, codeTokenExpired, codePerMinuteQuota, codeNoMenu,
	} {
		if !slices.ContainsFunc(list, func(e errcode.Entry) bool { return e.Code == code }) {
			t.Errorf("the client acts on %d, which is not explained", code)
		}
	}
	ops := []string{"", opToken, opCreate, opAdd, opDel, opGet, opShown, opTry, opQuota, "token-service"}
	for _, e := range list {
		if !slices.Contains(ops, e.Op) {
			t.Errorf("%d is explained at %q, which the client does not ask", e.Code, e.Op)
		}
	}
}
