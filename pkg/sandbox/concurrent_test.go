package sandbox_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	a := brand()
	a.Console, a.LateReads, a.Normalise = sandbox.ConsoleShows, 1, true
	l := newRig(t, a).serve()
	ended := make(chan struct{}, 16)
	for range 16 {
		go func() {
			defer func() { ended <- struct{}{} }()
			l.create()
			l.get("/cgi-bin/menu/get")
			l.do("GET", "/", "")
			l.Menu("brand-cn")
			l.Fault(sandbox.Fault{Path: createPath, Call: 1, Errcode: -1})
			l.ClearFaults()
			added := decode(l.T, l.do("POST", addPath+"?access_token="+l.stable(false).Token, conditionalBody))
			l.do("POST", removePath+"?access_token="+l.stable(false).Token, `{"menuid":"`+added.MenuID+`"}`)
			l.do("POST", tryPath+"?access_token="+l.stable(false).Token, `{"user_id":"o"}`)
			l.get(selfPath)
			l.do("POST", "/sandbox/console", `{"account":"brand-cn","menu":`+newsMenu+`,"open":true}`)
			_ = l.Settle("brand-cn")
			l.Live("brand-cn")
			l.Calls()
		}()
	}
	for range 16 {
		await(t, ended, "a caller to end")
	}
}
