package api

import "github.com/caidan-dev/caidan/pkg/text"

// MaxText is the most bytes that each text of a request may have which goes
// into a record: the reason, and the fields of the origin. GitHub's names and
// addresses take some hundred.
const MaxText = 1 << 10

// Bounded returns an error that names the first text of a request that is
// longer than MaxText.
func (r *Request) Bounded() error {
	o := &r.Origin
	for _, field := range []struct{ name, value string }{
		{"reason", r.Reason},
		{"origin.server", o.Server},
		{"origin.repository", o.Repository},
		{"origin.ref", o.Ref},
		{"origin.commit", o.Commit},
		{"origin.runUrl", o.RunURL},
		{"origin.actor", o.Actor},
		{"origin.event", o.Event},
	} {
		if n := len(field.value); n > MaxText {
			return &text.Error{Meaning: TooLong(field.name, n), Remedy: text.Say("shorten it", "请缩短")}
		}
	}
	return nil
}

// TooLong says that a text has too many bytes for a record.
func TooLong(name string, size int) text.Spoken {
	return text.Sayf("%s has %d bytes, and a record keeps at most %d", "%s 有 %d 字节，而一条记录最多保存 %d 字节", name, size, MaxText)
}
