package report

import (
	"bytes"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

// FuzzReadClaim holds that what is read is drawn harmless, and says the same when it
// is written and read again.
func FuzzReadClaim(f *testing.F) {
	const base = `{"schema":1,"base":"0123456789abcdef0123456789abcdef01234567","unread":0,"accounts":`
	f.Add([]byte(base + `[{"account":"a","before":{"menu":{"button":[{"type":"click","name":"<b>\u202e","key":"1"}]}},"after":{"menu":{"button":[{"type":"view","name":"--> @all","url":"https://example.com/|x"}]}}}]}`))
	f.Add([]byte(base + `[{"account":"a","new":true,"before":{},"after":{"menu":{"button":[{"name":"2","sub_button":[{"type":"click","name":"2","key":"2"}]}]}}}]}`))
	f.Add([]byte(base + `[{"account":"a","gone":true},{"account":"b","unknown":true},{"account":"c","invalid":true},{"account":"d"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadClaim(data)
		if err != nil {
			return
		}
		page := func(s Since) string {
			var b bytes.Buffer
			if err := s.Summary(&b, Options{Room: CommentBytes, Claimed: text.Same("claimed")}); err != nil {
				t.Fatal(err)
			}
			checkHarmless(t, b.String())
			return b.String()
		}
		var again bytes.Buffer
		if err := s.Claim(&again); err != nil {
			return // it is longer with its escapes
		}
		r, err := ReadClaim(again.Bytes())
		if err != nil {
			t.Fatalf("got %v of %q, written from %q", err, again.String(), data)
		}
		if got, want := page(r), page(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
