package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// Quarantine is a set that a rollback rolled away from, by its digest: Record
// is the number of the record that sent it, 0 where none did, By that of the newest
// rollback's, 0 where that has none and gets none, and Ends that of the record that ends it, 0 where none is to.
type Quarantine struct {
	Digest           string
	Record, By, Ends int
}

// InForce returns what is in quarantine: all whose end is not recorded.
func (k *Known) InForce() []Quarantine {
	var out []Quarantine
	for _, q := range k.Quarantine {
		if q.Ends == 0 || k.Last == nil || k.Last.Number < q.Ends {
			out = append(out, q)
		}
	}
	return out
}

// Quarantined returns the rollback that put a set into quarantine; nil when
// none did.
func (k *Known) Quarantined(set menu.Set) *Quarantine {
	list, digest := k.InForce(), set.Digest()
	if i := slices.IndexFunc(list, func(q Quarantine) bool { return q.Digest == digest }); i >= 0 {
		return &list[i]
	}
	return nil
}

// Quarantining returns what is in quarantine once a wish of a run is to become
// the record of a number. What a rollback rolls away from comes in. A set leaves
// when it is put live itself, and all do when a run puts other menus live: only
// of a run is it known that Git wants them. A machine has no run, and a retirement
// puts no menus live.
func (k *Known) Quarantining(w Wish, o api.Origin, number int) []Quarantine {
	var out []Quarantine
	digest, open := w.Set.Digest(), k.Open()
	for _, q := range k.InForce() {
		if open != nil && q.By == open.Number {
			q.By = 0 // what begins now takes its place
		}
		if q.Ends = 0; q.Digest == digest || o.RunID != 0 && !w.Rollback && !w.Retire {
			q.Ends = number
		}
		out = append(out, q)
	}
	add := func(set menu.Set, record int) {
		q := Quarantine{Digest: set.Digest(), Record: record, By: number}
		same := func(other Quarantine) bool { return other.Digest == q.Digest }
		switch i := slices.IndexFunc(out, same); {
		case q.Digest == digest, len(set.Menu) == 0: // no menu is not published
		case i >= 0:
			out[i].By = number
		default:
			out = append(out, q)
		}
	}
	if last := k.Last; w.Rollback && last != nil {
		add(last.Desired, last.Number)
	}
	if w.Rollback && open != nil {
		add(open.Desired, 0)
	}
	return out
}
