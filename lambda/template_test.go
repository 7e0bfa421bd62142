package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/errcode"
)

// sets are parameters for every way to have a stack.
func sets() map[string]map[string]string {
	return map[string]map[string]string{
		"default": {},
		"GitHub": {
			"Repository": "o@1/r@2", "OtherRepository": "o/r", "OidcProvider": "existing", "AlarmEmail": "ops@example.com",
		},
		"KMS": {
			"KmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012", "TokenProxy": "http://proxy.example.com:3128",
			"AlarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:alarms",
		},
		"VPC": {
			"Repository": "o/r", "SubnetIds": "subnet-0123abcd,subnet-4567abcd", "SecurityGroupIds": "sg-0123abcd", "Architecture": "x86_64",
		},
		"cn-north-1": {
			"Repository": "o/r", "CredentialPrefix": "/menus/prod/", "AlarmEmail": "ops@example.com",
			"KmsKeyArn": "arn:aws-cn:kms:cn-north-1:123456789012:key/12345678-1234-1234-1234-123456789012",
		},
		"secrets": {
			"CredentialStore": "secretsmanager", "KmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
		},
		"restored": {"LedgerTable": "ledger-restored", "Name": "second"},
	}
}

func region(set string) string {
	if set == "cn-north-1" {
		return set
	}
	return "eu-west-1"
}

// TestParameters has what cannot work refused before anything is made, and says
// what else can.
func TestParameters(t *testing.T) {
	t.Parallel()
	template := readTemplate(t)
	for name, given := range sets() {
		if _, err := template.create(region(name), given); err != nil {
			t.Errorf("%s: got %v, want a stack", name, err)
		}
	}
	for _, tt := range []struct {
		want  string
		given []string // names and values
	}{
		{"OtherRepository is a second name", []string{"OtherRepository", "o/r"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "o"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "https://github.com/o/r"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "o/r@2"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "o@1/r"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "o/*"}},
		{"Repository: write OWNER/REPO", []string{"Repository", "o/r:environment"}},
		{"Repository: write OWNER/REPO", []string{"Repository", `o/r", "repo:x/y`}},
		{"OidcIssuer: leave out https://", []string{"OidcIssuer", "https://github.example.com/_services/token"}},
		{"OidcIssuer: leave out https://", []string{"OidcIssuer", "github.example.com/_services/token/"}},
		{"OidcProvider: not one of", []string{"OidcProvider", "arn:aws:iam::123456789012:oidc-provider/x"}},
		{"SubnetIds and SecurityGroupIds go together", []string{"SubnetIds", "subnet-0123abcd"}},
		{"SubnetIds and SecurityGroupIds go together", []string{"SecurityGroupIds", "sg-0123abcd"}},
		{"SubnetIds: write ids of subnets", []string{"SubnetIds", "subnet-0123abcd, subnet-4567abcd", "SecurityGroupIds", "sg-0123abcd"}},
		{"A proxy and SubnetIds are two ways", []string{"TokenProxy", "http://proxy:3128", "SubnetIds", "subnet-0123abcd", "SecurityGroupIds", "sg-0123abcd"}},
		{"A proxy and SubnetIds are two ways", []string{"Proxy", "http://proxy:3128", "SubnetIds", "subnet-0123abcd", "SecurityGroupIds", "sg-0123abcd"}},
		{"leave out TokenProxy", []string{"Proxy", "http://proxy:3128", "TokenProxy", "http://proxy:3128"}},
		{"without user and password", []string{"Proxy", "http://user:hunter2@proxy:3128"}},
		{"without user and password", []string{"TokenProxy", "http://user:hunter2@proxy:3128"}},
		{"without user and password", []string{"TokenProxy", "http://user@proxy:3128"}},
		{"without user and password", []string{"TokenProxy", "http://proxy:3128/?password=hunter2"}},
		{"without user and password", []string{"TokenProxy", "ftp://proxy"}},
		{"without user and password", []string{"TokenProxy", "proxy:3128"}},
		{"AlarmEmail or AlarmTopicArn", []string{"AlarmEmail", "a@example.com", "AlarmTopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"}},
		{"not of its alias", []string{"KmsKeyArn", "arn:aws:kms:eu-west-1:123456789012:alias/caidan"}},
		{"not of its alias", []string{"KmsKeyArn", "12345678-1234-1234-1234-123456789012"}},
		{"CredentialPrefix: begin and end with a slash", []string{"CredentialPrefix", "/caidan"}},
		{"CredentialPrefix: begin and end with a slash", []string{"CredentialPrefix", "/"}},
		{"CredentialPrefix: begin and end with a slash", []string{"CredentialPrefix", "/*/"}},
		{"Architecture: not one of", []string{"Architecture", "amd64"}},
	} {
		given := map[string]string{}
		for pair := range slices.Chunk(tt.given, 2) {
			given[pair[0]] = pair[1]
		}
		if _, err := template.create("eu-west-1", given); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want it refused: %s", tt.given, err, tt.want)
		}
	}
}

