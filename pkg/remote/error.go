package remote

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Error is why a request got no result.
type Error struct {
	// Function is the function as it was named.
	Function string
	// Meaning says what happened. It holds no credential.
	Meaning text.Spoken
	// Remedy says what to do, nil where nothing is known.
	Remedy text.Spoken
	// Unclear means that the function may have done its work.
	Unclear bool
	// Retryable means that the same request may work later without a change.
	Retryable bool
	// Cause is the error of the layer below, nil when there is none. Its text
	// is AWS's and not for printing: it may repeat what was signed.
	Cause error
}

// Error returns the function and the meaning in English.
func (e *Error) Error() string { return "invoke " + e.Function + ": " + e.Meaning.In(text.English) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Words returns the function with the meaning, and the remedy.
func (e *Error) Words() (meaning, remedy text.Spoken) {
	return text.Colon(text.Same(e.Function), e.Meaning), e.Remedy
}

// advise adds to the remedy what to do about the work, where it may have been
// done. Only a request that posts has work to be careful about.
func (e *Error) advise(req *api.Request) {
	if !e.Unclear {
		return
	}
	next := again
	switch {
	case !req.Writes():
	case req.Republish:
		next = text.Say(
			"run it again, without --republish: what is live already is not posted twice then",
			"再运行一次，但不带 --republish：已在线上的菜单就不会重复发布",
		)
	default:
		next = text.Say("run it again: what is live already is not posted twice", "再运行一次：已在线上的菜单不会重复发布")
	}
	if e.Remedy == nil {
		e.Remedy = next
		return
	}
	e.Remedy = text.Sayf("%s; %s", "%s；%s", e.Remedy, next)
}

// What several errors say, or are told to do.
var (
	again      = text.Say("run it again", "再运行一次")
	notSent    = text.Say("it was interrupted before the request was sent", "请求发出之前被中断")
	network    = text.Say("check AWS_ENDPOINT_URL_LAMBDA and the network", "检查 AWS_ENDPOINT_URL_LAMBDA 和网络")
	oneRelease = text.Say("deploy the function and the action from one release", "部署同一版本的函数和 Action")
	readLog    = text.Say("look at the function's log", "查看函数的日志")
)

// invocation is one request under way, with what no error of it may show.
type invocation struct {
	*Client
	hidden hidden
}

// failed returns an error of this request.
func (c *invocation) failed(cause error, meaning, remedy text.Spoken) *Error {
	return &Error{Function: c.function, Cause: cause, Meaning: meaning, Remedy: remedy}
}

// explain says what an error of the SDK means.
func (c *invocation) explain(ctx context.Context, err error) *Error {
	var missing *types.ResourceNotFoundException
	var throttled *types.TooManyRequestsException
	var refusal smithy.APIError
	var answer *smithyhttp.ResponseError
	switch {
	case errors.As(err, &missing):
		return c.failed(err,
			text.Sayf("there is no such function in %s", "%s 区域里没有这个函数", c.region),
			text.Say(
				"deploy lambda/template.yaml, or correct the function's name, region or account",
				"部署 lambda/template.yaml，或者改正函数的名称、区域或账号",
			))
	case errors.As(err, &throttled):
		e := c.failed(err,
			text.Say("the function was busy each time it was asked", "函数一直繁忙，多次请求都被限流"),
			text.Say(
				"try again later; raise the function's concurrency if it lasts",
				"稍后再试；如果一直这样，请调高函数的并发上限",
			))
		e.Retryable = true
		return e
	case errors.As(err, &answer) && answer.HTTPStatusCode() >= 500:
		return c.broken(err, answer.HTTPStatusCode())
	case errors.As(err, &refusal):
		return c.refused(err, refusal)
	case errors.As(err, &answer) && answer.HTTPStatusCode() >= 300:
		return c.failed(err,
			text.Sayf(
				"a proxy or gateway before AWS refused the request with HTTP status %d",
				"到达 AWS 之前，请求被代理或网关拒绝，HTTP 状态码 %d", answer.HTTPStatusCode(),
			),
			text.Say("check AWS_ENDPOINT_URL_LAMBDA, HTTPS_PROXY and the network", "检查 AWS_ENDPOINT_URL_LAMBDA、HTTPS_PROXY 和网络"))
	default:
		return c.explainLocal(ctx, err)
	}
}

// broken says what an answer of the 5xx means: of AWS, or of a gateway before
// it.
func (c *invocation) broken(err error, status int) *Error {
	e := c.failed(err,
		text.Sayf("AWS failed with HTTP status %d", "AWS 出错，HTTP 状态码 %d", status),
		text.Say(
			"look at the AWS status page and at the function's configuration (VPC, keys)",
			"查看 AWS 状态页和函数的配置（VPC、密钥）",
		))
	e.Unclear, e.Retryable = true, true
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != unknownCode {
		e.Meaning = text.Colon(e.Meaning, c.hidden.said(api))
	}
	return e
}

// unknownCode is the SDK's name for an answer without an error code.
const unknownCode = "UnknownError"

// unauthentic are the codes with which AWS turns credentials down. Source: AWS,
// Common error types; STS and Lambda spell some of them in two ways.
var unauthentic = []string{
	"UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature",
	"ExpiredTokenException", "ExpiredToken", "MissingAuthenticationTokenException", "InvalidClientTokenId",
}

// refused says what an answer of the 4xx means: AWS did not take the request.
func (c *invocation) refused(err error, refusal smithy.APIError) *Error {
	code := refusal.ErrorCode()
	switch {
	case code == "AccessDeniedException" || code == "AccessDenied":
		return c.failed(err,
			text.Sayf("access was denied: %s", "没有调用权限：%s", c.hidden.quote(refusal.ErrorMessage())),
			text.Say(
				"give the role lambda:InvokeFunction on this function, and check that these are the credentials of that role",
				"给角色授予这个函数的 lambda:InvokeFunction 权限，并确认正在使用的是该角色的凭证",
			))
	case slices.Contains(unauthentic, code):
		// The message is left out: it may repeat what was signed, with the
		// session's token.
		return c.failed(err,
			text.Sayf("AWS does not accept the credentials: %s", "AWS 不接受这组凭证：%s", code),
			text.Say(
				"sign in again, and check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and this machine's clock",
				"重新登录，并检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_SESSION_TOKEN 和本机的时钟",
			))
	default:
		return c.failed(err,
			text.Sayf("AWS refused the request: %s", "AWS 拒绝了请求：%s", c.hidden.said(refusal)),
			text.Say("check the function's name, region and state", "检查函数的名称、区域和状态"))
	}
}

// explainLocal says what an error means that comes with no answer of AWS.
func (c *invocation) explainLocal(ctx context.Context, err error) *Error {
	var lookup *net.DNSError
	var e *Error
	switch {
	case turnedAway(err):
		e = c.failed(err, text.Say("nothing listens at the address of the Lambda service", "Lambda 服务的地址上没有程序在监听"), network)
	case errors.As(err, &lookup):
		e = c.failed(err,
			text.Sayf("the name of the Lambda service cannot be looked up: %s", "无法解析 Lambda 服务的域名：%s", lookup.Name),
			text.Say("check the region, AWS_ENDPOINT_URL_LAMBDA and the network", "检查区域、AWS_ENDPOINT_URL_LAMBDA 和网络"))
	case notConnected(err):
		e = c.failed(err, text.Sayf("no connection to the Lambda service: %s", "无法连接 Lambda 服务：%s", c.hidden.cause(err)), network)
	case ctx.Err() != nil:
		e = c.interrupted(err)
	case errors.Is(err, context.DeadlineExceeded):
		e = c.failed(err, text.Sayf("no answer within %s", "%s 内没有收到应答", invokeTimeout.String()), readLog)
		e.Unclear = true
	default:
		e = c.failed(err,
			text.Sayf("the connection to AWS failed: %s", "与 AWS 的连接中断：%s", c.hidden.cause(err)),
			text.Say("check the network", "检查网络"))
		e.Unclear = true
	}
	e.Retryable = true
	return e
}

// interrupted says that the caller gave up while the request may have been on
// its way.
func (c *invocation) interrupted(err error) *Error {
	e := c.failed(err, text.Say("it was interrupted before the answer came", "收到应答之前被中断"), nil)
	e.Unclear = true
	return e
}

// functionError says what an answer with X-Amz-Function-Error means.
func (c *invocation) functionError(payload []byte) *Error {
	var body struct{ ErrorMessage, ErrorType string }
	_ = json.Unmarshal(payload, &body)
	said := c.hidden.quote(body.ErrorMessage)
	if body.ErrorType == "EventError" { // what was sent is a request here
		return c.failed(nil, text.Sayf("the function did not take the request: %s", "函数无法识别请求：%s", said), oneRelease)
	}
	if body.ErrorType == "Runtime.InvalidEntrypoint" { // it did not even start
		return c.failed(nil,
			text.Sayf("the function's program cannot run, most likely because it is built for another architecture: %s", "函数的程序无法运行，多半是为另一种 CPU 架构构建的：%s", said),
			text.Say("build it again with make lambda for the architecture in lambda/template.yaml, and deploy it", "用 make lambda 按 lambda/template.yaml 里的架构重新构建并部署"))
	}
	e := c.failed(nil, text.Say("the function failed and did not say why", "函数出错，没有说明原因"), readLog)
	e.Unclear, e.Retryable = true, true
	timedOut := strings.Index(body.ErrorMessage, "Task timed out")
	switch {
	case timedOut >= 0:
		// What stands before it is a time and the id of the request.
		e.Meaning = text.Sayf("the function ran out of time: %s", "函数运行超时：%s", c.hidden.quote(body.ErrorMessage[timedOut:]))
		e.Remedy = text.Say("raise the function's timeout, or check its way out to WeChat", "调大函数的超时时间，或者检查函数到微信的网络")
	case body.ErrorType != "" || body.ErrorMessage != "":
		e.Meaning = text.Sayf("the function failed: %s", "函数出错：%s", c.hidden.quote(body.ErrorType+" "+body.ErrorMessage))
	}
	return e
}

// hidden is what no error may show.
type hidden []string

// minHidden is the shortest text that is hidden, in bytes: AWS's secret keys
// have 40, and what a sandbox is given may be a word of any message.
const minHidden = 16

// maxQuoted is how much of foreign text an error shows, in code points.
// Source: design, section 7 (nothing from outside is echoed beyond 80
// characters).
const maxQuoted = 80

// webToken is a JSON Web Token, or the beginning of one: all that begins with a
// JSON object in base64, as GitHub's OIDC tokens do, which sign in to AWS.
// Source: RFC 7519, section 3.
var webToken = text.Pattern(`eyJ[A-Za-z0-9_.-]+`)

// quote makes one line, and not a page, of foreign text, with nothing in it that
// is hidden, and no token.
func (h hidden) quote(words string) string {
	words = webToken().ReplaceAllString(words, "[secret]")
	for _, secret := range h {
		if len(secret) >= minHidden {
			words = strings.ReplaceAll(words, secret, "[secret]")
			words = strings.ReplaceAll(words, url.QueryEscape(secret), "[secret]")
		}
	}
	words = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(words, "\uFFFD"))
	return strconv.Quote(text.Cut(strings.Join(strings.Fields(words), " "), maxQuoted))
}

// said returns an answer's code and message.
func (h hidden) said(api smithy.APIError) string {
	if api.ErrorMessage() == "" {
		return api.ErrorCode()
	}
	return api.ErrorCode() + " " + h.quote(api.ErrorMessage())
}

// cause says what the error at the bottom says: what the layers above add are
// names of the SDK's parts, and URLs.
func (h hidden) cause(err error) text.Spoken {
	for {
		// An answer of AWS says more than what it was made of.
		if api, ok := err.(smithy.APIError); ok { //nolint:errorlint // each layer is looked at in turn
			return text.Same(h.said(api))
		}
		next := errors.Unwrap(err)
		if next == nil {
			break
		}
		err = next
	}
	if words, known := text.System(err); known {
		return words
	}
	return text.Same(h.quote(err.Error()))
}
