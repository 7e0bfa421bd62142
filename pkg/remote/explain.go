package remote

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/caidan-dev/caidan/pkg/text"
)

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
		e.Retryable, e.turnedAway, e.tooFast = true, true, true
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
		e := c.failed(err,
			text.Sayf("access was denied: %s", "没有调用权限：%s", c.hidden.quote(refusal.ErrorMessage())),
			text.Say(
				"give the role lambda:InvokeFunction on this function, and check that these are the credentials of that role",
				"给角色授予这个函数的 lambda:InvokeFunction 权限，并确认正在使用的是该角色的凭证",
			))
		e.Denied = true
		return e
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
	case refusedToConnect(err):
		e = c.failed(err, text.Say("nothing listens at the address of the Lambda service", "Lambda 服务的地址上没有程序在监听"), network)
		e.turnedAway, e.closed = true, true
	case errors.As(err, &lookup):
		e = c.failed(err,
			text.Sayf("the name of the Lambda service cannot be looked up: %s", "无法解析 Lambda 服务的域名：%s", lookup.Name),
			text.Say("check the region, AWS_ENDPOINT_URL_LAMBDA and the network", "检查区域、AWS_ENDPOINT_URL_LAMBDA 和网络"))
	case notConnected(err):
		e = c.failed(err, text.Sayf("no connection to the Lambda service: %s", "无法连接 Lambda 服务：%s", c.hidden.cause(err)), network)
	case ctx.Err() != nil:
		e = interrupted(c.function, err)
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
			text.Say("give make lambda the ARCH that is the stack's parameter Architecture, arm64 or x86_64, and deploy again",
				"让 make lambda 的 ARCH 与堆栈参数 Architecture 一致（arm64 或 x86_64），再重新部署"))
	}
	e := c.failed(nil, text.Say("the function failed and did not say why", "函数出错，没有说明原因"), readLog)
	e.Unclear, e.Retryable = true, true
	timedOut := strings.Index(body.ErrorMessage, "Task timed out")
	_, exited, ended := strings.Cut(body.ErrorMessage, "Runtime exited with error: ")
	switch {
	case body.ErrorType == "Runtime.ExitError" && ended:
		e.Meaning = text.Sayf("the function's program ended before it answered: %s", "函数的程序没有应答就结束了：%s", c.hidden.quote(exited))
		e.Remedy = text.Say(
			`look at the function's log: after "function not started" it names the setting that is wrong, which a deploy of the stack puts right; where the program was killed, raise the function's memory`,
			"查看函数的日志：“function not started” 后面写明了哪项设置不对，重新部署堆栈就能改正；如果程序是被强行结束的，请调大函数的内存",
		)
	case timedOut >= 0:
		// What stands before it is a time and the id of the request.
		e.Meaning = text.Sayf("the function ran out of time: %s", "函数运行超时：%s", c.hidden.quote(body.ErrorMessage[timedOut:]))
		e.Remedy = text.Say("raise the function's timeout, or check its way out to WeChat", "调大函数的超时时间，或者检查函数到微信的网络")
	case body.ErrorType != "" || body.ErrorMessage != "":
		e.Meaning = text.Sayf("the function failed: %s", "函数出错：%s", c.hidden.quote(body.ErrorType+" "+body.ErrorMessage))
	}
	return e
}
