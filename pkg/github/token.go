package github

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/sethvargo/go-githubactions"

	"github.com/caidan-dev/caidan/pkg/text"
)

// tokenTimeout is how long GitHub may take to answer with a token.
const tokenTimeout = 30 * time.Second

// straight goes where the runner says, and to no other address: a redirect would
// take the runner's own token along.
func straight() *http.Client {
	return &http.Client{
		Timeout:       tokenTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// IDToken returns the job's OIDC token for an audience, and has the runner mask
// it in the log. The token that asks for it is masked by the runner itself.
// Source: actions/runner, Worker.cs. An error is a [*text.Error], with nothing of
// what the endpoint answered but its status: a proxy may answer with the request.
func (a *Action) IDToken(ctx context.Context, audience string) (string, error) {
	token, err := a.gha.GetIDToken(ctx, audience)
	if err == nil && token != "" {
		return token, guarded(func() { a.gha.AddMask(token) })
	}
	var status *githubactions.RequestFailedError
	var missing *githubactions.EnvMissingError
	var why text.Spoken = text.Say("its endpoint answers without one", "令牌端点的应答里没有令牌")
	if words, known := text.System(err); known {
		why = words
	} else if errors.As(err, &status) {
		why = text.Sayf("its endpoint answers with HTTP status %d", "令牌端点返回 HTTP 状态码 %d", status.StatusCode)
	} else if errors.As(err, &missing) {
		why = text.Sayf("%s is not set", "没有设置 %s", missing.Name)
	}
	return "", &text.Error{
		Meaning: text.Sayf("the job gets no OIDC token: %s", "作业拿不到 OIDC 令牌：%s", why),
		Remedy: text.Say(
			"give the job the permission id-token: write, which pull requests of forks and Dependabot do not get",
			"给作业加上权限 id-token: write；来自 fork 和 Dependabot 的拉取请求拿不到这个权限",
		),
		Cause: err,
	}
}
