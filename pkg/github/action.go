// Package github speaks with GitHub Actions: the event, inputs, outputs, the
// OIDC token, and a log in which untrusted text is only text.
package github

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/sethvargo/go-githubactions"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Action is a run of the action inside a job.
type Action struct {
	gha    *githubactions.Action
	getenv func(string) string
}

// New returns the run that the environment describes, with its log on w.
func New(w io.Writer, getenv func(string) string) *Action {
	return &Action{
		gha: githubactions.New(
			githubactions.WithWriter(w), githubactions.WithGetenv(getenv), githubactions.WithHTTPClient(straight()),
		),
		getenv: getenv,
	}
}

// Inputs are the action's inputs as action.yml names them; empty where none was
// given.
type Inputs struct {
	Command, Path                    string
	Accounts                         []string
	InspectFunction, PublishFunction string
	AWSRegion, RoleToAssume          string
	Audience                         string
	FailOn, Lang                     string
	// Claim is the file to leave for a run that may comment.
	Claim string
	// NotifyWebhook is the address of a chat, NotifyService whose form it takes, and
	// NotifySecret what messages are signed with.
	NotifyWebhook, NotifyService, NotifySecret string
	// Token is for GitHub's API.
	Token string
	// To, Run, Reason, DryRun and those below are for a run that a person starts.
	To, Run, Reason, DryRun, Lift, TakeOver string
	AcceptLive, Allow, First, ResetMark     []string
}

// Asked lists the inputs given that only a run takes that a person starts: what
// is meant for one publish must not stay in a workflow.
func (in *Inputs) Asked() []string {
	var names []string
	for _, i := range []struct {
		name  string
		given bool
	}{
		{"to", in.To != ""},
		{"run", in.Run != ""},
		{"dry-run", in.DryRun != "" && in.DryRun != "false"},
		{"accept-live", len(in.AcceptLive) > 0},
		{"allow", len(in.Allow) > 0},
		{"first", len(in.First) > 0},
		{"take-over", in.TakeOver != ""},
		{"lift", in.Lift != "" && in.Lift != "false"},
		{"reset-mark", len(in.ResetMark) > 0},
	} {
		if i.given {
			names = append(names, i.name)
		}
	}
	return names
}

// Inputs reads the inputs.
func (a *Action) Inputs() Inputs {
	return Inputs{
		Command:         a.gha.GetInput("command"),
		Path:            a.gha.GetInput("path"),
		Accounts:        a.list("accounts"),
		InspectFunction: a.gha.GetInput("inspect-function"),
		PublishFunction: a.gha.GetInput("publish-function"),
		AWSRegion:       a.gha.GetInput("aws-region"),
		RoleToAssume:    a.gha.GetInput("role-to-assume"),
		Audience:        a.gha.GetInput("audience"),
		FailOn:          a.gha.GetInput("fail-on"),
		Lang:            a.gha.GetInput("lang"),
		Claim:           a.gha.GetInput("claim"),
		NotifyWebhook:   a.masked("notify-webhook"),
		NotifyService:   a.gha.GetInput("notify-service"),
		NotifySecret:    a.masked("notify-secret"),
		Token:           a.gha.GetInput("github-token"),
		To:              a.gha.GetInput("to"),
		Run:             a.gha.GetInput("run"),
		Reason:          a.gha.GetInput("reason"),
		DryRun:          a.gha.GetInput("dry-run"),
		Lift:            a.gha.GetInput("lift"),
		TakeOver:        a.gha.GetInput("take-over"),
		AcceptLive:      a.list("accept-live"),
		Allow:           a.list("allow"),
		First:           a.list("first"),
		ResetMark:       a.list("reset-mark"),
	}
}

// masked reads an input that no log may show, also where GitHub does not keep it as a secret.
func (a *Action) masked(name string) string {
	value := a.gha.GetInput(name)
	if value != "" {
		a.gha.AddMask(value)
	}
	return value
}

