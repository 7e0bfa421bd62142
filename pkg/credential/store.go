package credential

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Store finds an account's credential. An account it does not have is an
// *UnknownAccountError.
type Store func(ctx context.Context, account string) (wechat.Credential, error)

// Parse returns the store a setting names: "ssm:/caidan/", the prefix of
// parameters whose names end in the account's, or "file:PATH". api is called
// once, and only for the first. Errors do not repeat spec: somebody may have
// put the credential itself there.
func Parse(spec string, api func() SSMAPI) (Store, error) {
	kind, rest, _ := strings.Cut(spec, ":")
	switch {
	case kind == "ssm" && api != nil:
		if !validPrefix(rest) {
			return nil, errors.New("parse credential store: an SSM prefix begins and ends with a slash, as in ssm:/caidan/")
		}
		return SSM(api(), rest), nil
	case kind == "file" && rest != "":
		return File(rest), nil
	default:
		return nil, errors.New("parse credential store: want ssm:/PREFIX/ or file:PATH, as in ssm:/caidan/ or file:credentials.json")
	}
}

// UnknownAccountError says that a store has no credential for an account.
type UnknownAccountError struct {
	// Account is the account that was asked for.
	Account string
	// Where is the place that was looked at: a parameter's or a file's name,
	// with its kind.
	Where string
	// Remedy says what to create.
	Remedy string
}

// Error names the account, the place and what to create.
func (e *UnknownAccountError) Error() string {
	return fmt.Sprintf("find credential of account %s: %s does not have it; %s", e.Account, e.Where, e.Remedy)
}

// checkName refuses account names that could leave a store's prefix.
func checkName(account string) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`).MatchString(account) {
		return errors.New("find credential: the account's name is not 1 to 63 lower-case letters, digits and hyphens, the first no hyphen")
	}
	return nil
}

// validPrefix reports whether parameters can have names that begin like this.
// Source: Systems Manager, constraints on parameter names.
func validPrefix(prefix string) bool {
	return regexp.MustCompile(`^/([A-Za-z0-9_.-]+/)+$`).MatchString(prefix)
}
