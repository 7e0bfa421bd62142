package api

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Accept is what a person has looked at and lets pass. Each part names exactly
// what was seen, so that it cannot let pass anything else.
type Accept struct {
	// Live is the digest of what is live and may be overwritten, as in
	// Digests.Live.
	Live string `json:"live,omitempty"`
	// Allow lists guards that may trip: those that Allowable returns.
	Allow []Guard `json:"allow,omitempty"`
	// Settings names what of this only the settings file accepts, which was
	// reviewed before there was anything to look at: First, and Edited for Live.
	Settings []Guard `json:"settings,omitempty"`
	// TakeOver is the repository that published so far and from which this
	// one takes the account over, such as https://github.com/o/r.
	TakeOver string `json:"takeOver,omitempty"`
	// ResetMark is the run that holds the mark and is to lose it, because it
	// is none: OpPublish sets the mark to its own run, or to the one before.
	ResetMark int64 `json:"resetMark,omitempty"`
}

// Empty reports whether nothing is accepted.
func (a Accept) Empty() bool {
	return a.Live == "" && len(a.Allow) == 0 && a.TakeOver == "" && a.ResetMark == 0
}

// And returns what a person accepts who accepts all of a and b; of two digests,
// repositories or runs, b's.
func (a Accept) And(b Accept) Accept {
	return Accept{
		Live: cmp.Or(b.Live, a.Live), TakeOver: cmp.Or(b.TakeOver, a.TakeOver), ResetMark: cmp.Or(b.ResetMark, a.ResetMark),
		Allow: slices.Concat(a.Allow, b.Allow),
	}
}

// Without returns what a accepts and b does not.
func (a Accept) Without(b Accept) Accept {
	if a.Live == b.Live {
		a.Live = ""
	}
	a.Allow = slices.DeleteFunc(slices.Clone(a.Allow), b.Allows)
	return a
}

// ByHand reports whether a guard, or Edited for Live, is accepted by a person who
// looked at what is live.
func (a Accept) ByHand(g Guard) bool {
	return (g == Edited || a.Allows(g)) && !slices.Contains(a.Settings, g)
}

// Allows reports whether the guard may trip.
func (a Accept) Allows(g Guard) bool { return slices.Contains(a.Allow, g) }

// Together returns the digest of what many accounts have, by their names: that
// of a line with the name and the digest of each, sorted.
func Together(digests map[string]string) string {
	var lines strings.Builder
	for _, account := range slices.Sorted(maps.Keys(digests)) {
		lines.WriteString(account + " " + digests[account] + "\n")
	}
	return menu.Digest([]byte(lines.String()))
}
