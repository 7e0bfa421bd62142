// Package invoke is AWS Lambda's Invoke endpoint for functions of the same
// process, so that a whole publish can be rehearsed without leaving the machine:
//
//	POST /2015-03-31/functions/NAME/invocations
//
// It sets the deadline and turns an error or a panic of a function into what
// Lambda would answer.
package invoke

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// DefaultTimeout is how long a function may run when Options.Timeout is zero.
// Lambda's own default of 3 s is too short for a publish of five WeChat calls
// with retries.
const DefaultTimeout = 60 * time.Second

// MaxTimeout is the longest a Lambda function may run.
// Source: AWS Lambda quotas, function timeout.
const MaxTimeout = 15 * time.Minute

// The longest payloads Invoke takes, in bytes: synchronous ones, in and out,
// and those of invocation type Event. Source: AWS Lambda quotas.
const (
	maxPayload      = 6 << 20
	maxEventPayload = 1 << 20
)

// Function is a Lambda function as lambda.NewHandler(h).Invoke of aws-lambda-go
// has it.
type Function = func(context.Context, []byte) ([]byte, error)

// Options says what the endpoint serves.
type Options struct {
	// Functions are the functions by name.
	Functions map[string]Function

	// Timeout is the deadline of one invocation; zero means DefaultTimeout.
	Timeout time.Duration

	// Concurrency is how many invocations run at a time; what comes beyond it is
	// turned away, as AWS does. Zero is without a limit.
	Concurrency int
}

// endpoint answers the Invoke calls of a server.
type endpoint struct {
	server    *loopback.Server
	functions map[string]Function
	timeout   time.Duration
	// running holds a value for each invocation; nil is without a limit.
	running chan struct{}
}

// Mount gives the server the Invoke endpoint. It refuses options that no real
// function could have.
func Mount(s *loopback.Server, o Options) error {
	if o.Timeout < 0 || o.Timeout > MaxTimeout {
		return loopback.Errorf("a function cannot have %v to run; choose at most %v", "函数的运行时限不能是 %v；最多 %v", o.Timeout, MaxTimeout)
	}
	if o.Concurrency < 0 {
		return loopback.Errorf("%d invocations cannot run at a time; use 0 for no limit, or more", "不能同时执行 %d 次调用；0 表示不限，也可以更多", o.Concurrency)
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	for name, f := range o.Functions {
		if !isFunctionName(name) || f == nil {
			return loopback.Errorf("function %q: a name has 1 to %d letters, digits, '-' and '_', and the function is not nil",
				"函数%q：名称由 1 到 %d 个字母、数字、“-” 和 “_” 组成，函数不能是 nil", name, maxFunctionName)
		}
	}
	e := &endpoint{server: s, functions: maps.Clone(o.Functions), timeout: o.Timeout}
	if o.Concurrency > 0 {
		e.running = make(chan struct{}, o.Concurrency)
	}
	s.Mount(e)
	return nil
}

// Owns reports whether the path is one of Invoke.
func (e *endpoint) Owns(path string) bool {
	_, isInvoke := functionOf(path)
	return isInvoke
}

// Paths is their pattern.
func (e *endpoint) Paths() string { return invokePrefix + "NAME" + invokeSuffix }

// Limit is that of a synchronous payload.
func (e *endpoint) Limit() int64 { return maxPayload }

// Begin lets a fault of the bare function name cover its aliases and ARN too.
func (e *endpoint) Begin(x *loopback.Exchange) {
	if t, isName := targetOf(x); isName {
		if path := invokePrefix + t.function + invokeSuffix; path != x.Request.URL.Path {
			x.Paths = append(x.Paths, path)
		}
	}
}

// Fail answers an exception.
func (e *endpoint) Fail(x *loopback.Exchange, f loopback.Fault) (loopback.Reply, bool) {
	if f.ErrorType == "" && f.Status == 0 {
		return loopback.Reply{}, false
	}
	kind := cmp.Or(f.ErrorType, "ServiceException")
	words := models[kind].text
	if words == "" {
		words = loopback.Say("the sandbox was asked for this error", "沙箱按要求返回这个错误").In(e.server.Language(x.Request))
	}
	return exceptionWith(f.Status, kind, words), true
}

// CheckFault refuses a function that there is not, and what only WeChat answers.
func (e *endpoint) CheckFault(f loopback.Fault) error {
	name, _ := functionOf(f.Path)
	if t, isName := parseTarget(name); !isName || e.functions[t.function] == nil {
		near := loopback.Near(name, slices.Sorted(maps.Keys(e.functions)))
		if near != "" {
			near = invokePrefix + near + invokeSuffix
		}
		return loopback.Unserved(f.Path, near, e.Paths())
	}
	if f.Answer != "" {
		return loopback.Errorf("answer is for the paths of the token service; use errorType or status", "answer 只用于令牌服务的路径；请用 errorType 或 status")
	}
	if f.Errcode != 0 {
		return loopback.Errorf("errcode is for the paths of WeChat; use errorType or status", "errcode 只用于微信的路径；请用 errorType 或 status")
	}
	return nil
}

// Act answers an Invoke call. Signatures are not checked, only that there is
// one.
func (e *endpoint) Act(life context.Context, x *loopback.Exchange) loopback.Reply {
	t, isName := targetOf(x)
	if refused, is := e.refuse(x, t, isName); is {
		return refused
	}
	f := e.functions[t.function]
	payload := x.Body
	if len(payload) == 0 {
		payload = []byte(`{}`)
	}
	switch kind := x.Request.Header.Get("X-Amz-Invocation-Type"); kind {
	case "", "RequestResponse":
		return e.limited(life, f, payload)
	case "Event":
		go e.run(life, f, payload)
		return answered(http.StatusAccepted, nil)
	case "DryRun":
		return answered(http.StatusNoContent, nil)
	default:
		return exception("InvalidParameterValueException", fmt.Sprintf("invocation type %q is not RequestResponse, Event or DryRun", kind))
	}
}

// refuse is the answer to a call that reaches no function.
func (e *endpoint) refuse(x *loopback.Exchange, t target, isName bool) (loopback.Reply, bool) {
	alias := x.Request.URL.Query().Get("Qualifier")
	event := x.Request.Header.Get("X-Amz-Invocation-Type") == "Event"
	switch {
	case x.Request.Method != http.MethodPost:
		return exception("UnsupportedOperationException", "method "+x.Request.Method+" is not allowed"), true
	case x.Request.Header.Get("Authorization") == "":
		return exception("MissingAuthenticationTokenException", ""), true
	case t.qualifier != "" && alias != "" && t.qualifier != alias:
		return exception("InvalidParameterValueException", "the qualifier in the function name is not the one in the query"), true
	case !isName || e.functions[t.function] == nil:
		return exception("ResourceNotFoundException", "Function not found: "+arnPrefix+t.function), true
	case x.TooLarge || event && len(x.Body) > maxEventPayload:
		return exception("RequestTooLargeException", ""), true
	case len(x.Body) > 0 && !json.Valid(x.Body):
		return exception("InvalidRequestContentException", "Could not parse request body into json"), true
	}
	return loopback.Reply{}, false
}

// answered is an answer of Lambda that ran, or would run, a function.
func answered(status int, body []byte) loopback.Reply {
	return loopback.Reply{Status: status, Type: loopback.JSON, Body: body, Header: http.Header{
		"X-Amz-Executed-Version": {"$LATEST"},
		"X-Amzn-Requestid":       {requestID()},
	}}
}
