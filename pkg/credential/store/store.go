package store

import (
	"errors"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

// AWS are the stores in AWS, each by the prefix of the names in it.
type AWS struct {
	Parameters, Secrets func(prefix string) credential.Store
}

// Parse returns the store a setting of the function names: "ssm:/caidan/", the prefix of
// parameters whose names end in the account's, "secretsmanager:caidan/", that of
// secrets, or "file:PATH". Errors do not repeat spec: the credential itself may
// have been put there.
func Parse(spec string, aws AWS) (credential.Store, error) {
	kind, rest, _ := strings.Cut(spec, ":")
	switch {
	case kind == "ssm":
		if !parameterPrefix(rest) {
			return nil, errors.New("parse credential store: an SSM prefix begins and ends with a slash, as in ssm:/caidan/")
		}
		return aws.Parameters(rest), nil
	case kind == "secretsmanager":
		if !secretPrefix(rest) {
			return nil, errors.New("parse credential store: a prefix of Secrets Manager ends with a slash, as in secretsmanager:caidan/")
		}
		return aws.Secrets(rest), nil
	case kind == "file" && rest != "":
		return File(rest), nil
	default:
		return nil, errors.New("parse credential store: want ssm:/PREFIX/, secretsmanager:PREFIX/ or file:PATH, as in ssm:/caidan/ or file:credentials.json")
	}
}

// Fail returns an error about the credential in a place.
func Fail(c api.Code, f api.Facts, cause error) error {
	return &credential.Error{Why: api.Reason{Code: c, Facts: f}, Cause: cause}
}

// CheckName refuses account names that could leave a store's prefix.
func CheckName(account string) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`).MatchString(account) {
		return errors.New("find credential: the account's name is not 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit")
	}
	return nil
}

// parameterPrefix reports whether parameters can have names that begin like this.
// Source: Systems Manager, constraints on parameter names.
func parameterPrefix(prefix string) bool {
	return regexp.MustCompile(`^/([A-Za-z0-9_.-]+/)+$`).MatchString(prefix)
}

// secretPrefix reports whether secrets can have names that begin like this and
// end in an account's. Source: Secrets Manager, CreateSecret.
func secretPrefix(prefix string) bool {
	return regexp.MustCompile(`^/?([A-Za-z0-9_+=.@-]+/)+$`).MatchString(prefix)
}
