package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// Off is the severity of a rule that is switched off; in settings only.
const Off diag.Severity = "off"

// Settings is what a repository says of rules. The zero value changes nothing.
type Settings struct {
	// Rules holds the severity of rules, by id, in place of the catalogue's:
	// Off, diag.Warning or diag.Error. Fixed rules stay errors.
	Rules map[string]diag.Severity
	// AllowedDomains holds the domains that menus may link to, in lower case;
	// what is below one is allowed with it. Nil allows every domain, empty
	// none.
	AllowedDomains []string
	// MiniPrograms holds the appids of the mini programs that are associated
	// with the accounts. Nil does not ask, empty allows none.
	MiniPrograms []string
}