// TestKept holds what deleting the stack, or a mistake in it, must not take away.
func TestKept(t *testing.T) {
	t.Parallel()
	template := readTemplate(t)
	s, err := template.create("eu-west-1", nil)
	if err != nil {
		t.Fatal(err)
	}
	ledger := s.resources["Ledger"]
	if backup := ledger["PointInTimeRecoverySpecification"].(node); backup["PointInTimeRecoveryEnabled"] != true || ledger["DeletionProtectionEnabled"] != true {
		t.Errorf("got the ledger %v, want backups and protection", ledger)
	}
	for name, want := range map[string]string{"Ledger": "Retain", "PublishLogs": "RetainExceptOnCreate", "GitHubProvider": "RetainExceptOnCreate"} {
		if r := template.Resources[name]; r.DeletionPolicy != want || r.UpdateReplacePolicy != "Retain" {
			t.Errorf("%s: got %q and %q, want %s and Retain", name, r.DeletionPolicy, r.UpdateReplacePolicy, want)
		}
	}
	groups := map[any]bool{}
	for _, name := range []string{"Inspect", "Publish"} {
		logging := s.resources[name]["LoggingConfig"].(node)
		if logging["LogFormat"] != "JSON" {
			t.Errorf("%s: got %v, want JSON, which the metric filters read", name, logging)
		}
		groups[logging["LogGroup"]] = true
	}
	if len(groups) != 2 {
		t.Errorf("got the log groups %v, want one for each function", groups)
	}
}

// TestVariables holds that the stack says what the workflows read, by the same names.
func TestVariables(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`vars\.(\w+)`).FindAllStringSubmatch(workflows(t), -1) {
		names[m[1]] = true
	}
	for name, given := range sets() {
		s, err := readTemplate(t).create(region(name), given)
		if err != nil {
			t.Fatal(err)
		}
		if given["Repository"] == "" {
			if got, ok := s.outputs["Variables"]; ok {
				t.Errorf("%s: got the output Variables %q, want none without roles for GitHub", name, got)
			}
			continue
		}
		got := map[string]string{}
		for line := range strings.SplitSeq(s.outputs["Variables"], "\n") {
			variable, value, _ := strings.Cut(line, "=")
			if got[variable] = value; !names[variable] {
				t.Errorf("%s: got the variable %s, which no workflow reads", name, variable)
			}
		}
		want := map[string]string{
			"CAIDAN_INSPECT_ROLE": s.arn("GitHubInspectRole"), "CAIDAN_PUBLISH_ROLE": s.arn("GitHubPublishRole"), "CAIDAN_AWS_REGION": region(name),
		}
		if !maps.Equal(got, want) || len(names) != len(want) {
			t.Errorf("%s: got the variables %v, want %v, and that the workflows read these: %v", name, got, want, names)
		}
	}
}

// TestDefaults holds that a stack without further parameters fits the workflows and
// the action as they are.
func TestDefaults(t *testing.T) {
	t.Parallel()
	s, err := readTemplate(t).create("eu-west-1", map[string]string{"Repository": "o/r"})
	if err != nil {
		t.Fatal(err)
	}
	for text, inside := range map[string]string{
		"\n    environment: " + s.values["DeploymentEnvironment"] + "\n": workflows(t),
		"\n    branches: [" + s.values["DefaultBranch"] + "]\n":          workflows(t),
		"\n    default: " + s.outputs["InspectFunction"] + "\n":          readFile(t, "../action.yml"),
		"\n    default: " + s.outputs["PublishFunction"] + "\n":          readFile(t, "../action.yml"),
	} {
		if !strings.Contains(inside, text) {
			t.Errorf("got no %q in the workflows or the action", text)
		}
	}
}

