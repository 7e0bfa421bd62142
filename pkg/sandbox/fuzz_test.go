package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// Whatever is done in the console, what is live then can be published there
// again and stays as it is; and every read is JSON.
func FuzzConsole(f *testing.F) {
	f.Add([]byte(`{"account":"brand-cn","menu":` + newsMenu + `,"open":false}`))
	f.Add([]byte(`{"account":"brand-cn","menu":` + oneButton + `}`))
	f.Add([]byte(`{"account":"brand-cn","menu":{"button":[{"type":"text","name":"t","value":"\u0000\ud800"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newRig(t)
		resp := r.do("POST", "/sandbox/console", string(data))
		live, _ := r.Live("brand-cn")
		if resp.status != http.StatusOK {
			if live.Menu != nil || !json.Valid([]byte(resp.body)) {
				t.Errorf("got %s live after %d %s, want nothing done and a reason", live.Menu, resp.status, resp.body)
			}
			return
		}
		if !json.Valid([]byte(r.get(selfPath).raw)) {
			t.Errorf("got %s, want JSON", r.get(selfPath).raw)
		}
		if live.Menu == nil {
			return
		}
		r.edit(string(live.Menu))
		if again, _ := r.Live("brand-cn"); string(again.Menu) != string(live.Menu) {
			t.Errorf("got %s, want %s as before", again.Menu, live.Menu)
		}
	})
}

// What addconditional takes it takes again as Live shows it, and every read is
// JSON.
func FuzzAddConditional(f *testing.F) {
	f.Add([]byte(conditionalBody))
	f.Add([]byte(linked("http://a", "HTTP://A:1", "http://[::1]/")))
	f.Add([]byte(ruled(`{"tag_id":"\"","client_platform_type":"\\","x":1e999}`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newRig(t)
		r.want(createPath, oneButton)
		resp := r.do("POST", addPath+"?access_token="+r.stable(false).Token, string(data))
		live, _ := r.Live("brand-cn")
		if a := decode(t, resp); (a.Errcode == 0) != (len(live.Conditional) == 1) {
			t.Fatalf("got %s and %d menus, want one exactly when it was taken", a.raw, len(live.Conditional))
		}
		if !json.Valid([]byte(r.get(getPath).raw)) {
			t.Errorf("got %s, want JSON", r.get(getPath).raw)
		}
		if live.Conditional == nil {
			return
		}
		r.want(addPath, string(live.Conditional[0].Body))
		again, _ := r.Live("brand-cn")
		if got, want := string(again.Conditional[0].Body), string(live.Conditional[0].Body); got != want {
			t.Errorf("got %s, want %s as before", got, want)
		}
	})
}