// list reads an input of words, separated by blanks, commas or lines.
func (a *Action) list(name string) []string {
	return strings.FieldsFunc(a.gha.GetInput(name), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

// OutputError is an output that could not be set.
type OutputError struct {
	// Name is the output's.
	Name string
	// Cause says why not.
	Cause error
}

// Error names the output and the cause.
func (e *OutputError) Error() string { return fmt.Sprintf("set output %s: %s", e.Name, e.Cause) }

// Unwrap returns the cause.
func (e *OutputError) Unwrap() error { return e.Cause }

// Words says which output could not be set, and why.
func (e *OutputError) Words() (meaning, remedy text.Spoken) {
	return text.Sayf("the output %s cannot be set: %s", "无法设置输出 %s：%s", e.Name, text.Cause(e.Cause)), nil
}

// SetOutput sets an output of the step. Outside a job there is no file to set
// it in, and it does nothing. An error is an [*OutputError].
func (a *Action) SetOutput(name, value string) error {
	if a.getenv("GITHUB_OUTPUT") == "" {
		return nil
	}
	if err := guarded(func() { a.gha.SetOutput(name, value) }); err != nil {
		return &OutputError{Name: name, Cause: err}
	}
	return nil
}

// Untrusted runs print with workflow commands switched off, so that no text it
// writes to the log can be one.
func (a *Action) Untrusted(print func() error) error {
	token := rand.Text()
	a.gha.IssueCommand(&githubactions.Command{Name: "stop-commands", Message: token})
	defer a.gha.IssueCommand(&githubactions.Command{Name: token})
	return print()
}

// Errorf puts an error annotation on the run. The text is escaped.
func (a *Action) Errorf(format string, args ...any) { a.gha.Errorf(format, args...) }

// Warningf puts a warning on the run. The text is escaped.
func (a *Action) Warningf(format string, args ...any) { a.gha.Warningf(format, args...) }

// Noticef puts a notice on the run. The text is escaped.
func (a *Action) Noticef(format string, args ...any) { a.gha.Noticef(format, args...) }

// Run says where and why the action runs.
type Run struct {
	Server     string
	Repository string
	// RepositoryID is 0 where neither GitHub's variables nor the event say it.
	RepositoryID int64
	Ref          string
	Commit       string
	RunID        int64
	Attempt      int
	RunURL       string
	Actor        string
	Event        string
	// DefaultBranch is the repository's, empty when the event does not say.
	DefaultBranch string
	// Workflow is the file of the workflow; empty where the runner does not say.
	Workflow string
	// Pull is the number of the pull request and Head its newest commit; 0 and
	// empty where the event is of none.
	Pull int
	Head string
	// Base is the newest commit of the branch that the pull request is for, at
	// the time of the event; empty where the event is of none.
	Base string
	// Stranger is set where a pull request gets no secret and no token that may
	// write: it comes from a fork, or from Dependabot.
	Stranger bool
	// Claimant is the run that this one was started after, on workflow_run.
	Claimant Claimant
	// Commits are those that a push brought, the oldest first.
	Commits []string
}

// OnDefaultBranch reports whether the run is for the default branch.
func (r *Run) OnDefaultBranch() bool {
	return r.DefaultBranch != "" && r.Ref == "refs/heads/"+r.DefaultBranch
}

// Run reads GitHub's variables and the event file. An error is a [*text.Error].
func (a *Action) Run() (Run, error) {
	c, err := a.gha.Context()
	if err != nil {
		return Run{}, unread(err)
	}
	if c.EventName == "" {
		return Run{}, &text.Error{
			Meaning: text.Say("GITHUB_EVENT_NAME is not set", "没有设置 GITHUB_EVENT_NAME"),
			Remedy: text.Say(
				"run this command in a workflow; elsewhere use caidan check or caidan publish",
				"这个命令要在工作流里运行，在别处请用 caidan check 或 caidan publish",
			),
		}
	}
	owner, name := c.Repo()
	r := Run{
		Server:     c.ServerURL,
		Repository: owner + "/" + name,
		Ref:        c.Ref,
		Commit:     c.SHA,
		RunID:      c.RunID,
		Attempt:    int(c.RunAttempt),
		Actor:      c.Actor,
		Event:      text.Cut(c.EventName, text.Shown),
	}
	r.RunURL = fmt.Sprintf("%s/%s/actions/runs/%d", r.Server, r.Repository, r.RunID)
	repository, _ := c.Event["repository"].(map[string]any)
	r.DefaultBranch, _ = repository["default_branch"].(string)
	id, _ := repository["id"].(float64)
	r.RepositoryID = int64(id)
	// Not every runner that is like GitHub's sets it.
	if id, err := strconv.ParseInt(a.getenv("GITHUB_REPOSITORY_ID"), 10, 64); err == nil {
		r.RepositoryID = id
	}
	path, _, _ := strings.Cut(a.getenv("GITHUB_WORKFLOW_REF"), "@")
	r.Workflow = strings.TrimPrefix(path, r.Repository+"/")
	r.about(c.Event)
	return r, nil
}

// unread says why GitHub's variables, or the event file that they name, cannot be read.
func unread(err error) error {
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	var number *strconv.NumError
	why := text.Cause(err)
	switch {
	case errors.As(err, &syntax):
		return &text.Error{
			Meaning: text.Sayf("the event file is not a JSON object: it is wrong at byte %d", "事件文件不是 JSON 对象：第 %d 字节有误", syntax.Offset), Remedy: leaveEvent, Cause: err,
		}
	case errors.As(err, &shape):
		return &text.Error{Meaning: text.Say("the event file is not a JSON object", "事件文件不是 JSON 对象"), Remedy: leaveEvent, Cause: err}
	case errors.As(err, &number):
		why = text.Sayf("%q is not a number", "%q不是数字", text.Cut(number.Num, text.Shown))
	}
	return &text.Error{Meaning: text.Sayf("GitHub's variables cannot be read: %s", "无法读取 GitHub 的变量：%s", why), Cause: err}
}

// leaveEvent is what to do about an event file that is not GitHub's.
var leaveEvent = text.Say("leave GITHUB_EVENT_PATH as the runner sets it", "请保留 runner 设置的 GITHUB_EVENT_PATH")

// dependabot is the actor of Dependabot's runs, which GitHub gives what a fork's
// get. Source: GitHub, Dependabot on GitHub Actions.
const dependabot = "dependabot[bot]"

// about notes which pull request or commits an event is about.
func (r *Run) about(event map[string]any) {
	r.Claimant = claimant(event)
	pull, _ := event["pull_request"].(map[string]any)
	number, _ := pull["number"].(float64)
	head, _ := pull["head"].(map[string]any)
	r.Pull = int(number)
	r.Head, _ = head["sha"].(string)
	base, _ := pull["base"].(map[string]any)
	r.Base, _ = base["sha"].(string)
	if pull != nil {
		from, _ := head["repo"].(map[string]any) // null where the fork was deleted
		name, _ := from["full_name"].(string)
		r.Stranger = r.Actor == dependabot || !strings.EqualFold(name, r.Repository)
	}
	if r.Event != "push" {
		return
	}
	commits, _ := event["commits"].([]any)
	for _, c := range commits {
		commit, _ := c.(map[string]any)
		if id, ok := commit["id"].(string); ok {
			r.Commits = append(r.Commits, id)
		}
	}
	if r.Commit != "" && !slices.Contains(r.Commits, r.Commit) {
		r.Commits = append(r.Commits, r.Commit)
	}
}
