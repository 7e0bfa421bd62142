package api

import (
	"cmp"
	"slices"
)

// Guard names what stops a publish before anything is posted.
type Guard string

// The guards. Source: design, sections 7 and 8.
const (
	// Edited means that what is live is not what was recorded.
	Edited Guard = "edited"
	// First means that the first publish would overwrite a menu.
	First Guard = "first"
	// Interrupted means that an unfinished publish does not explain what is
	// live.
	Interrupted Guard = "interrupted"
	// Quarantined means that a rollback rolled away from the desired menus.
	Quarantined Guard = "quarantined"
	// Stale means that a newer run came first, whatever it came to.
	Stale Guard = "stale"
	// ForeignRepository means that another repository published so far.
	ForeignRepository Guard = "foreign-repository"
	// NoRecord means that there is no record to roll back to.
	NoRecord Guard = "no-record"
	// AppIDChanged means that the account's appid is not the recorded one.
	AppIDChanged Guard = "appid-changed"

	// RemovesButtons means that followers lose more than two buttons that
	// they can tap.
	RemovesButtons Guard = "removes-buttons"
	// RemovesTopLevel means that a button of the bar goes.
	RemovesTopLevel Guard = "removes-top-level"
	// RemovesConditional means that a conditional menu goes.
	RemovesConditional Guard = "removes-conditional"
	// ChangesAllHosts means that no host that was linked to is any more.
	ChangesAllHosts Guard = "changes-all-hosts"
	// ChangesAppID means that mini program buttons open other mini programs.
	ChangesAppID Guard = "changes-appid"
)

// Allowable returns the guards that Accept.Allow may name. Of the others,
// Edited and Interrupted need the digest of what is live, ForeignRepository the
// repository, and Stale is for nobody to let pass.
func Allowable() []Guard {
	return []Guard{
		First, Quarantined, AppIDChanged,
		RemovesButtons, RemovesTopLevel, RemovesConditional, ChangesAllHosts, ChangesAppID,
	}
}

// Accept is what a person has looked at and lets pass. Each part names exactly
// what was seen, so that it cannot let pass anything else.
type Accept struct {
	// Live is the digest of what is live and may be overwritten, as in
	// Digests.Live.
	Live string `json:"live,omitempty"`
	// Allow lists guards that may trip: those that Allowable returns.
	Allow []Guard `json:"allow,omitempty"`
	// TakeOver is the repository that published so far and from which this
	// one takes the account over, such as https://github.com/o/r.
	TakeOver string `json:"takeOver,omitempty"`
}

// Empty reports whether nothing is accepted.
func (a Accept) Empty() bool { return a.Live == "" && len(a.Allow) == 0 && a.TakeOver == "" }

// And returns what accepts all that a and b accept; of two digests, or two
// repositories, b's.
func (a Accept) And(b Accept) Accept {
	return Accept{
		Live: cmp.Or(b.Live, a.Live), TakeOver: cmp.Or(b.TakeOver, a.TakeOver),
		Allow: slices.Concat(a.Allow, b.Allow),
	}
}

// Allows reports whether the guard may trip.
func (a Accept) Allows(g Guard) bool { return slices.Contains(a.Allow, g) }
