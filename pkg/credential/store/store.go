package store

import (
	"errors"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

// Parse returns the store a setting names: "ssm:/caidan/", the prefix of
// parameters whose names end in the account's, or "file:PATH". ssm returns the
// store below a prefix; where it is nil there is only the second. Errors do not
// repeat spec: the credential itself may have been put there.
func Parse(spec string, ssm func(prefix string) credential.Store) (credential.Store, error) {
	kind, rest, _ := strings.Cut(spec, ":")
	switch {
	case kind == "ssm" && ssm != nil:
		if !validPrefix(rest) {
			return nil, errors.New("parse credential store: an SSM prefix begins and ends with a slash, as in ssm:/caidan/")
		}
		return ssm(rest), nil
	case kind == "file" && rest != "":
		return File(rest), nil
	case ssm == nil:
		return nil, errors.New("parse credential store: want file:PATH, as in file:credentials.json")
	default:
		return nil, errors.New("parse credential store: want ssm:/PREFIX/ or file:PATH, as in ssm:/caidan/ or file:credentials.json")
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

// validPrefix reports whether parameters can have names that begin like this.
// Source: Systems Manager, constraints on parameter names.
func validPrefix(prefix string) bool {
	return regexp.MustCompile(`^/([A-Za-z0-9_.-]+/)+$`).MatchString(prefix)
}
