package ledger

import (
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Kind is what a record or an intent is about.
type Kind string

const (
	// KindPublish is a publish of what is in Git.
	KindPublish Kind = "publish"
	// KindRollback is a recorded set posted again.
	KindRollback Kind = "rollback"
	// KindAdopt is a set that was found live as it is in Git, put there by
	// another tool or in the console; nothing was posted.
	KindAdopt Kind = "adopt"
	// KindRetire is the deletion of all menus of an account that left Git: Desired
	// is the empty set.
	KindRetire Kind = "retire"
)

// Readback says how far a record's API and Shown can be trusted.
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
	// ReadbackRaced means that they show something else: another tool or the
	// console published at the same time.
	ReadbackRaced Readback = "raced"
)

// Record is one publish to one account, written when it was done.
type Record struct {
	// Account is the account's name.
	Account string `json:"account"`
	// Number counts the account's records from 1. A number may be left out:
	// that of a publish whose holder died.
	Number int `json:"number"`
	// ID is random: by it a store knows the record again when the answer to
	// its writing was lost. See NewID.
	ID string `json:"id"`
	// Kind says what was done.
	Kind Kind `json:"kind"`
	// Time is when, by the publisher's clock; for people, and to tell when
	// WeChat's answers are not late any more.
	Time time.Time `json:"time,omitzero"`
	// AppID is the account's, as far as it is known.
	AppID string `json:"appid,omitempty"`
	// Desired is what was sent.
	Desired menu.Set `json:"desired"`
	// API and Shown are WeChat's two answers as read back.
	API   menu.Set `json:"api"`
	Shown menu.Set `json:"shown"`
	// Readback says how far API and Shown can be trusted.
	Readback Readback `json:"readback"`
	// Replaced is what was live before the first write.
	Replaced Replaced `json:"replaced"`
	// Origin says who asked.
	Origin Origin `json:"origin,omitzero"`
	// Reason is why, in the words of who asked.
	Reason string `json:"reason,omitempty"`
	// RollbackTo is the number of the record that a rollback posted again.
	RollbackTo int `json:"rollbackTo,omitempty"`
	// ResetMark is the run from which a publish took the mark; 0 for none.
	ResetMark int64 `json:"resetMark,omitempty"`
	// Version is that of the caidan that wrote the record.
	Version string `json:"version,omitempty"`
}

// Live is what WeChat answered about an account at one moment.
type Live struct {
	// API is menu/get's answer, Shown that of get_current_selfmenu_info.
	API, Shown menu.Set
	// Open is false when the console's menu switch is off.
	Open bool
}

// Origin says which commit, run and person a request comes from. They are the
// caller's claims.
type Origin struct {
	Server       string `json:"server,omitempty"`
	Repository   string `json:"repository,omitempty"`
	RepositoryID int64  `json:"repositoryId,omitempty"`
	Ref          string `json:"ref,omitempty"`
	Commit       string `json:"commit,omitempty"`
	// Changed is set where a person published files that differ from the commit.
	Changed bool `json:"changed,omitempty"`
	// RunID is the GitHub run; 0 when a person publishes from a machine.
	RunID   int64  `json:"runId,omitempty"`
	Attempt int    `json:"attempt,omitempty"`
	RunURL  string `json:"runUrl,omitempty"`
	Actor   string `json:"actor,omitempty"`
	Event   string `json:"event,omitempty"`
	// Environment is the one of GitHub that the job ran in; empty where the server
	// that took the request did not verify it.
	Environment string `json:"environment,omitempty"`
}
