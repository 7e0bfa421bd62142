package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// The longest payloads Invoke takes, in bytes: synchronous ones, in and out,
// and those of invocation type Event. Source: AWS Lambda quotas.
const (
	maxPayload      = 6 << 20
	maxEventPayload = 1 << 20
)

// The parts of an Invoke path. Source: AWS Lambda API, Invoke.
const (
	invokePrefix = "/2015-03-31/functions/"
	invokeSuffix = "/invocations"
)

// arnPrefix starts the name of a function in the sandbox's only region.
const arnPrefix = "arn:aws:lambda:us-east-1:000000000000:function:"

// maxFunctionName is the longest name of a function.
// Source: AWS Lambda API, CreateFunction.
const maxFunctionName = 64

// functionOf is the function an Invoke path names, as it stands there, decoded.
func functionOf(path string) (name string, isInvoke bool) {
	rest, found := strings.CutPrefix(path, invokePrefix)
	if !found {
		return "", false
	}
	name, found = strings.CutSuffix(rest, invokeSuffix)
	return name, found && name != "" && !strings.Contains(name, "/")
}

// target is the function and the alias or version a name or ARN stands for.
type target struct{ function, qualifier string }

// parseTarget reads NAME, ACCOUNT:function:NAME and the full ARN, each with or
// without :QUALIFIER.
func parseTarget(name string) (target, bool) {
	parts := strings.Split(name, ":")
	switch {
	case len(parts) >= 7 && parts[0] == "arn" && parts[2] == "lambda" && parts[5] == "function":
		parts = parts[6:]
	case len(parts) >= 3 && parts[1] == "function":
		parts = parts[2:]
	}
	t := target{function: parts[0]}
	if len(parts) == 2 {
		t.qualifier = parts[1]
	}
	return t, len(parts) <= 2 && isFunctionName(t.function)
}

func isFunctionName(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !isDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= maxFunctionName
}

// serveInvoke answers a Lambda Invoke call. Signatures are not checked, only
// that there is one.
func (s *Server) serveInvoke(life context.Context, w http.ResponseWriter, r *http.Request, name string) {
	x, err := s.read(r, maxPayload)
	tooLarge := errors.Is(err, errTooLarge)
	if err != nil && !tooLarge {
		abort()
	}
	x.invoke = true
	t, isName := parseTarget(name)
	if isName && t.function != name {
		x.paths = append(x.paths, invokePrefix+t.function+invokeSuffix)
	}
	s.answer(life, w, x, func() reply {
		if refused, is := s.refuseInvoke(x, t, isName, tooLarge); is {
			return refused
		}
		return s.invoke(life, x, t)
	})
}

// refuseInvoke is the answer to a call that reaches no function.
func (s *Server) refuseInvoke(x *exchange, t target, isName, tooLarge bool) (reply, bool) {
	alias := x.request.URL.Query().Get("Qualifier")
	event := x.request.Header.Get("X-Amz-Invocation-Type") == "Event"
	switch {
	case x.request.Method != http.MethodPost:
		return exception(http.StatusMethodNotAllowed, "UnsupportedOperationException", "method "+x.request.Method+" is not allowed"), true
	case x.request.Header.Get("Authorization") == "":
		return exception(http.StatusForbidden, "MissingAuthenticationTokenException", exceptionText("MissingAuthenticationTokenException")), true
	case t.qualifier != "" && alias != "" && t.qualifier != alias:
		return exception(http.StatusBadRequest, "InvalidParameterValueException", "the qualifier in the function name is not the one in the query"), true
	case !isName || s.functions[t.function] == nil:
		return exception(http.StatusNotFound, "ResourceNotFoundException", "Function not found: "+arnPrefix+t.function), true
	case tooLarge || event && len(x.body) > maxEventPayload:
		return exception(http.StatusRequestEntityTooLarge, "RequestTooLargeException", exceptionText("RequestTooLargeException")), true
	case len(x.body) > 0 && !json.Valid(x.body):
		return exception(http.StatusBadRequest, "InvalidRequestContentException", "Could not parse request body into json"), true
	}
	return reply{}, false
}

// invoke does what the invocation type asks for.
func (s *Server) invoke(life context.Context, x *exchange, t target) reply {
	f := s.functions[t.function]
	payload := x.body
	if len(payload) == 0 {
		payload = []byte(`{}`)
	}
	switch kind := x.request.Header.Get("X-Amz-Invocation-Type"); kind {
	case "", "RequestResponse":
		return s.run(life, f, payload)
	case "Event":
		go s.run(life, f, payload)
		return lambdaReply(http.StatusAccepted, nil)
	case "DryRun":
		return lambdaReply(http.StatusNoContent, nil)
	default:
		return exception(http.StatusBadRequest, "InvalidParameterValueException", fmt.Sprintf("invocation type %q is not RequestResponse, Event or DryRun", kind))
	}
}

// lambdaReply is an answer of Lambda that ran, or would run, a function.
func lambdaReply(status int, body []byte) reply {
	return reply{status: status, kind: jsonContentType, body: body, header: http.Header{
		"X-Amz-Executed-Version": {"$LATEST"},
		"X-Amzn-Requestid":       {requestID()},
	}}
}

// exception is an answer of Lambda itself.
// Source: AWS Lambda API, Invoke, errors.
func exception(status int, kind, text string) reply {
	wire := map[string]string{"Type": "User", messageMember(kind): text}
	if status >= http.StatusInternalServerError {
		wire["Type"] = "Service"
	}
	if kind == "TooManyRequestsException" {
		wire["Reason"] = "ReservedFunctionConcurrentInvocationLimitExceeded"
	}
	body, _ := json.Marshal(wire)
	return reply{status: status, kind: jsonContentType, body: body, header: http.Header{
		"X-Amzn-Errortype": {kind},
		"X-Amzn-Requestid": {requestID()},
	}}
}

// messageMember is what an exception's model calls its text: both spellings are
// in use, and clients look for the one.
// Source: AWS Lambda API model.
func messageMember(kind string) string {
	switch kind {
	case "InvalidParameterValueException", "InvalidRequestContentException", "RequestTooLargeException",
		"ResourceConflictException", "TooManyRequestsException", "UnsupportedMediaTypeException":
		return "message"
	}
	return "Message"
}

// exceptionStatus is the status AWS gives an exception; 500 for one not listed.
// Source: AWS Lambda API, Invoke, errors.
func exceptionStatus(kind string) int {
	switch kind {
	case "AccessDeniedException", "MissingAuthenticationTokenException":
		return http.StatusForbidden
	case "InvalidParameterValueException", "InvalidRequestContentException":
		return http.StatusBadRequest
	case "RequestTooLargeException":
		return http.StatusRequestEntityTooLarge
	case "ResourceConflictException":
		return http.StatusConflict
	case "ResourceNotFoundException":
		return http.StatusNotFound
	case "TooManyRequestsException":
		return http.StatusTooManyRequests
	case "EC2ThrottledException", "SubnetIPAddressLimitReachedException":
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}

// exceptionText is an exception's message where it does not depend on the call.
func exceptionText(kind string) string {
	switch kind {
	case "MissingAuthenticationTokenException":
		return "Missing Authentication Token"
	case "RequestTooLargeException":
		return fmt.Sprintf("Request must be smaller than %d bytes for the InvokeFunction operation", maxPayload)
	case "TooManyRequestsException":
		return "Rate Exceeded."
	}
	return "the sandbox was asked for this error"
}

// requestID is a random id in the form of AWS's.
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
