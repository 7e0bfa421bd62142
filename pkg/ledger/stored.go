package ledger

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// storedRecord is a record with each of its sets once.
type storedRecord struct {
	Record
	// API is left out where it is what was sent, and Shown where it is the
	// default menu of API. What was replaced has only Part where it is a set of
	// this record.
	API   *menu.Set `json:"api,omitempty"`
	Shown *menu.Set `json:"shown,omitempty"`
}

func recordEnvelope(r Record) envelope {
	s := storedRecord{Record: r}
	if !sameSet(r.API, r.Desired) {
		s.API = &r.API
	}
	if !sameSet(r.Shown, r.API.Default()) {
		s.Shown = &r.Shown
	}
	own := func(a *Answer, shown bool) {
		if a.Set != nil {
			if part := r.partOf(*a.Set, shown); part != "" {
				*a = Answer{Part: part}
			}
		}
	}
	own(&s.Replaced.API, false)
	own(&s.Replaced.Shown, true)
	return envelope{Schema: Schema, Record: &s}
}

// whole returns the record.
func (s *storedRecord) whole() Record {
	r := s.Record
	if r.API = r.Desired; s.API != nil {
		r.API = *s.API
	}
	if r.Shown = r.API.Default(); s.Shown != nil {
		r.Shown = *s.Shown
	}
	own := func(a *Answer, shown bool) {
		if set := r.part(a.Part, shown); set != nil && a.Record == 0 {
			*a = Answer{Set: set}
		}
	}
	own(&r.Replaced.API, false)
	own(&r.Replaced.Shown, true)
	return r
}

// maxOld is the most bytes of a text that is read of schema 1, where texts had
// no bound: one could be too large for every answer that holds it.
const maxOld = 4 << 10

// shorten cuts the texts that come from requests.
func (e *envelope) shorten() {
	if e.Record != nil {
		shorten(&e.Record.Reason, &e.Record.Origin)
	}
	if e.State != nil && e.State.Intent != nil {
		shorten(&e.State.Intent.Reason, &e.State.Intent.Origin)
	}
}

func shorten(reason *string, o *Origin) {
	for _, s := range []*string{reason, &o.Server, &o.Repository, &o.Ref, &o.Commit, &o.RunURL, &o.Actor, &o.Event} {
		if len(*s) > maxOld {
			*s = strings.ToValidUTF8((*s)[:maxOld], "") + "…"
		}
	}
}
