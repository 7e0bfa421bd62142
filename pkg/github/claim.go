package github

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/google/go-github/v92/github"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// ClaimName is the artifact that a run leaves for the one that comments for it.
	ClaimName = "caidan-claim"
	// maxPacked and maxClaim are the most bytes of it, packed and unpacked.
	maxPacked, maxClaim = 1 << 20, 4 << 20
)

// Claimant is a run of a pull request that may not comment for itself.
type Claimant struct {
	Run     int64
	Attempt int
	// Event is the event of that run.
	Event string
	// Repository and Owner are where the branch is, whose newest commit was Head.
	Repository, Owner, Branch, Head string
	// Bot is set where it is a run of Dependabot's.
	Bot bool
}

// claimant reads the event workflow_run.
func claimant(event map[string]any) Claimant {
	of := func(m map[string]any, name string) string { s, _ := m[name].(string); return s }
	in := func(m map[string]any, name string) map[string]any { v, _ := m[name].(map[string]any); return v }
	run := in(event, "workflow_run")
	id, _ := run["id"].(float64)
	attempt, _ := run["run_attempt"].(float64)
	from := in(run, "head_repository")
	return Claimant{
		Run: int64(id), Attempt: int(attempt), Event: of(run, "event"),
		Repository: of(from, "full_name"), Owner: of(in(from, "owner"), "login"), Branch: of(run, "head_branch"), Head: of(run, "head_sha"),
		Bot: of(in(run, "actor"), "login") == dependabot,
	}
}

// Comments says why a run may not comment for another one; nil where it may. An error
// is a [*text.Error].
func (r *Run) Comments() error {
	c := &r.Claimant
	if r.Event == "workflow_run" && c.Event == "pull_request" && c.Run > 0 && c.Head != "" && (c.Bot || !strings.EqualFold(c.Repository, r.Repository)) {
		return nil
	}
	return no(
		text.Say("comment is for the run of a fork's or Dependabot's pull request, which may not comment for itself", "comment 只用于来自 fork 或 Dependabot 的拉取请求的运行，它们自己不能写评论"),
		text.Say("start it on workflow_run, after the workflow of pull requests", "请在拉取请求的工作流之后，用 workflow_run 启动"),
	)
}

// errNoClaim says that a run left nothing to comment.
func errNoClaim(why text.Spoken) error {
	return &text.Error{Meaning: text.Sayf("the run left nothing that can be told: %s", "那次运行没有留下可以说明的内容：%s", why)}
}

// Claim reads what a run left. Nothing of it is to be trusted but its size. An error
// is a [text.Worded].
func (p *API) Claim(ctx context.Context, run int64) ([]byte, error) {
	var found *github.ArtifactList
	if err := p.try(ctx, func(ctx context.Context) (err error) {
		found, _, err = p.client.Actions.ListWorkflowRunArtifacts(ctx, p.owner, p.name, run, &github.ListOptions{PerPage: perPage})
		return err
	}); err != nil {
		return nil, err
	}
	var id int64
	for _, a := range found.Artifacts {
		switch {
		case a.GetName() != ClaimName || a.GetExpired():
		case a.GetSizeInBytes() > maxPacked:
			return nil, errNoClaim(text.Say("it is too large", "它太大了"))
		default:
			id = a.GetID()
		}
	}
	if id == 0 {
		return nil, errNoClaim(text.Sayf("there is no artifact %s", "没有名为 %s 的产物", ClaimName))
	}
	packed, err := p.artifact(ctx, id)
	if err != nil {
		return nil, err
	}
	return unpack(packed)
}

// artifact downloads one from where GitHub says, without the token.
func (p *API) artifact(ctx context.Context, id int64) (packed []byte, err error) {
	err = p.try(ctx, func(ctx context.Context) error {
		at, answer, err := p.client.Actions.DownloadArtifact(ctx, p.owner, p.name, id, 0)
		if err != nil && answer != nil {
			return &github.ErrorResponse{Response: answer.Response}
		}
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
		if err != nil {
			return err
		}
		req.Header.Set("User-Agent", userAgent)
		resp, err := p.plain.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return &APIError{Status: resp.StatusCode}
		}
		packed, err = io.ReadAll(io.LimitReader(resp.Body, maxPacked+1))
		return err
	})
	if err == nil && len(packed) > maxPacked {
		err = errNoClaim(text.Say("it is too large", "它太大了"))
	}
	return packed, err
}

// unpack returns the only file of an archive.
func unpack(packed []byte) ([]byte, error) {
	broken := func(err error) error {
		return errNoClaim(text.Sayf("its archive cannot be read: %s", "无法读取它的压缩包：%s", text.Cause(err)))
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, broken(err)
	}
	if len(z.File) != 1 || !z.File[0].Mode().IsRegular() {
		return nil, errNoClaim(text.Say("its archive has to hold one file and nothing else", "它的压缩包里应当只有一个文件"))
	}
	f, err := z.File[0].Open()
	if err != nil {
		return nil, broken(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxClaim+1))
	switch {
	case err != nil:
		return nil, broken(err)
	case len(data) > maxClaim:
		return nil, errNoClaim(text.Say("it is too large", "它太大了"))
	default:
		return data, nil
	}
}

// PullOf returns the number of the open pull request whose newest commit is that of a
// run; 0 where there is none any more. The event names none for forks, and of a fork
// that was deleted not whose it was.
func (p *API) PullOf(ctx context.Context, c Claimant) (int, error) {
	from := ""
	if c.Owner != "" {
		from = c.Owner + ":" + c.Branch
	}
	pulls, err := list(ctx, p, func(ctx context.Context, o github.ListOptions) ([]*github.PullRequest, *github.Response, error) {
		return p.client.PullRequests.List(ctx, p.owner, p.name, &github.PullRequestListOptions{
			State: "open", Head: from, ListOptions: o,
		})
	})
	for _, pull := range pulls {
		head := pull.GetHead()
		if head.GetSHA() == c.Head && strings.EqualFold(head.GetRepo().GetFullName(), c.Repository) {
			return pull.GetNumber(), err
		}
	}
	return 0, err
}
