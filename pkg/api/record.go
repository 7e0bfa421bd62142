package api

import (
	"fmt"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Record is a ledger's record as results carry it.
type Record struct {
	Number int `json:"number"`
	// Kind is how it came about: publish, rollback, adopt or retire.
	Kind Kind `json:"kind"`
	// Time is when it was written, by the function's clock.
	Time  time.Time `json:"time"`
	AppID string    `json:"appid,omitempty"`
	// Digests names the desired set and both answers as read back.
	Digests  Digests  `json:"digests"`
	Readback Readback `json:"readback,omitempty"`
	// RollbackTo is the record that a rollback put live again.
	RollbackTo int `json:"rollbackTo,omitempty"`
	// ResetMark is the run from which a publish took the mark.
	ResetMark int64  `json:"resetMark,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Origin    Origin `json:"origin"`
	// Version is that of the function that wrote the record.
	Version string `json:"version,omitempty"`
	// Desired and Replaced are the set that was sent and what was live before,
	// where one record was asked for. Replaced is nil where the ledger had no
	// room for it.
	Desired  *menu.Set `json:"desired,omitempty"`
	Replaced *Live     `json:"replaced,omitempty"`
}

// Stored is a state or a record as the ledger keeps it.
type Stored struct {
	// Record is the record's number; 0 for the state.
	Record int `json:"record,omitempty"`
	// Data is what is kept.
	Data []byte `json:"data"`
}

// State is what the ledger says of an account beside its records.
type State struct {
	// Mark is the newest run that published or found its menus live.
	Mark *Mark `json:"mark,omitempty"`
	// Quarantined are digests of desired sets that must not come back.
	Quarantined []string `json:"quarantined,omitempty"`
	// Unfinished is the publish that did not get to its record.
	Unfinished *Origin `json:"unfinished,omitempty"`
	// Holder is who publishes right now, until Until.
	Holder string     `json:"holder,omitempty"`
	Until  *time.Time `json:"until,omitempty"`
}

// Live is what WeChat's two answers say.
type Live struct {
	// API is menu/get's answer, Shown that of get_current_selfmenu_info.
	API   menu.Set `json:"api"`
	Shown menu.Set `json:"shown"`
	// Open is false when the console's menu switch is off.
	Open bool `json:"open"`
}

// Digest names both answers together. The two are one after the other, so that
// an edit which only one of them shows changes it.
func (l *Live) Digest() string {
	return menu.Digest(fmt.Appendf(nil, "%s\n%s", l.API.Canonical(), l.Shown.Canonical()))
}

// SetLive notes what was read.
func (d *Digests) SetLive(l *Live) {
	d.API, d.Shown, d.Live = l.API.Digest(), l.Shown.Digest(), l.Digest()
}

// Shows reports whether followers see the set and menu/get agrees.
func (l *Live) Shows(want menu.Set) bool {
	return l.API.Equal(want) && l.Shown.Equal(want.Default())
}

// Empty reports whether neither answer has a menu.
func (l *Live) Empty() bool {
	return l == nil || len(l.API.Menu) == 0 && len(l.API.Conditional) == 0 && len(l.Shown.Menu) == 0
}

// Off reports whether the menu switch is off. Of an account without a menu the
// answer says off too, whatever the switch is.
func (l *Live) Off() bool { return !l.Open && len(l.Shown.Menu) > 0 }

// Kind says how a record came about.
type Kind string

const (
	// KindPublish is a publish of what is in Git.
	KindPublish Kind = "publish"
	// KindRollback is a recorded set posted again.
	KindRollback Kind = "rollback"
	// KindAdopt is a set that was found live as it is in Git, without caidan
	// having put it there; nothing was posted.
	KindAdopt Kind = "adopt"
	// KindRetire is the deletion of all menus of an account that left Git.
	KindRetire Kind = "retire"
)

// Readback says how far the answers of a record can be trusted.
type Readback string

const (
	// ReadbackVerified means that both answers show what was sent.
	ReadbackVerified Readback = "verified"
	// ReadbackNormalised means that they show the same menus, with names or
	// addresses written otherwise.
	ReadbackNormalised Readback = "normalised"
	// ReadbackUnverified means that they could not be read, or were still
	// those from before.
	ReadbackUnverified Readback = "unverified"
	// ReadbackRaced means that they show something else: another publish, or
	// the console, changed the menu at the same time.
	ReadbackRaced Readback = "raced"
)

// Trusted reports whether a record's answers are those to what it sent.
func (r Readback) Trusted() bool { return r == ReadbackVerified || r == ReadbackNormalised }

// Mark is the newest run that was judged for an account: runs with a lower id
// are out of date.
type Mark struct {
	Server     string `json:"server,omitempty"`
	Repository string `json:"repository,omitempty"`
	// RepositoryID outlives the repository's renaming.
	RepositoryID int64 `json:"repositoryId,omitempty"`
	// RunID rises from run to run of a repository.
	RunID int64 `json:"runId,omitempty"`
	// Record is the number of the newest record when the run was judged.
	Record int `json:"record,omitempty"`
}
