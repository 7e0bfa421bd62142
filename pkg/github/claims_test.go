package github

import (
	"encoding/base64"
	"strings"
	"testing"
)

// jwt is a token without a signature of its own.
func jwt(claims string) string {
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
}

func TestClaims(t *testing.T) {
	t.Parallel()
	for sub, want := range map[string]struct{ repository, context, environment string }{
		"repo:o/r:environment:wechat-production":     {"o/r", "environment:wechat-production", "wechat-production"},
		"repo:o@1/r@2:environment:wechat-production": {"o@1/r@2", "environment:wechat-production", "wechat-production"},
		"repo:o/r:ref:refs/heads/main":               {"o/r", "ref:refs/heads/main", ""},
		"repo:o/r:pull_request":                      {"o/r", "pull_request", ""},
		"repository_id:7:ref:refs/heads/main":        {},
		"repo:o":                                     {},
		"repo:o:pull_request":                        {},
		"repo:o/r:ref:refs/tags/v1":                  {"o/r", "ref:refs/tags/v1", ""},
		// More than GitHub says by itself, as where an organisation asks for it.
		"repo:o/r:environment:wechat-production:job_workflow_ref:o/r/.github/workflows/menus.yml@refs/heads/main": {environment: "wechat-production"},
		"repo:o/r:ref:refs/heads/main:actor:octo-dev":                                                             {},
		"repo:o/r:pull_request:actor:octo-dev":                                                                    {},
		"repo:o/r:actor:octo-dev":                                                                                 {},
	} {
		c, err := ReadClaims(jwt(`{"iss":"https://token.actions.githubusercontent.com","sub":"` + sub + `","aud":"sts.amazonaws.com","environment":"` + want.environment + `","exp":1}`))
		if err != nil || c.Subject != sub || c.Audience != "sts.amazonaws.com" || !strings.HasPrefix(c.Issuer, "https://token.") {
			t.Errorf("%s: got %+v and %v", sub, c, err)
		}
		name, context, ok := c.Repository()
		if ok != (want.repository != "") || ok && (name != want.repository || context != want.context) || c.Environment != want.environment {
			t.Errorf("%s: got %q, %q, %v and the environment %q, want %+v", sub, name, context, ok, c.Environment, want)
		}
	}
}

func TestClaimsUnreadable(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "secret", "a.b", "a.*.c", jwt("x"), jwt(`{}`), jwt(`{"sub":7}`), jwt(`{"sub":""}`)} {
		_, err := ReadClaims(token)
		if err == nil || token != "" && strings.Contains(err.Error(), token) {
			t.Errorf("%q: got %v, want an error that does not repeat it", token, err)
		}
	}
}
