package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Replaced is what was live before a publish's first write. The zero value is
// no menu, switched off.
type Replaced struct {
	API   Answer `json:"api"`
	Shown Answer `json:"shown"`
	// Open is false when the console's menu switch was off.
	Open bool `json:"open"`
}

// Answer is one of WeChat's answers as it was before a publish. It is kept by
// the record that holds it, whole where none does, and by its digest alone
// where there was no room. The zero value is an answer without menus.
type Answer struct {
	// Set is the answer; nil where it is not kept here.
	Set *menu.Set `json:"set,omitempty"`
	// Record is the number of the account's record whose Part it is; 0 where
	// no record holds it.
	Record int  `json:"record,omitempty"`
	Part   Part `json:"part,omitempty"`
	// Sum is its digest, where Set is nil and a menu was live.
	Sum string `json:"digest,omitempty"`
}

// Part is one of the sets of a record.
type Part string

// The parts.
const (
	PartDesired Part = "desired"
	PartAPI     Part = "api"
	PartShown   Part = "shown"
)

// Replaced returns what a publish keeps of what is live before it: an answer
// that last, the account's newest record, holds exactly is kept by its number.
// last is nil where the account has no record.
func (l Live) Replaced(last *Record) Replaced {
	return Replaced{API: last.answer(l.API, false), Shown: last.answer(l.Shown, true), Open: l.Open}
}

// answer returns how an answer is kept that was given after r.
func (r *Record) answer(s menu.Set, shown bool) Answer {
	if len(s.Menu) == 0 && len(s.Conditional) == 0 {
		return Answer{}
	}
	if r != nil {
		if part := r.partOf(s, shown); part != "" {
			return Answer{Record: r.Number, Part: part, Sum: s.Digest()}
		}
	}
	return Answer{Set: &s}
}

// Digests returns the digests of both answers.
func (r Replaced) Digests() LiveDigests {
	return LiveDigests{API: r.API.Digest(), Shown: r.Shown.Digest()}
}

// Digest returns the answer's digest, computed from the set where that is here.
func (a Answer) Digest() string {
	if s := a.here(); s != nil {
		return s.Digest()
	}
	return a.Sum
}

// here returns the answer where no record is needed for it, nil otherwise.
func (a Answer) here() *menu.Set {
	if a == (Answer{}) {
		return new(menu.Set)
	}
	return a.Set
}

// Whole returns what was replaced on an account, out of the records that hold
// it; nil where an answer is not kept.
func (r Replaced) Whole(ctx context.Context, from Reader, account string) (*Live, error) {
	api, err := r.API.whole(ctx, from, account, false)
	if api == nil {
		return nil, err
	}
	shown, err := r.Shown.whole(ctx, from, account, true)
	if shown == nil {
		return nil, err
	}
	return &Live{API: *api, Shown: *shown, Open: r.Open}, nil
}

// whole returns the answer; nil where it is not kept, or with an error.
func (a Answer) whole(ctx context.Context, from Reader, account string, shown bool) (*menu.Set, error) {
	if a.Record == 0 {
		return a.here(), nil
	}
	rec, err := from.Record(ctx, account, a.Record)
	var none *NoRecordError
	switch {
	case errors.As(err, &none):
		return nil, nil //nolint:nilnil // it is not kept
	case err != nil:
		return nil, err
	}
	return rec.part(a.Part, shown), nil
}

// withoutSets returns the same with digests in the place of sets.
func (r Replaced) withoutSets() Replaced {
	for _, a := range []*Answer{&r.API, &r.Shown} {
		if a.Set != nil {
			*a = Answer{Sum: a.Set.Digest()}
		}
	}
	return r
}

// part returns a set of the record, nil for one that it has not. An answer of
// what is shown has the default menu only.
func (r *Record) part(p Part, shown bool) *menu.Set {
	var s menu.Set
	switch p {
	case PartDesired:
		s = r.Desired
	case PartAPI:
		s = r.API
	case PartShown:
		s = r.Shown
	default:
		return nil
	}
	if shown {
		s = s.Default()
	}
	return &s
}

// partOf returns which set of the record is exactly s; "" for none.
func (r *Record) partOf(s menu.Set, shown bool) Part {
	for _, p := range []Part{PartDesired, PartAPI, PartShown} {
		if sameSet(*r.part(p, shown), s) {
			return p
		}
	}
	return ""
}

// sameSet reports whether two sets are the same in all that is stored of them,
// and not only in what their digests are about.
func sameSet(a, b menu.Set) bool {
	x, _ := a.MarshalJSON() // it cannot fail
	y, _ := b.MarshalJSON()
	return bytes.Equal(x, y)
}

// UnmarshalJSON reads an answer. In schema 1 it was the set itself.
func (a *Answer) UnmarshalJSON(data []byte) error {
	var old struct {
		Menu        json.RawMessage `json:"menu"`
		Conditional json.RawMessage `json:"conditionalmenu"`
	}
	_ = json.Unmarshal(data, &old) // strict says what is wrong
	if old.Menu != nil || old.Conditional != nil {
		set, err := menu.DecodeCanonical(data)
		*a = Answer{Set: &set}
		return err
	}
	type plain Answer
	err := strict(data, (*plain)(a))
	if a.Set != nil {
		*a = Answer{Set: a.Set} // nothing else is to be known of it
	}
	return err
}

// strict decodes JSON in which every field has to be known.
func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
