// Package api is the contract between the caller and the functions that hold
// the secrets: one [Request] per account, one [Result].
//
// A request that can be decoded always gets a result, whatever went wrong; an
// error of the function means that the event was not a request. What a result
// says is a code with its operands; the words stand here, beside the codes, once
// in each language.
package api

import (
	"encoding/json"
)

// Schema is the version of Request and Result.
const Schema = 1

// Op is what a request asks for.
type Op string

// The ops. The inspect function serves those that write nothing: OpPlan,
// OpRead, OpTry, OpHistory, OpList, OpExport and OpDiagnose.
const (
	// OpPlan says what a publish of the desired menus would do, and whether a
	// guard would stop it.
	OpPlan Op = "plan"
	// OpPublish puts the desired menus live.
	OpPublish Op = "publish"
	// OpRollback puts a recorded set live again.
	OpRollback Op = "rollback"
	// OpRetire deletes all menus of an account that left Git. That the account did is
	// the caller's claim: Accept.Live has to name what is live, and the account's mark
	// has to be the repository's or Accept.TakeOver to name it.
	OpRetire Op = "retire"
	// OpRead reads what is live.
	OpRead Op = "read"
	// OpTry reads what one follower sees.
	OpTry Op = "try"
	// OpHistory reads the ledger of one account.
	OpHistory Op = "history"
	// OpList lists the accounts that the ledger knows.
	OpList Op = "list"
	// OpExport reads a part of the ledger of one account as it is stored.
	OpExport Op = "export"
	// OpDiagnose looks for what is wrong with an account's set-up, or with the
	// function's own.
	OpDiagnose Op = "diagnose"
)

// Request asks for one piece of work on one account. A field that is unknown
// is refused: a dry run that is misspelt must not publish.
type Request struct {
	// Schema is Schema.
	Schema int `json:"schema"`
	// Op says what to do.
	Op Op `json:"op"`
	// Account is the account's name; empty for OpList, and for OpDiagnose of the
	// function itself.
	Account string `json:"account,omitempty"`
	// Desired is the menu set that should be live: a create payload or a
	// menu set, any form that menu.DecodeSet takes. For OpPlan and OpPublish.
	Desired json.RawMessage `json:"desired,omitempty"`
	// To is the number of a record, or Previous. OpRollback puts its menus
	// live; OpHistory answers it alone, with its menus.
	To string `json:"to,omitempty"`
	// Run is a GitHub run. OpRollback undoes what it published, half-way too:
	// the newest record that is not of it is put live.
	Run int64 `json:"run,omitempty"`
	// As is the openid of the follower that OpTry is about, or the WeChat id. It is
	// personal data: no result, log or record has it.
	As string `json:"as,omitempty"`
	// Reason is why, in words, for the record.
	Reason string `json:"reason,omitempty"`
	// Accept names what guards may let pass.
	Accept Accept `json:"accept,omitzero"`
	// DryRun asks for everything but writing: no post, no lease, no record.
	DryRun bool `json:"dryRun,omitempty"`
	// Republish asks for the post even when the menus are live already.
	Republish bool `json:"republish,omitempty"`
	// Before and Limit page OpHistory: at most Limit records, up to
	// MaxRecords, with numbers below Before. Zero is from the newest, and
	// DefaultRecords of them. OpExport is paged by Before alone.
	Before int `json:"before,omitempty"`
	Limit  int `json:"limit,omitempty"`
	// Origin says where the request comes from.
	Origin Origin `json:"origin"`
}

// Writes reports whether the request is to change something, if it comes to that.
func (r *Request) Writes() bool {
	switch r.Op {
	case OpPlan, OpRead, OpTry, OpHistory, OpList, OpExport, OpDiagnose:
		return false
	default:
		return !r.DryRun
	}
}

const (
	// DefaultRecords is how many records OpHistory answers where a request
	// does not say: what fits a screen.
	DefaultRecords = 20
	// MaxRecords is the most that can be asked for. See Result.Next.
	MaxRecords = 1000
)

// Previous is the To of a rollback to the menus before those of the newest publish,
// recorded or half-way: the newest record of this Official Account whose menus
// are neither that publish's nor in quarantine. An edit in the console, which no
// record has as it was sent, is passed over.
const Previous = "previous"

// Origin says which commit, run and person a request comes from. They are the
// caller's claims, but where [WithOrigin] replaced them by what was verified.
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

// EventError means that an event is not a request.
type EventError struct{ Cause error }

// Error says what is wrong with the event.
func (e *EventError) Error() string { return "decode event: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *EventError) Unwrap() error { return e.Cause }
