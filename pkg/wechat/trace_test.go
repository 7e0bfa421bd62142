package wechat

import (
	"slices"
	"testing"
	"time"
)

func TestTraceReportsEveryRequest(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(busy), status(502), cutBody, say(stale), say(okBody), say(`{"access_token":"a","expires_in":7200}`), say(noMenu), say(`{"is_menu_open":0}`), say("<html>"))
	c, err := New(Options{Base: s.URL, Now: ticking()})
	if err != nil {
		t.Fatal(err)
	}
	c.interval = time.Millisecond
	t.Cleanup(c.Close)
	var outer, got []Call
	ctx := WithTrace(t.Context(), func(call Call) { outer = append(outer, call) })
	ctx = WithTrace(ctx, func(call Call) { got = append(got, call) })
	w := c.Writer(twoTokens())
	if err := w.Create(ctx, []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	_, _ = c.StableToken(ctx, credential())
	_, _ = w.Menu(ctx)
	_, _ = w.Shown(ctx)
	_, _ = w.Shown(ctx)
	want := []Call{
		{Op: "menu/create", Errcode: -1, Status: 200},
		{Op: "menu/create", Status: 502, Failure: "HTTP status 502"},
		{Op: "menu/create", Status: 200, Failure: "unexpected EOF"},
		{Op: "menu/create", Errcode: 40001, Status: 200},
		{Op: "menu/create", Status: 200},
		{Op: "stable_token", Status: 200},
		{Op: "menu/get", Errcode: 46003, Status: 200},
		{Op: "get_current_selfmenu_info", Status: 200},
		{Op: "get_current_selfmenu_info", Status: 200, Failure: "answer is not JSON"},
	}
	for i := range want {
		want[i].Duration = time.Second
	}
	if !slices.Equal(got, outer) {
		t.Errorf("the outer trace saw %+v", outer)
	}
	for i := range got {
		if got[i].Date.IsZero() {
			t.Errorf("got no date of %+v, want the server's", got[i])
		}
		got[i].Date = time.Time{}
		if i > 0 && !got[i].Start.After(got[i-1].Start) {
			t.Errorf("got %+v begun no later than %+v", got[i], got[i-1])
		}
	}
	for i := range got {
		got[i].Start = time.Time{}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// ticking returns a clock that moves a second whenever it is read.
func ticking() func() time.Time {
	now := time.Unix(1700000000, 0)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}
