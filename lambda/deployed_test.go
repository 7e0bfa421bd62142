package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// publish runs both functions of the default stack as it sets them up, and holds
// that what they log is what its alarms count.
func (a account) publish(bootstrap string) {
	a.Helper()
	wechat, err := sandbox.New(sandbox.Options{Accounts: accounts(), Now: time.Now})
	if err != nil {
		a.Fatal(err)
	}
	front := httptest.NewServer(wechat)
	a.Cleanup(front.Close)
	parameter := []string{"ssm", "put-parameter", "--overwrite", "--type", "SecureString", "--name", "/caidan/brand-cn", "--value"}
	a.put(node{"appid": "wx0123456789abcdef", "secret": appSecret}, parameter...)
	parameter[6] = "/caidan/brand-wrong"
	a.put(node{"appid": "wx00000000000000ff", "secret": wrongSecret}, parameter...)

	publish := start(a.T, bootstrap, a.environment("caidan-publish", front.URL)...)
	for _, step := range []struct {
		request api.Request
		want    api.Outcome
		errcode int
	}{
		{request("brand-cn", menuA), api.Published, 0},
		{request("brand-cn", menuA), api.InSync, 0},
		{request("brand-wrong", menuA), api.Failed, 40125},
		{rollback("brand-cn", "9"), api.Refused, 0},
		{request("brand-cn", menuC), api.Published, 0},
		{rollback("brand-cn", "previous"), api.Published, 0},
	} {
		res := publish.do(step.request, minute)
		if res.Outcome != step.want || step.errcode != 0 && res.Error.Errcode != step.errcode {
			a.Errorf("%s of %s: got %s %+v, want %s %d", step.request.Op, step.request.Account, res.Outcome, res.Error, step.want, step.errcode)
		}
	}
	if got := string(wechat.Menu("brand-cn")); got != menuA {
		a.Errorf("got live menu %s, want %s", got, menuA)
	}
	// The account moves to a token service, and its secret out of AWS.
	a.put(node{"appid": "wx00000000000000ff", "service": served(front.URL)}, parameter...)
	if res := publish.do(request("brand-wrong", menuA), minute); res.Outcome != api.Published {
		a.Errorf("got %s %+v, want it published with a token of the service", res.Outcome, res.Error)
	}

	inspect := start(a.T, bootstrap, a.environment("caidan-inspect", front.URL)...)
	if res := inspect.do(api.Request{Schema: api.Schema, Op: api.OpHistory, Account: "brand-cn"}, minute); len(res.Records) != 3 {
		a.Errorf("got %+v, want three records in the ledger of the stack", res)
	}
	if res := inspect.do(request("brand-cn", menuB), minute); res.Outcome != api.Failed {
		a.Errorf("got %s from the inspect function, want that it publishes nothing", res.Outcome)
	}
	a.put(node{"appid": "wx00000000000000ff", "secret": wrongSecret}, parameter...)
	if res := inspect.do(api.Request{Schema: api.Schema, Op: api.OpRead, Account: "brand-wrong"}, minute); res.Outcome != api.Failed {
		a.Errorf("got %s with a wrong secret, want it failed", res.Outcome)
	}
	a.put(node{"appid": "wx0123456789abcdef", "secret": appSecret}, "secretsmanager", "create-secret", "--name", "/caidan/brand-cn", "--secret-string")
	secrets := start(a.T, bootstrap, a.environment("secrets-inspect", front.URL)...)
	if res := secrets.do(api.Request{Schema: api.Schema, Op: api.OpRead, Account: "brand-cn"}, minute); res.Outcome != api.Read {
		a.Errorf("got %s %+v, want live menus by a secret of Secrets Manager", res.Outcome, res.Error)
	}
	a.count(map[string]*function{"PublishLogs": publish, "InspectLogs": inspect}, map[string]int{
		"PublishFailed": 1, "PublishRefused": 1, "AccessRefused": 2,
	})
	publish.scan(appSecret, wrongSecret, serviceKey, servedPath)
	inspect.scan(appSecret, wrongSecret, serviceKey, servedPath)
}