// workflows returns the text of those to copy.
func workflows(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../docs/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %q, %v, want the workflows", files, err)
	}
	var all strings.Builder
	for _, file := range files {
		all.WriteString(readFile(t, file))
	}
	return all.String()
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestAlarms holds that alarms have a topic and are about what is counted.
func TestAlarms(t *testing.T) {
	t.Parallel()
	template := readTemplate(t)
	for name, given := range sets() {
		s, err := template.create(region(name), given)
		if err != nil {
			t.Fatal(err)
		}
		topic, ok := given["AlarmTopicArn"]
		if _, mail := given["AlarmEmail"]; mail {
			topic, ok = s.arn("AlarmTopic"), true
		}
		filters, alarms := s.of("AWS::Logs::MetricFilter"), s.of("AWS::CloudWatch::Alarm")
		if !ok {
			if len(filters)+len(alarms) > 0 {
				t.Errorf("%s: got %d filters and %d alarms, want none without a topic", name, len(filters), len(alarms))
			}
			continue
		}
		counted := map[any]bool{}
		for logical, f := range filters {
			metric := f["MetricTransformations"].([]any)[0].(node)
			if counted[metric["MetricName"]] = true; metric["Dimensions"] != nil {
				t.Errorf("%s: got dimensions, and with them a metric for each of their values", logical)
			}
		}
		var about []string
		for logical, a := range alarms {
			about = append(about, a["MetricName"].(string))
			if a["Namespace"] != "AWS/Lambda" && !counted[a["MetricName"]] {
				t.Errorf("%s: got no filter that counts %s", logical, a["MetricName"])
			}
			if got := a["AlarmActions"].([]any); !slices.Equal(got, []any{topic}) {
				t.Errorf("%s: got the actions %v, want %s", logical, got, topic)
			}
		}
		slices.Sort(about)
		if want := []string{"AccessRefused", "Duration", "Errors", "Errors", "PublishFailed", "PublishRefused", "Throttles"}; !slices.Equal(about, want) {
			t.Errorf("%s: got alarms about %q, want %q", name, about, want)
		}
	}
}

// elsewhere are errcodes that an administrator or an operator has to do something about,
// and that are not counted: no request that only reads fails with them, so that each is
// one of a publish that failed, or no function of AWS gets it.
var elsewhere = []int{
	40119, 40120, 45010, 45062, 45064, 46002, 46003, 65301, 65303, 65306, 65309, 65319, 85005, // what is posted
	48006, 76022, // the quota, which is skipped where WeChat does not tell
	-605108, -604101, 85105, 85112, // WeChat Cloud Run
}

// TestAccessFilters holds that both functions' logs are searched for the same errcodes:
// those that an administrator of the account, or who runs caidan or a platform, alone can
// put right, and no others.
func TestAccessFilters(t *testing.T) {
	t.Parallel()
	s, err := readTemplate(t).create("eu-west-1", map[string]string{"AlarmEmail": "ops@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	pattern := s.resources["PublishAccessFilter"]["FilterPattern"].(string)
	if inspect := s.resources["InspectAccessFilter"]["FilterPattern"]; inspect != pattern {
		t.Errorf("got %q in one log and %q in the other", inspect, pattern)
	}
	// Source: CloudWatch Logs, PutMetricFilter.
	if len(pattern) > 1024 {
		t.Errorf("got a pattern of %d characters, want at most 1024", len(pattern))
	}
	who := regexp.MustCompile(`^(an administrator of the account|the operator of (caidan|the platform)) has to `)
	for _, e := range append(errcode.Entries(), errcode.Entry{Code: 0}) {
		remedy := ""
		if e.Code != 0 {
			_, remedy = e.English()
		}
		want := who.MatchString(remedy) && !slices.Contains(elsewhere, e.Code) || e.Code >= 61000 && e.Code <= 61029 // a platform's
		if got := matches(t, pattern, fmt.Sprintf(`{"errcode":%d}`, e.Code)); got != want {
			t.Errorf("%d: got it counted %t, want %t: %s", e.Code, got, want, remedy)
		}
	}
}

// TestNamed holds that the pages, and the command where it says what to deploy,
// name parameters that there are, and that the pages name each.
func TestNamed(t *testing.T) {
	t.Parallel()
	parameters := readTemplate(t).Parameters
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, page := range append(pages, "../README.md", "../README.zh-CN.md") {
		text := readFile(t, page)
		for name := range parameters {
			named[name] = named[name] || strings.Contains(text, "`"+name+"`") || strings.Contains(text, name+"=")
		}
		for _, command := range regexp.MustCompile(`--parameter-overrides((?:\s+\w+=\S*)+)`).FindAllStringSubmatch(text, -1) {
			for pair := range strings.FieldsSeq(command[1]) {
				name, _, _ := strings.Cut(pair, "=")
				if _, ok := parameters[name]; !ok {
					t.Errorf("%s: got the parameter %s, which the template does not have", page, name)
				}
			}
		}
	}
	for name := range parameters {
		if !named[name] {
			t.Errorf("got the parameter %s, which no page names", name)
		}
	}
	said := regexp.MustCompile(`"([A-Z]\w+)="`).FindAllStringSubmatch(readFile(t, "../cmd/caidan/doctor_github.go"), -1)
	for _, m := range said {
		if _, ok := parameters[m[1]]; !ok {
			t.Errorf("got the parameter %s from caidan doctor, which the template does not have", m[1])
		}
	}
	if len(said) < 5 {
		t.Errorf("got %d parameters from caidan doctor, want the five that the trust is made of", len(said))
	}
}
