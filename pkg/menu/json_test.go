package menu

import (
	"encoding/json"
	"testing"
)

// TestJSONKeepsAll writes a console's menu and reads it back: what changes from
// read to read is there again, and in no digest.
func TestJSONKeepsAll(t *testing.T) {
	t.Parallel()
	shown, err := DecodeShown([]byte(`{"is_menu_open":1,"selfmenu_info":{"button":[` +
		`{"type":"img","name":"图","value":"media-1"},` +
		`{"type":"news","name":"文","value":"id","news_info":{"list":[{"title":"题","content_url":"https://example.com/a&b"}]}}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(shown.Set)
	if err != nil {
		t.Fatal(err)
	}
	var back Set
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(data) {
		t.Errorf("got %s, %v, want %s", again, err, data)
	}
	if n := len(back.Menu[0].Extra) + len(back.Menu[1].Extra); n != 3 {
		t.Errorf("got %d fields beside those of the API, want 3", n)
	}
	if got, want := back.Digest(), shown.Set.Digest(); got != want {
		t.Errorf("got digest %s, want %s", got, want)
	}
}
