package github

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-github/v92/github"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// tries is how often one request is sent at most.
	tries = 4
	// firstPause is about how long the first back-off takes; each is about twice
	// the one before.
	firstPause = time.Second
	// limitPause is how long to wait at a secondary limit that does not say.
	// Source: GitHub, best practices for the REST API.
	limitPause = time.Minute
)

// APIError is why GitHub's API did not serve a request.
type APIError struct {
	// Status is that of the answer; 0 where there was none.
	Status int
	// Message is GitHub's own.
	Message string
	// Limited is set where GitHub wants fewer requests.
	Limited bool
	// cause is the error below, never shown: it may name an address.
	cause error
}

// Error says what GitHub answered, in English.
func (e *APIError) Error() string {
	meaning, _ := e.Words()
	return meaning.In(text.English)
}

// Unwrap returns the cause.
func (e *APIError) Unwrap() error { return e.cause }

// Words says what GitHub answered.
func (e *APIError) Words() (meaning, remedy text.Spoken) {
	switch {
	case e.Status == 0:
		return text.Sayf("GitHub cannot be asked: %s", "无法访问 GitHub：%s", text.Cause(e.cause)), nil
	case e.Limited:
		return text.Say("GitHub wants fewer requests for a while", "GitHub 暂时限制了请求次数"),
			text.Say("run the job again later", "请稍后重新运行这个作业")
	case e.Message == "":
		return text.Sayf("GitHub answers with HTTP status %d", "GitHub 返回 HTTP 状态码 %d", e.Status), nil
	default:
		if e.Status == http.StatusUnauthorized {
			remedy = text.Say("check the token in the input github-token", "请检查输入 github-token 里的令牌")
		}
		return text.Sayf("GitHub answers with HTTP status %d %q", "GitHub 返回 HTTP 状态码 %d %q", e.Status, e.Message), remedy
	}
}

// acted reports whether the request may have been served although it ended so.
func (e *APIError) acted() bool {
	return !e.Limited && (e.Status == 0 || e.Status >= http.StatusInternalServerError)
}

// Gone reports whether a repository has no issues.
func Gone(err error) bool { return is(err, http.StatusGone) }

// Refused reports whether GitHub did not let a run write: what it may not do, or
// may not even see, is forbidden, not found, gone, or cannot be processed.
func Refused(err error) bool {
	for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity} {
		if is(err, status) {
			return true
		}
	}
	return false
}

// Locked reports whether the conversation of an issue or a pull request is locked.
func Locked(err error) bool {
	var e *APIError
	return errors.As(err, &e) && e.Status == http.StatusForbidden && strings.HasSuffix(e.Message, "issue is locked.")
}

// is reports whether an error is one of GitHub's answers with a status.
func is(err error, status int) bool {
	var e *APIError
	return errors.As(err, &e) && e.Status == status && !e.Limited
}

// try makes a request that may be repeated until it has an answer that trying
// again cannot change, or tries or time run out. An error is an [*APIError].
func (p *API) try(ctx context.Context, request func(context.Context) error) error {
	return p.send(ctx, request, func(context.Context) (bool, error) { return false, nil })
}

// send makes a request as try does. Before it repeats one that may have been
// served, it looks whether it was.
func (p *API) send(ctx context.Context, request func(context.Context) error, served func(context.Context) (bool, error)) error {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = firstPause
	for try := 1; ; try++ {
		err := request(ctx)
		if err == nil {
			return nil
		}
		failure, wait := explain(err)
		if wait < 0 || try == tries || !pause(ctx, max(wait, pauses.NextBackOff())) {
			return failure
		}
		if !failure.acted() {
			continue
		}
		if done, err := served(ctx); done || err != nil {
			return err
		}
	}
}

// explain returns what an error of a request is, and how long to wait at least
// before it is made again; less than 0 where it cannot fare better.
func explain(err error) (failure *APIError, wait time.Duration) {
	var known *APIError
	var secondary *github.AbuseRateLimitError
	var primary *github.RateLimitError
	var answered *github.ErrorResponse
	var moved *github.RedirectionError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &known):
		return known, -1
	case errors.As(err, &secondary):
		wait = limitPause
		if secondary.RetryAfter != nil {
			wait = max(*secondary.RetryAfter, 0)
		}
		return &APIError{Status: http.StatusForbidden, Message: secondary.Message, Limited: true, cause: err}, wait
	case errors.As(err, &primary):
		// That ends with the hour.
		return &APIError{Status: http.StatusForbidden, Message: primary.Message, Limited: true, cause: err}, -1
	case errors.As(err, &answered):
		status := answered.Response.StatusCode
		failure = &APIError{Status: status, Message: answered.Message, cause: err}
		after, said := strconv.Atoi(answered.Response.Header.Get("Retry-After"))
		failure.Limited = status == http.StatusTooManyRequests || status == http.StatusForbidden && said == nil
		switch {
		case !failure.Limited && status < http.StatusInternalServerError:
			return failure, -1
		case said == nil && after > 0:
			return failure, time.Duration(after) * time.Second
		}
		return failure, 0
	case errors.As(err, &moved):
		return &APIError{Status: moved.StatusCode, cause: err}, -1
	case errors.As(err, &syntax):
		return &APIError{cause: &text.Error{
			Meaning: text.Say("what answered is not its API: the answer is not JSON", "应答的不是它的接口，返回的不是 JSON"), Cause: err,
		}}, 0
	case errors.Is(err, context.Canceled):
		return &APIError{cause: err}, -1
	default:
		return &APIError{cause: err}, 0
	}
}

// pause waits. It reports false, at once, when the context would end before the
// wait does, so that the caller has the last real error to return.
func pause(ctx context.Context, wait time.Duration) bool {
	timer, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	end, _ := timer.Deadline()
	if last, ok := ctx.Deadline(); ok && !last.After(end) {
		return false
	}
	<-timer.Done()
	return ctx.Err() == nil
}
