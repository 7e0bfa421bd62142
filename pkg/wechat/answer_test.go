package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzAnswer holds that whatever WeChat sends, an accepted answer is a JSON
// object, valid JSON is left alone, and what is shown of it fits on a line.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{okBody, noMenu, busy, liveMenu, "", "null", `{"errcode":"-1","errmsg":5}`, "\xef\xbb\xbf{}", "{\"errmsg\":\"a\x01\\\"\n\"}", `{"errcode":40164,"errmsg":"invalid ip 1.2.3.4, x"}`, `{"errcode":1e9}`, "{\"errmsg\":\"\xff\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if json.Valid(body) && !bytes.Equal(repair(body), body) {
			t.Errorf("valid JSON %q became %q", body, repair(body))
		}
		ans, err := decodeAnswer(body)
		if err != nil {
			return
		}
		var object map[string]any
		if json.Unmarshal(ans.body, &object) != nil || object == nil {
			t.Errorf("%q was accepted and is not an object", body)
		}
		_, _ = decodeToken(ans.body)
		var refused *Error
		if !errors.As(request{op: opGet, token: NewSecret(testToken)}.refusal(ans), &refused) {
			if ans.errcode != 0 {
				t.Errorf("errcode %d is not an error", ans.errcode)
			}
			return
		}
		text := refused.Error()
		for _, r := range text {
			if r < 0x20 || r == 0x7f || r == '\u202e' {
				t.Errorf("%q shows a control character", text)
			}
		}
		if !utf8.ValidString(text) || utf8.RuneCountInString(refused.Errmsg) > maxErrmsg+3 {
			t.Errorf("%q is not fit to be shown", text)
		}
	})
}

func FuzzSplitErrmsg(f *testing.F) {
	for _, seed := range []string{"", "ok", "x hint: [a]", "x rid: 64f2cd30-7ac253cd-5ea1091d", "x hint: [a] rid: 64f2cd30-7ac253cd-5ea1091d", "rid: rid: 64f2cd30-7ac253cd-5ea1091d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = request{}.clean(text)
		errmsg, rid := splitErrmsg(text)
		if len(errmsg) > len(text) || text[:len(errmsg)] != errmsg || (rid != "" && len(rid) != 26) {
			t.Errorf("%q became %q and %q", text, errmsg, rid)
		}
	})
}
