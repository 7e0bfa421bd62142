package invoke

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// model is what AWS defines of one exception.
type model struct {
	status int

	// message is the name of the member that holds the text: both spellings are
	// in use, and clients look for the one of the exception.
	message string

	// text is the message where it does not depend on the call.
	text string
}

// models are the exceptions of Invoke.
// Source: AWS Lambda API, Invoke, errors; the spelling of the members is that of
// the API model.
var models = map[string]model{
	"AccessDeniedException":                {http.StatusForbidden, "Message", ""},
	"MissingAuthenticationTokenException":  {http.StatusForbidden, "Message", "Missing Authentication Token"},
	"InvalidParameterValueException":       {http.StatusBadRequest, "message", ""},
	"InvalidRequestContentException":       {http.StatusBadRequest, "message", ""},
	"RequestTooLargeException":             {http.StatusRequestEntityTooLarge, "message", fmt.Sprintf("Request must be smaller than %d bytes for the InvokeFunction operation", maxPayload)},
	"ResourceConflictException":            {http.StatusConflict, "message", ""},
	"ResourceNotFoundException":            {http.StatusNotFound, "Message", ""},
	"TooManyRequestsException":             {http.StatusTooManyRequests, "message", "Rate Exceeded."},
	"UnsupportedMediaTypeException":        {http.StatusUnsupportedMediaType, "message", ""},
	"UnsupportedOperationException":        {http.StatusMethodNotAllowed, "Message", ""},
	"EC2ThrottledException":                {http.StatusBadGateway, "Message", ""},
	"SubnetIPAddressLimitReachedException": {http.StatusBadGateway, "Message", ""},
}

// exception is an answer of Lambda itself. An empty text is the model's.
func exception(kind, text string) loopback.Reply { return exceptionWith(0, kind, text) }

// exceptionWith is exception with a status of its own; 0 is the model's. One
// that is not listed has status 500.
func exceptionWith(status int, kind, text string) loopback.Reply {
	m, known := models[kind]
	if !known {
		m = model{status: http.StatusInternalServerError, message: "Message"}
	}
	status = cmp.Or(status, m.status)
	text = cmp.Or(text, m.text)
	wire := map[string]string{"Type": "User", m.message: text}
	if status >= http.StatusInternalServerError {
		wire["Type"] = "Service"
	}
	if kind == "TooManyRequestsException" {
		wire["Reason"] = "ReservedFunctionConcurrentInvocationLimitExceeded"
	}
	body, _ := json.Marshal(wire)
	return loopback.Reply{Status: status, Type: loopback.JSON, Body: body, Header: http.Header{
		"X-Amzn-Errortype": {kind},
		"X-Amzn-Requestid": {requestID()},
	}}
}

// requestID is a random id in the form of AWS's.
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