// servedPath is the part of a token service's address that is its own.
const servedPath = "/sandbox/token/brand-wrong?key=access_token"

// served is a credential's token service, as the sandbox plays it.
func served(wechat string) node {
	return node{
		"url": wechat + servedPath, "renew": wechat + "/sandbox/token/brand-wrong/renew",
		"headers": node{"Authorization": serviceKey}, "token": "/access_token", "expires": "/expires_in",
	}
}

// put stores a credential by a command that ends in a file, as README.md says.
func (a account) put(credential node, command ...string) {
	a.Helper()
	data, err := json.Marshal(credential)
	if err != nil {
		a.Fatal(err)
	}
	file := filepath.Join(a.TempDir(), "credential.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		a.Fatal(err)
	}
	a.aws("eu-west-1", append(command, "file://"+file)...)
}

// environment returns what the stack sets for a function, and where AWS and WeChat
// are.
func (a account) environment(function, wechat string) []string {
	a.Helper()
	var got struct {
		Environment struct{ Variables map[string]string }
	}
	a.ask(&got, "eu-west-1", "lambda", "get-function-configuration", "--function-name", function)
	env := []string{"AWS_ENDPOINT_URL=" + a.endpoint, "CAIDAN_WECHAT_URL=" + wechat}
	for name, value := range got.Environment.Variables {
		env = append(env, name+"="+value)
	}
	return env
}

// count holds how often each metric of the stack is counted in what the functions
// logged.
func (a account) count(logs map[string]*function, want map[string]int) {
	a.Helper()
	s, err := readTemplate(a.T).create("eu-west-1", map[string]string{"AlarmEmail": "ops@example.com"})
	if err != nil {
		a.Fatal(err)
	}
	got := map[string]int{}
	for _, filter := range s.of("AWS::Logs::MetricFilter") {
		metric := filter["MetricTransformations"].([]any)[0].(node)["MetricName"].(string)
		for line := range strings.Lines(logs[filter["LogGroupName"].(string)].printed.String()) {
			if matches(a.T, filter["FilterPattern"].(string), line) {
				got[metric]++
			}
		}
	}
	for metric, n := range want {
		if got[metric] != n {
			a.Errorf("got %s counted %d times, want %d", metric, got[metric], n)
		}
	}
	if len(got) != len(want) {
		a.Errorf("got the metrics %v, want %v", got, want)
	}
}

// matches evaluates a filter pattern of CloudWatch Logs, of the one form that the
// template has: alternatives that compare a key, each once, or twice in brackets.
func matches(t *testing.T, pattern, line string) bool {
	t.Helper()
	var logged map[string]any
	if err := json.Unmarshal([]byte(line), &logged); err != nil {
		t.Errorf("got the line %s, want JSON: %v", line, err)
		return false
	}
	inner, opens := strings.CutPrefix(pattern, "{ ")
	inner, closes := strings.CutSuffix(inner, " }")
	if !opens || !closes {
		t.Fatalf("got the pattern %s, want { ... }", pattern)
	}
	for alternative := range strings.SplitSeq(inner, " || ") {
		if both := regexp.MustCompile(`^\((.+) && (.+)\)$`).FindStringSubmatch(alternative); both != nil {
			if compares(t, both[1], logged) && compares(t, both[2], logged) {
				return true
			}
		} else if compares(t, alternative, logged) {
			return true
		}
	}
	return false
}

// compares evaluates one comparison of a filter pattern.
func compares(t *testing.T, comparison string, logged map[string]any) bool {
	t.Helper()
	m := regexp.MustCompile(`^\$\.(\w+) (=|>=|<=) (\S+)$`).FindStringSubmatch(comparison)
	var want any
	if m == nil || json.Unmarshal([]byte(m[3]), &want) != nil {
		t.Fatalf("got the comparison %s, want $.KEY = VALUE, or a number with >= or <=", comparison)
	}
	if m[2] == "=" {
		return logged[m[1]] == want
	}
	got, is := logged[m[1]].(float64)
	limit, isToo := want.(float64)
	return is && isToo && (m[2] == ">=" && got >= limit || m[2] == "<=" && got <= limit)
}
