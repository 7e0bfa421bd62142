// Package publish is the Lambda's work and the only door to WeChat: a request
// comes in, the menus are judged again, what is live is read, the menu is
// posted when it differs, read back, and the result goes out.
//
// A request that can be decoded always gets a [Result], whatever went wrong;
// an error means that the event was no request.
package publish

import (
	"encoding/json"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// Schema is the version of Request and Result.
const Schema = 1

// Op is what a request asks for.
type Op string

const (
	// OpPublish puts the desired menus live.
	OpPublish Op = "publish"
	// OpRead reads what is live and writes nothing.
	OpRead Op = "read"
)

// Request asks for one piece of work on one account.
type Request struct {
	// Schema is Schema.
	Schema int `json:"schema"`
	// Op says what to do.
	Op Op `json:"op"`
	// Account is the account's name.
	Account string `json:"account"`
	// Desired is the menu set that should be live: a create payload or a
	// menu set, any form that menu.DecodeSet takes. For OpPublish only.
	Desired json.RawMessage `json:"desired,omitempty"`
	// DryRun asks for everything but the post.
	DryRun bool `json:"dryRun,omitempty"`
	// Republish asks for the post even when the menus are live already.
	Republish bool `json:"republish,omitempty"`
	// Origin says where the request comes from.
	Origin Origin `json:"origin"`
}

// Origin says which commit, run and person a request comes from. They are the
// caller's claims.
type Origin struct {
	Server       string `json:"server,omitempty"`
	Repository   string `json:"repository,omitempty"`
	RepositoryID int64  `json:"repositoryId,omitempty"`
	Ref          string `json:"ref,omitempty"`
	Commit       string `json:"commit,omitempty"`
	// RunID is the GitHub run; 0 when a person publishes from a machine.
	RunID   int64  `json:"runId,omitempty"`
	Attempt int    `json:"attempt,omitempty"`
	RunURL  string `json:"runUrl,omitempty"`
	Actor   string `json:"actor,omitempty"`
	Event   string `json:"event,omitempty"`
}

// Outcome is how a request ended.
type Outcome string

const (
	// Read means that what is live was read, as asked.
	Read Outcome = "read"
	// InSync means that the desired menus were live already.
	InSync Outcome = "in-sync"
	// Planned means that a dry run would have posted.
	Planned Outcome = "planned"
	// Published means that the desired menus were posted.
	Published Outcome = "published"
	// Invalid means that the menus break a rule; Findings says which.
	Invalid Outcome = "invalid"
	// Failed means that it did not work out; Error says why.
	Failed Outcome = "failed"
)

// Result says how a request ended.
type Result struct {
	Schema  int     `json:"schema"`
	Account string  `json:"account"`
	Outcome Outcome `json:"outcome"`
	// Digests names the states involved, as far as they are known.
	Digests Digests `json:"digests"`
	// Live is what OpRead found.
	Live *Live `json:"live,omitempty"`
	// Calls is every request to WeChat, in the order they ended.
	Calls []Call `json:"calls"`
	// Warnings is what the reader should know although it went well.
	Warnings []Warning `json:"warnings,omitempty"`
	// Findings is what the judge found.
	Findings []diag.Finding `json:"findings,omitempty"`
	// Error is why it failed; nil unless Outcome is Failed.
	Error *Error `json:"error,omitempty"`
}

// Digests names menu sets. API and Shown are the two live answers as last
// read, each without what changes from read to read; they are empty when what
// is live is not known, as after a post that could not be read back.
type Digests struct {
	Desired string `json:"desired,omitempty"`
	API     string `json:"api,omitempty"`
	Shown   string `json:"shown,omitempty"`
}

// Live is what WeChat's two answers say.
type Live struct {
	// API is menu/get: menus made through the API.
	API menu.Set `json:"api"`
	// Shown is get_current_selfmenu_info: what followers see.
	Shown menu.Set `json:"shown"`
	// Open is false when the menu switch is off.
	Open bool `json:"open"`
}

// UnmarshalJSON reads what marshalling wrote, the menus in canonical form.
func (l *Live) UnmarshalJSON(data []byte) error {
	var raw struct {
		API, Shown json.RawMessage
		Open       bool
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	api, err := menu.DecodeCanonical(raw.API)
	if err != nil {
		return err
	}
	shown, err := menu.DecodeCanonical(raw.Shown)
	if err != nil {
		return err
	}
	*l = Live{API: api, Shown: shown, Open: raw.Open}
	return nil
}

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
	// Normalised means that WeChat answers the same buttons with other
	// values than were sent.
	Normalised WarningKind = "normalised"
	// Unverified means that WeChat still answered the old menu when it was
	// last read.
	Unverified WarningKind = "unverified"
	// Raced means that another menu was live right after the post.
	Raced WarningKind = "raced"
	// ConditionalLeft means that conditional menus are live which the
	// desired menus do not have and which were left alone.
	ConditionalLeft WarningKind = "conditional-left"
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
