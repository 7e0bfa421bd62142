package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// Known is what is known of an account: all that a decision is made from.
type Known struct {
	// Live is what WeChat's two answers said at one moment.
	Live api.Live
	// AppID is the account's today.
	AppID string
	// Last is the newest record; nil when there is none.
	Last *Record
	// Begun is the last publish that was begun; nil when there is none.
	Begun *Intent
	// Quarantine is what rollbacks rolled away from.
	Quarantine []Quarantine
}

// Record is what of a ledger's record decides.
type Record struct {
	Number   int
	Kind     api.Kind
	AppID    string
	Readback api.Readback
	// Desired is what was sent, API and Shown are the answers as read back.
	Desired, API, Shown menu.Set
	// Replaced is what was live before.
	Replaced Answers
}

// Intent is a publish that was begun.
type Intent struct {
	// Number is that of the record that closes it.
	Number  int
	Desired menu.Set
	// States are the answers that it may leave behind.
	States []Answers
	// Replaced is what was live before.
	Replaced Answers
	Origin   api.Origin
}

// Answers are WeChat's two answers, by their digests.
type Answers struct{ API, Shown string }

// AnswersOf returns the digests of two answers.
func AnswersOf(l *api.Live) Answers { return Answers{API: l.API.Digest(), Shown: l.Shown.Digest()} }

// Open returns the publish that was begun and has no record; nil when there is
// none.
func (k *Known) Open() *Intent {
	if k.Begun == nil || k.Last != nil && k.Last.Number >= k.Begun.Number {
		return nil
	}
	return k.Begun
}

// Explains reports whether each answer is one that the publish's steps pass
// through.
func (i *Intent) Explains(l *api.Live) bool {
	now := AnswersOf(l)
	return slices.ContainsFunc(i.States, func(s Answers) bool { return s.API == now.API }) &&
		slices.ContainsFunc(i.States, func(s Answers) bool { return s.Shown == now.Shown })
}

// Untouched reports whether what was live before the publish's first step still
// is.
func (i *Intent) Untouched(l *api.Live) bool {
	return AnswersOf(l) == i.Replaced
}

// Unseen returns what earlier publishes posted that the answers may not show
// yet: one that is not recorded, and one that was not read back.
func (k *Known) Unseen() []menu.Set {
	var out []menu.Set
	if open := k.Open(); open != nil {
		out = append(out, open.Desired)
	}
	if r := k.Last; r != nil && r.Readback == api.ReadbackUnverified {
		out = append(out, r.Desired)
	}
	return out
}

// asRecorded reports whether what is live is what the newest record left, in
// WeChat's words or in those it was sent in.
func (k *Known) asRecorded() bool {
	r := k.Last
	if r == nil {
		return false
	}
	return k.Live.Shows(r.Desired) || r.Readback.Trusted() &&
		k.Live.API.In(r.API, r.Desired) && k.Live.Shown.In(r.Shown, r.Desired.Default())
}

// unchanged reports whether what is live was changed by nothing else since the
// newest record. Of one whose answers came late, what it replaced may still be
// what is answered.
func (k *Known) unchanged() bool {
	if k.asRecorded() {
		return true
	}
	r := k.Last
	if r == nil || r.Readback != api.ReadbackUnverified {
		return false
	}
	now := AnswersOf(&k.Live)
	return (k.Live.API.Equal(r.Desired) || now.API == r.Replaced.API) &&
		(k.Live.Shown.Equal(r.Desired.Default()) || now.Shown == r.Replaced.Shown)
}

// Hidden reports whether there may be conditional menus that menu/get does not
// answer: after an edit in the console it may know no menu at all.
func (k *Known) Hidden() bool { return len(k.Live.API.Menu) == 0 && !k.Live.Empty() }
