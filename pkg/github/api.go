package github

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/google/go-github/v92/github"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// answerTimeout bounds one request, from dialling to the answer's last byte.
	answerTimeout = 30 * time.Second
	// perPage is the most that GitHub answers on a page.
	perPage = 100
	// mostPages is how many pages of a list are read: an issue takes 2,500
	// comments. Source: GitHub's limits for issues.
	mostPages = 30
	// longestBody is the longest text that GitHub keeps of a comment or an
	// issue, in characters.
	longestBody = 65_536
	// longestAnswer is how much of an answer is read: a page of the longest
	// comments, each character an escape of six bytes, and what stands around
	// them.
	longestAnswer = perPage*longestBody*6 + 1<<20
	// userAgent names caidan to GitHub, which serves no client without a name.
	userAgent = "caidan"
)

// API is GitHub's API as far as the Action uses it, for the repository of a run.
type API struct {
	client      *github.Client
	graphql     string
	owner, name string
	// plain goes where GitHub sends, without the token.
	plain *http.Client
	// login is whom the token writes as, once that was asked for.
	login *string
}

// API returns the API that the run's variables name. An error is a [*text.Error]
// and does not say the token.
func (a *Action) API(token string) (*API, error) {
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	return a.apiOver(token, transport.Clone())
}

// apiOver returns the API behind a transport.
func (a *Action) apiOver(token string, transport http.RoundTripper) (*API, error) {
	context, err := a.gha.Context()
	if err != nil {
		return nil, unread(err)
	}
	if token == "" {
		return nil, &text.Error{
			Meaning: text.Say("there is no token for GitHub's API", "没有访问 GitHub 接口的令牌"),
			Remedy:  text.Say("leave the input github-token as it is", "请保留输入 github-token 的默认值"),
		}
	}
	client, err := github.NewClient(
		github.WithHTTPClient(&http.Client{Transport: bounded{transport}, Timeout: answerTimeout, CheckRedirect: stay}),
		github.WithAuthToken(token), github.WithURLs(&context.APIURL, nil), github.WithUserAgent(userAgent),
	)
	if err != nil {
		return nil, &text.Error{
			Meaning: text.Say("GITHUB_API_URL is not an address", "GITHUB_API_URL 不是有效的网址"),
			Remedy:  text.Say("leave it as the runner sets it", "请保留 runner 设置的值"), Cause: err,
		}
	}
	p := &API{client: client, graphql: context.GraphqlURL}
	p.plain = &http.Client{
		Transport: transport, Timeout: answerTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	p.owner, p.name = context.Repo()
	return p, nil
}

// stay follows a redirect, such as that of a repository with a new name, on the
// same server alone: the token goes along.
func stay(req *http.Request, via []*http.Request) error {
	const most = 5
	if from := via[0].URL; len(via) > most || req.URL.Scheme != from.Scheme || req.URL.Host != from.Host {
		return http.ErrUseLastResponse
	}
	return nil
}

// bounded reads at most longestAnswer of an answer.
type bounded struct{ http.RoundTripper }

// RoundTrip makes a request.
func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(req)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, longestAnswer), resp.Body}
	}
	return resp, err
}

// query asks GitHub's GraphQL API.
func (p *API) query(ctx context.Context, query string, variables map[string]any, data any) error {
	return p.try(ctx, func(ctx context.Context) error {
		req, err := p.client.NewRequest(ctx, http.MethodPost, p.graphql, map[string]any{"query": query, "variables": variables})
		if err != nil {
			return err
		}
		answer := struct {
			Data   any
			Errors []struct{ Message string }
		}{Data: data}
		if _, err = p.client.Do(req, &answer); err != nil {
			return err
		}
		if len(answer.Errors) > 0 {
			return &APIError{Status: http.StatusOK, Message: answer.Errors[0].Message}
		}
		return nil
	})
}

// me returns whom the token writes as, as REST names it; empty where GitHub does
// not say.
func (p *API) me(ctx context.Context) string {
	if p.login == nil {
		var data struct{ Viewer struct{ Login string } }
		_ = p.query(ctx, "query{viewer{login}}", nil, &data) // whose it is stays unknown
		p.login = &data.Viewer.Login
	}
	return *p.login
}

// list reads the pages of a list.
func list[T any](ctx context.Context, p *API, page func(context.Context, github.ListOptions) ([]T, *github.Response, error)) ([]T, error) {
	var all []T
	options := github.ListOptions{PerPage: perPage}
	for range mostPages {
		var next int
		err := p.try(ctx, func(ctx context.Context) error {
			got, resp, err := page(ctx, options)
			if err != nil {
				return err
			}
			all, next = append(all, got...), resp.NextPage
			return nil
		})
		if err != nil || next == 0 {
			return all, err
		}
		options.Page = next
	}
	return all, nil
}
