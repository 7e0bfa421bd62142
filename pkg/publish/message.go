// Package publish is the Lambda's work and the only door to WeChat: a request
// comes in, the menus are judged again, what is live is read and compared with
// what should be and with what the ledger recorded, guards decide, the steps
// are taken, read back and recorded, and the result goes out.
//
// A request that can be decoded always gets a [Result], whatever went wrong;
// an error means that the event was no request.
//
// WeChat has no compare-and-set. What somebody publishes in the console in the
// moments between the guard's reading and the first step is overwritten; the
// record of what was replaced holds what was read, and no more.
package publish

import (
	"encoding/json"
	"time"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// Schema is the version of Request and Result.
const Schema = 1

// Op is what a request asks for.
type Op string

// The ops. The inspect function serves those that write nothing: OpPlan,
// OpRead, OpHistory and OpList.
const (
	// OpPlan says what a publish of the desired menus would do, and whether a
	// guard would stop it.
	OpPlan Op = "plan"
	// OpPublish puts the desired menus live.
	OpPublish Op = "publish"
	// OpRollback puts a recorded set live again.
	OpRollback Op = "rollback"
	// OpRead reads what is live.
	OpRead Op = "read"
	// OpHistory reads the ledger of one account.
	OpHistory Op = "history"
	// OpList lists the accounts that the ledger knows.
	OpList Op = "list"
)

// Request asks for one piece of work on one account. A field that is unknown
// is refused: a dry run that is misspelt must not publish.
type Request struct {
	// Schema is Schema.
	Schema int `json:"schema"`
	// Op says what to do.
	Op Op `json:"op"`
	// Account is the account's name; empty for OpList.
	Account string `json:"account,omitempty"`
	// Desired is the menu set that should be live: a create payload or a
	// menu set, any form that menu.DecodeSet takes. For OpPlan and OpPublish.
	Desired json.RawMessage `json:"desired,omitempty"`
	// To is the number of a record, or Previous. OpRollback puts its menus
	// live; OpHistory answers it alone, with its menus.
	To string `json:"to,omitempty"`
	// Run is a GitHub run. OpRollback undoes what it published: the menus
	// from before its first record are put live.
	Run int64 `json:"run,omitempty"`
	// Reason is why, in words, for the record.
	Reason string `json:"reason,omitempty"`
	// Accept names what guards may let pass.
	Accept Accept `json:"accept,omitzero"`
	// DryRun asks for everything but writing: no post, no lease, no record.
	DryRun bool `json:"dryRun,omitempty"`
	// Republish asks for the post even when the menus are live already.
	Republish bool `json:"republish,omitempty"`
	// Before and Limit page OpHistory: at most Limit records with numbers
	// below Before. Zero is from the newest, and defaultRecords of them.
	Before int `json:"before,omitempty"`
	Limit  int `json:"limit,omitempty"`
	// Origin says where the request comes from.
	Origin Origin `json:"origin"`
}

// Previous is the To of a rollback to the newest record whose menus are
// neither those of the last one nor in quarantine.
const Previous = "previous"

// Origin says which commit, run and person a request comes from. They are the
// caller's claims.
type Origin = ledger.Origin

// Outcome is how a request ended.
type Outcome string

const (
	// Read means that what was asked for was read.
	Read Outcome = "read"
	// InSync means that the desired menus were live already.
	InSync Outcome = "in-sync"
	// Planned means that a publish would have written, and no guard stops it.
	Planned Outcome = "planned"
	// Published means that the desired menus were posted and recorded.
	Published Outcome = "published"
	// Superseded means that a newer run came first, whatever it came to; nothing
	// was posted.
	Superseded Outcome = "superseded"
	// Held means that nothing was posted, on purpose: the menus in Git are not
	// news, and what is live differs because somebody wanted it to. Guard says
	// which of the two: Quarantined or Edited.
	Held Outcome = "held"
	// Refused means that Guard stopped it before anything was posted; Error
	// says why and Needs what would let it pass.
	Refused Outcome = "refused"
	// Busy means that another publish of the account was under way for as
	// long as this one could wait.
	Busy Outcome = "busy"
	// Invalid means that the menus break a rule; Findings says which.
	Invalid Outcome = "invalid"
	// Failed means that it did not work out; Error says why, how far it got
	// and what the next run will do.
	Failed Outcome = "failed"
)

// Case is a row of the table that a publish decides by: what is live, next to
// what is desired and what was recorded.
type Case string

const (
	// CaseHalf means that an unfinished publish explains what is live.
	CaseHalf Case = "half-published"
	// CaseInterrupted means that there is an unfinished publish and that it
	// does not explain what is live.
	CaseInterrupted Case = "interrupted"
	// CaseQuarantined means that the desired menus were rolled away from.
	CaseQuarantined Case = "quarantined"
	// CaseInSync means that what should be live is.
	CaseInSync Case = "in-sync"
	// CaseAdopted means that the desired menus are live, and that somebody
	// else than caidan put them there.
	CaseAdopted Case = "adopted"
	// CaseChange means that live is as recorded and the desired menus differ.
	CaseChange Case = "change"
	// CaseEdited means that what is live was edited since the last record.
	CaseEdited Case = "edited"
	// CaseFirst means that there is neither a record nor a menu.
	CaseFirst Case = "first"
	// CaseFirstOver means that there is no record, and a menu is live.
	CaseFirstOver Case = "first-over-menu"
	// CaseOtherAccount means that the last record is of another appid.
	CaseOtherAccount Case = "other-account"
)

// Result says how a request ended.
type Result struct {
	Schema  int     `json:"schema"`
	Account string  `json:"account"`
	Outcome Outcome `json:"outcome"`
	// Guard is what stopped or held it; empty when nothing did.
	Guard Guard `json:"guard,omitempty"`
	// Case is the row of the table, as far as it came to deciding.
	Case Case `json:"case,omitempty"`
	// Digests names the states involved, as far as they are known.
	Digests Digests `json:"digests"`
	// Changes is what a follower notices.
	Changes []plan.Change `json:"changes,omitempty"`
	// Steps is what is posted, in order.
	Steps []Step `json:"steps,omitempty"`
	// Needs is what the request has to accept to get past its guards; nil
	// when it got past them.
	Needs *Accept `json:"needs,omitempty"`
	// Record is the ledger's newest record, after what was done.
	Record *Record `json:"record,omitempty"`
	// Ledger is what the ledger says beside its records.
	Ledger *State `json:"ledger,omitempty"`
	// Records is what OpHistory found, newest first.
	Records []Record `json:"records,omitempty"`
	// Accounts is what OpList found, sorted.
	Accounts []string `json:"accounts,omitempty"`
	// Live is what OpRead found.
	Live *Live `json:"live,omitempty"`
	// Calls is every request to WeChat, in the order they ended.
	Calls []Call `json:"calls"`
	// Warnings is what the reader should know although it went well.
	Warnings []Warning `json:"warnings,omitempty"`
	// Findings is what the judge found.
	Findings []diag.Finding `json:"findings,omitempty"`
	// Error is why it was refused, busy, superseded or held, or failed.
	Error *Error `json:"error,omitempty"`
}

// Digests names menu sets. API and Shown are the two live answers as last
// read, each without what changes from read to read; they are empty when what
// is live is not known, as after a post that could not be read back.
type Digests struct {
	Desired string `json:"desired,omitempty"`
	API     string `json:"api,omitempty"`
	Shown   string `json:"shown,omitempty"`
	// Live names both answers together: what Accept.Live repeats.
	Live string `json:"live,omitempty"`
	// Recorded is the desired set of the newest record.
	Recorded string `json:"recorded,omitempty"`
}

// Step is one request that changes what is live.
type Step struct {
	// Op is menu/create, menu/addconditional or menu/delconditional.
	Op string `json:"op"`
	// Match says which followers a conditional menu is for; empty for the
	// default menu.
	Match string `json:"match,omitempty"`
	// Done is set when WeChat has taken it.
	Done bool `json:"done,omitempty"`
}

// Record is a ledger's record as results carry it.
type Record struct {
	Number int `json:"number"`
	// Kind is how it came about: publish, rollback or adopt.
	Kind ledger.Kind `json:"kind"`
	// Time is when it was written, by the function's clock.
	Time  time.Time `json:"time"`
	AppID string    `json:"appid,omitempty"`
	// Digests names the desired set and both answers as read back.
	Digests  Digests         `json:"digests"`
	Readback ledger.Readback `json:"readback,omitempty"`
	// RollbackTo is the record that a rollback put live again.
	RollbackTo int    `json:"rollbackTo,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Origin     Origin `json:"origin"`
	// Desired and Replaced are the set that was sent and what was live before,
	// where one record was asked for.
	Desired  *menu.Set `json:"desired,omitempty"`
	Replaced *Live     `json:"replaced,omitempty"`
}

// State is what the ledger says of an account beside its records.
type State struct {
	// Mark is the newest run that published or found its menus live.
	Mark *ledger.Mark `json:"mark,omitempty"`
	// Quarantined are digests of desired sets that must not come back.
	Quarantined []string `json:"quarantined,omitempty"`
	// Unfinished is the publish that did not get to its record.
	Unfinished *Origin `json:"unfinished,omitempty"`
	// Holder is who publishes right now, until Until.
	Holder string     `json:"holder,omitempty"`
	Until  *time.Time `json:"until,omitempty"`
}

// Live is what WeChat's two answers say.
type Live = ledger.Live

// Call is one request to WeChat.
type Call struct {
	// Op is the endpoint, such as "menu/create".
	Op string `json:"op"`
	// MS is how long it took, in milliseconds, to the tenth.
	MS float64 `json:"ms"`
	// Errcode is WeChat's answer; 0 is success.
	Errcode int `json:"errcode"`
	// Failure says in a few words why there was no answer.
	Failure string `json:"failure,omitempty"`
}

// WarningKind names a warning.
type WarningKind string

const (
	// SwitchedOff means that the menu switch is off: followers see nothing.
	SwitchedOff WarningKind = "switched-off"
	// Normalised means that WeChat answers the same buttons with names or
	// addresses written otherwise than they were sent.
	Normalised WarningKind = "normalised"
	// Unverified means that WeChat still answered the old menu when it was
	// last read.
	Unverified WarningKind = "unverified"
	// Raced means that another menu was live right after the post.
	Raced WarningKind = "raced"
	// DeletesFirst means that conditional menus are deleted before the new
	// ones are there, because WeChat would not take both together.
	DeletesFirst WarningKind = "deletes-first"
	// Unfinished means that an earlier publish did not get to its end; this
	// one goes on from what it left.
	Unfinished WarningKind = "unfinished"
	// Unclear means that WeChat's answer to the post was lost and that
	// reading back showed that the menu had been taken.
	Unclear WarningKind = "unclear-answer"
)

// Warning is something the reader should know although it went well.
type Warning struct {
	Kind    WarningKind `json:"kind"`
	Message string      `json:"message"`
}

// Error is why a request failed, for the person who has to do something.
type Error struct {
	// Op is what was being done, such as "menu/create".
	Op string `json:"op"`
	// Errcode, Errmsg and RID are WeChat's own words, if it said any.
	Errcode int    `json:"errcode,omitempty"`
	Errmsg  string `json:"errmsg,omitempty"`
	RID     string `json:"rid,omitempty"`
	// Meaning says what happened.
	Meaning string `json:"meaning"`
	// Remedy says what to do.
	Remedy string `json:"remedy,omitempty"`
	// Retryable means that the same request may work later.
	Retryable bool `json:"retryable"`
}

// EventError means that an event is no request.
type EventError struct{ Cause error }

// Error says what is wrong with the event.
func (e *EventError) Error() string { return "decode event: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *EventError) Unwrap() error { return e.Cause }
