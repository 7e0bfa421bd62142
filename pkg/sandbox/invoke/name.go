package invoke

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
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

// targetOf is what a call wants to invoke; false when that cannot be a name.
func targetOf(x *loopback.Exchange) (target, bool) {
	name, _ := functionOf(x.Request.URL.Path)
	return parseTarget(name)
}

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
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= maxFunctionName
}
