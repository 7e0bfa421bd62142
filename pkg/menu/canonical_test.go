package menu_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestCanonicalGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"create-click-view.json", "create-other-types.json", "set-every-type.json", "faulty.json"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acc := slices.Collect(menu.Decode("stem", input(t, name)))[0]
			golden(t, name+".golden", append(acc.Set.Canonical(), '\n'))
		})
	}
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want string
	}{
		{"order of fields", `{"button":[{"sub_button":[],"article_id":"8","media_id":"7","pagepath":"6","appid":"5","url":"4","key":"3","name":"2","type":"unheard-of"}]}`, `{"menu":{"button":[{"type":"unheard-of","name":"2","key":"3","url":"4","appid":"5","pagepath":"6","media_id":"7","article_id":"8"}]}}`},
		{"click", `{"button":[{"type":"click","name":"a","key":"k","url":"u","appid":"i","pagepath":"p","media_id":"m","article_id":"r"}]}`, `{"menu":{"button":[{"type":"click","name":"a","key":"k"}]}}`},
		{"view", `{"button":[{"type":"view","name":"a","key":"k","url":"u","appid":"i","pagepath":"p","media_id":"m","article_id":"r"}]}`, `{"menu":{"button":[{"type":"view","name":"a","url":"u"}]}}`},
		{"miniprogram", `{"button":[{"type":"miniprogram","name":"a","key":"k","url":"u","appid":"i","pagepath":"p","media_id":"m","article_id":"r"}]}`, `{"menu":{"button":[{"type":"miniprogram","name":"a","url":"u","appid":"i","pagepath":"p"}]}}`},
		{"media_id", `{"button":[{"type":"media_id","name":"a","key":"k","url":"u","media_id":"m","article_id":"r"}]}`, `{"menu":{"button":[{"type":"media_id","name":"a","media_id":"m"}]}}`},
		{"article_id", `{"button":[{"type":"article_id","name":"a","key":"k","url":"u","media_id":"m","article_id":"r"}]}`, `{"menu":{"button":[{"type":"article_id","name":"a","article_id":"r"}]}}`},
		{"a container has a name only", `{"button":[{"type":"","name":"a","key":"k","url":"u","sub_button":[{"type":"click","name":"b","key":"k"}]}]}`, `{"menu":{"button":[{"name":"a","sub_button":[{"type":"click","name":"b","key":"k"}]}]}}`},
		{"no type and no sub-menu keep everything", `{"button":[{"name":"a","key":"k","url":"u"}]}`, `{"menu":{"button":[{"name":"a","key":"k","url":"u"}]}}`},
		{"a type and a sub-menu", `{"button":[{"type":"view","name":"a","url":"u","sub_button":[{"type":"click","name":"b","key":"k"}]}]}`, `{"menu":{"button":[{"type":"view","name":"a","url":"u","sub_button":[{"type":"click","name":"b","key":"k"}]}]}}`},
		{"empty fields", `{"button":[{"type":"click","name":"","key":"","sub_button":[]}]}`, `{"menu":{"button":[{"type":"click"}]}}`},
		{"no buttons", `{"button":[]}`, `{}`},
		{"order of a matchrule", `{"menu":{"button":[]},"conditionalmenu":[{"matchrule":{"client_platform_type":"1","tag_id":"2"},"button":[]}]}`, `{"conditionalmenu":[{"button":[],"matchrule":{"tag_id":"2","client_platform_type":"1"}}]}`},
		{"order of conditional menus", `{"menu":{"button":[]},"conditionalmenu":[{"matchrule":{"tag_id":"2"},"button":[]},{"matchrule":{"tag_id":"1"},"button":[]}]}`, `{"conditionalmenu":[{"button":[],"matchrule":{"tag_id":"2"}},{"button":[],"matchrule":{"tag_id":"1"}}]}`},
		{"raw characters", `{"button":[{"type":"click","name":"\u003ca\u003e\u0026'\u2028\u2029\ud83d\udc95\/","key":"\u007f"}]}`, "{\"menu\":{\"button\":[{\"type\":\"click\",\"name\":\"<a>&'\u2028\u2029💕/\",\"key\":\"\x7f\"}]}}"},
		{"forced escapes", `{"button":[{"type":"click","name":"\"\\","key":"\t\u0000\u001f"}]}`, `{"menu":{"button":[{"type":"click","name":"\"\\","key":"\u0009\u0000\u001f"}]}}`},
		{"half a surrogate", `{"button":[{"type":"click","name":"\ud83d","key":"k"}]}`, "{\"menu\":{\"button\":[{\"type\":\"click\",\"name\":\"\uFFFD\",\"key\":\"k\"}]}}"},
		{"bytes that are not UTF-8", "{\"button\":[{\"type\":\"click\",\"name\":\"\xff\",\"key\":\"k\"}]}", "{\"menu\":{\"button\":[{\"type\":\"click\",\"name\":\"\uFFFD\",\"key\":\"k\"}]}}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set := slices.Collect(menu.Decode("stem", []byte(tt.json)))[0].Set
			if got := string(set.Canonical()); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestCanonicalInvalidUTF8(t *testing.T) {
	t.Parallel()
	set := menu.Set{Menu: []menu.Button{{Name: "a\xffb", Extra: []menu.Extra{{Name: "x", Value: struct{}{}}}}}}
	const want = "{\"menu\":{\"button\":[{\"name\":\"a\uFFFDb\",\"x\":null}]}}"
	if got := string(set.Canonical()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMarshalJSON(t *testing.T) {
	t.Parallel()
	set := menu.Set{Menu: []menu.Button{{Type: "click", Name: "a", Key: "k"}}}
	got, err := json.Marshal(struct{ D menu.Set }{set})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"D":` + string(set.Canonical()) + `}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The digest can be computed with any other tool.
func TestDigest(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte(`{}`))
	if got, want := (menu.Set{}).Digest(), "sha256:"+hex.EncodeToString(sum[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	const first = "sha256:3354337e97012f905aeb9ad3b6e77c46e3d66e828f7433ecba99a0f709269b51"
	if got := slices.Collect(menu.Decode("stem", input(t, "create-click-view.json")))[0].Set.Digest(); got != first {
		t.Errorf("got %s for the documentation's first example, want %s", got, first)
	}
}

// Both live answers to a menu have the digest of what was sent.
func TestReadShapesShareDigest(t *testing.T) {
	t.Parallel()
	sent := slices.Collect(menu.Decode("stem", input(t, "create-click-view.json")))[0].Set.Digest()
	api, err := menu.DecodeAPI(input(t, "api-default.json"))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := menu.DecodeShown(input(t, "shown-default.json"))
	if err != nil {
		t.Fatal(err)
	}
	if got := api.Digest(); got != sent {
		t.Errorf("menu/get: got %s, want %s as sent", got, sent)
	}
	if got := shown.Set.Digest(); got != sent {
		t.Errorf("get_current_selfmenu_info: got %s, want %s as sent", got, sent)
	}
}

func TestConditionalSharesDigest(t *testing.T) {
	t.Parallel()
	const sent = `{"menu":{"button":[{"name":"门店","type":"click","key":"store"}]},"conditionalmenu":[
		{"matchrule":{"client_platform_type":"1"},"button":[{"type":"view","url":"https://a.example.com/?x=1&y=2","name":"苹果"}]},
		{"matchrule":{"client_platform_type":"2","tag_id":"100"},"button":[{"type":"view","url":"https://b.example.com/","name":"安卓"}]}]}`
	acc := slices.Collect(menu.Decode("stem", []byte(sent)))[0]
	if len(acc.Problems) > 0 {
		t.Fatalf("got problems %+v, want none", acc.Problems)
	}
	api, err := menu.DecodeAPI(input(t, "api-conditional.json"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := api.Digest(), acc.Set.Digest(); got != want {
		t.Errorf("got %s, want %s as sent", got, want)
	}
}
