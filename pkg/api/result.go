package api

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
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
	// Before is the set that the changes start from, of a plan; nil where there
	// are none.
	Before *menu.Set `json:"before,omitempty"`
	// After is the set that they lead to, of a rollback that is only planned: who asks
	// for it does not know the recorded menus.
	After *menu.Set `json:"after,omitempty"`
	// Asked and Edits part the changes where the live menu was changed outside
	// caidan: what was asked for beside the newest record, and what was done
	// to what that left.
	Asked []plan.Change `json:"asked,omitempty"`
	Edits []plan.Change `json:"edits,omitempty"`
	// Steps is what is posted, in order.
	Steps []Step `json:"steps,omitempty"`
	// Needs is what the request has to accept to get past its guards; nil
	// when it got past them.
	Needs *Accept `json:"needs,omitempty"`
	// Record is the ledger's newest record, after what was done.
	Record *Record `json:"record,omitempty"`
	// Ledger is what the ledger says beside its records.
	Ledger *State `json:"ledger,omitempty"`
	// Records is what OpHistory found, newest first. Where there is more, Next
	// is the Request.Before to go on with: an answer has only so much room.
	Records []Record `json:"records,omitempty"`
	Next    int      `json:"next,omitempty"`
	// Stored is what OpExport found: the state, where the account has one, and then
	// records, newest first, and Next as after OpHistory.
	Stored []Stored `json:"stored,omitempty"`
	// Accounts is what OpList found, and OpDiagnose of the function itself, sorted.
	Accounts []string `json:"accounts,omitempty"`
	// Diagnosis is what OpDiagnose found.
	Diagnosis *Diagnosis `json:"diagnosis,omitempty"`
	// Live is what OpRead found.
	Live *Live `json:"live,omitempty"`
	// Tried is the menu that OpTry found, as a default menu.
	Tried *menu.Set `json:"tried,omitempty"`
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

// The endpoints that change what is live.
const (
	StepCreate = "menu/create"
	StepAdd    = "menu/addconditional"
	StepDelete = "menu/delconditional"
	// StepClear deletes all menus.
	StepClear = "menu/delete"
)

// Step is one request that changes what is live.
type Step struct {
	// Op is the endpoint: StepCreate, StepAdd, StepDelete or StepClear.
	Op string `json:"op"`
	// Match says which followers a conditional menu is for; empty for the
	// default menu.
	Match string `json:"match,omitempty"`
	// Done is set when WeChat has taken it.
	Done bool `json:"done,omitempty"`
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

// What the caller was doing when it found an error itself: ops of its own.
const (
	// OpInvoke calls the function.
	OpInvoke Op = "invoke"
	// OpPull writes what is live into a file.
	OpPull Op = "pull"
)

// doing says what each op is about. Any other is an endpoint of WeChat's or a
// call of the ledger's, which people look up by its name.
var doing = []worded[Op]{
	{code: OpPlan, text: text.Say("planning", "制定计划")},
	{code: OpPublish, text: text.Say("publishing", "发布")},
	{code: OpRollback, text: text.Say("rolling back", "回滚")},
	{code: OpRetire, text: text.Say("retiring", "下线账号")},
	{code: OpRead, text: text.Say("reading what is live", "读取线上菜单")},
	{code: OpTry, text: text.Say("reading what a follower sees", "读取粉丝看到的菜单")},
	{code: OpHistory, text: text.Say("reading the records", "读取发布记录")},
	{code: OpList, text: text.Say("listing the accounts", "列出账号")},
	{code: OpExport, text: text.Say("exporting the ledger", "导出发布记录")},
	{code: OpDiagnose, text: text.Say("diagnosing", "诊断")},
	{code: OpInvoke, text: text.Say("calling the function", "调用函数")},
	{code: OpPull, text: text.Say("writing the menu file", "写入菜单文件")},
}

// Doing says what was being done.
func (e *Error) Doing() text.Text { return wordFor(doing, Op(e.Op)) }

// Error is why a request failed, for the person who has to do something.
type Error struct {
	// Op is what was being done, such as "menu/create".
	Op string `json:"op"`
	// Errcode, Errmsg and RID are WeChat's own words, if it said any.
	Errcode int    `json:"errcode,omitempty"`
	Errmsg  string `json:"errmsg,omitempty"`
	RID     string `json:"rid,omitempty"`
	// Reasons are why, the cause before what came of it; none in an error of
	// the caller's own.
	Reasons []Reason `json:"reasons,omitempty"`
	// Meaning says in English what happened.
	Meaning string `json:"meaning"`
	// Remedy says in English what to do.
	Remedy string `json:"remedy,omitempty"`
	// Retryable means that the same request may work later.
	Retryable bool `json:"retryable"`
	// Local is the caller's own error, with words in every language; nil for
	// what a function answered.
	Local error `json:"-"`
}

// NoCredential reports whether the function has no credential of the account at all.
func (e *Error) NoCredential() bool {
	return slices.ContainsFunc(e.Reasons, func(r Reason) bool {
		return slices.Contains([]Code{CredentialNoParameter, CredentialNoSecret, CredentialNotInFile, CredentialNotInSandbox}, r.Code)
	})
}

// Throttled reports whether the function got no further because AWS turned away
// what it asked for: requests come too fast.
func (e *Error) Throttled() bool {
	return slices.ContainsFunc(e.Reasons, func(r Reason) bool { return r.Code == CredentialThrottled || r.Code == LedgerThrottled })
}
