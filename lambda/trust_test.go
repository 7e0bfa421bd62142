package main

import (
	"slices"
	"strings"
	"testing"
)

// TestTrust holds which jobs may be which role, by the sub and the audience of
// their tokens.
func TestTrust(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, region     string
		parameters       map[string]string
		issuer, audience string
		// The subs that may be each role; every other sub of subs may not.
		inspect, publish []string
	}{
		{
			name: "names", parameters: map[string]string{"Repository": "o/r"},
			inspect: []string{"repo:o/r:pull_request", "repo:o/r:ref:refs/heads/main"},
			publish: []string{"repo:o/r:environment:wechat-production"},
		},
		{
			name: "ids", parameters: map[string]string{"Repository": "o@1/r@2"},
			inspect: []string{"repo:o@1/r@2:pull_request", "repo:o@1/r@2:ref:refs/heads/main"},
			publish: []string{"repo:o@1/r@2:environment:wechat-production"},
		},
		{
			name: "both", parameters: map[string]string{"Repository": "o@1/r@2", "OtherRepository": "o/r"},
			inspect: []string{
				"repo:o@1/r@2:pull_request", "repo:o@1/r@2:ref:refs/heads/main", "repo:o/r:pull_request", "repo:o/r:ref:refs/heads/main",
			},
			publish: []string{"repo:o@1/r@2:environment:wechat-production", "repo:o/r:environment:wechat-production"},
		},
		{
			name: "other branch and environment", parameters: map[string]string{
				"Repository": "o/r", "DefaultBranch": "trunk", "DeploymentEnvironment": "staging", "OidcProvider": "existing",
			},
			inspect: []string{"repo:o/r:pull_request", "repo:o/r:ref:refs/heads/trunk"},
			publish: []string{"repo:o/r:environment:staging"},
		},
		{
			name: "China", region: "cn-north-1", parameters: map[string]string{"Repository": "o/r"}, audience: "sts.amazonaws.com.cn",
			inspect: []string{"repo:o/r:pull_request", "repo:o/r:ref:refs/heads/main"},
			publish: []string{"repo:o/r:environment:wechat-production"},
		},
		{
			name: "Enterprise Server", parameters: map[string]string{
				"Repository": "o/r", "OidcIssuer": "github.example.com/_services/token", "OidcAudience": "https://caidan.example.com", "OidcProvider": "existing",
			},
			issuer: "github.example.com/_services/token", audience: "https://caidan.example.com",
			inspect: []string{"repo:o/r:pull_request", "repo:o/r:ref:refs/heads/main"},
			publish: []string{"repo:o/r:environment:wechat-production"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.region == "" {
				tt.region = "eu-west-1"
			}
			if tt.issuer == "" {
				tt.issuer = "token.actions.githubusercontent.com"
			}
			if tt.audience == "" {
				tt.audience = "sts.amazonaws.com"
			}
			s, err := readTemplate(t).create(tt.region, tt.parameters)
			if err != nil {
				t.Fatal(err)
			}
			s.trusts(t, "GitHubInspectRole", tt.issuer, tt.audience, tt.inspect)
			s.trusts(t, "GitHubPublishRole", tt.issuer, tt.audience, tt.publish)
			if provider, ok := s.resources["GitHubProvider"]; ok == (tt.parameters["OidcProvider"] == "existing") {
				t.Errorf("got the provider %v, want it unless there is one", provider)
			} else if ok && (provider["Url"] != "https://"+tt.issuer || !slices.Equal(provider["ClientIdList"].([]any), []any{tt.audience})) {
				t.Errorf("got the provider %v, want https://%s for %s", provider, tt.issuer, tt.audience)
			}
			if got := s.outputs["Audience"]; got != tt.audience {
				t.Errorf("got the output Audience %q, want %q", got, tt.audience)
			}
		})
	}
}

// subs are those of jobs that could ask: of this repository, and of others that
// look like it.
func subs() []string {
	var list []string
	for _, repository := range []string{
		"o/r", "o@1/r@2", "O/R", "o/r2", "o/r.git", "xo/r", "o/r:x", "o@1/r", "o/r@2", "o@1/r@3", "o@9/r@2", "*/*", "o/*",
	} {
		for _, rest := range []string{
			"pull_request", "ref:refs/heads/main", "ref:refs/heads/trunk", "ref:refs/heads/main2", "ref:refs/heads/x/main", "ref:refs/tags/main",
			"ref:refs/heads/gh-readonly-queue/main/pr-1-0", "ref:refs/pull/1/merge", "environment:wechat-production", "environment:staging",
			"environment:wechat-production2", "environment:Wechat-Production", "environment:wechat-production:ref:refs/heads/main", "environment:", "*", "",
		} {
			list = append(list, "repo:"+repository+":"+rest)
		}
	}
	return append(list, "", "repo:o/r", "*", "project_path:o/r:ref_type:branch:ref:main")
}

// trusts holds that a role is for these subs alone, and for this audience.
func (s *stack) trusts(t *testing.T, role, issuer, audience string, want []string) {
	t.Helper()
	policy := s.trust(t, role)
	ask := func(aud, sub string) bool {
		return policy.allows(ask{action: "sts:AssumeRoleWithWebIdentity", keys: map[string]string{issuer + ":aud": aud, issuer + ":sub": sub}})
	}
	var got []string
	for _, sub := range subs() {
		if ask(audience, sub) {
			got = append(got, sub)
		}
		for _, other := range []string{"", "sts.amazonaws.com.cn.example.com", "https://github.com/o", "*"} {
			if ask(other, sub) {
				t.Errorf("%s: got it for %s and the audience %q, want it for %s alone", role, sub, other, audience)
			}
		}
	}
	slices.Sort(got)
	if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		t.Errorf("%s: got it for %q, want %q", role, got, want)
	}
	for _, statement := range policy.Statement {
		for key, values := range statement.Condition["StringEquals"] {
			if !strings.HasPrefix(key, issuer+":") {
				t.Errorf("%s: got a condition on %s, want one on what %s says", role, key, issuer)
			}
			if strings.ContainsAny(strings.Join(values, ""), "*?") {
				t.Errorf("%s: got %s %q, want no wildcard", role, key, values)
			}
		}
		if provider := "arn:" + s.values["AWS::Partition"] + ":iam::" + accountID + ":oidc-provider/" + issuer; len(statement.Principal) != 1 || statement.Principal["Federated"] != provider {
			t.Errorf("%s: got %v, want %s", role, statement.Principal, provider)
		}
		if len(statement.Condition) != 1 || len(statement.Condition["StringEquals"]) != 2 {
			t.Errorf("%s: got the conditions %v, want aud and sub by equality", role, statement.Condition)
		}
	}
}
