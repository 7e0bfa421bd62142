package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// replacing are, of each type in the template, the properties that CloudFormation
// changes by making the resource anew. Source: CloudFormation's resource schemas,
// createOnlyProperties and conditionalCreateOnlyProperties, November 2026.
var replacing = map[string][]string{
	"AWS::CloudWatch::Alarm":         {"AlarmName"},
	"AWS::DynamoDB::Table":           {"TableName", "ImportSourceSpecification", "KeySchema"},
	"AWS::IAM::ManagedPolicy":        {"ManagedPolicyName", "Description", "Path"},
	"AWS::IAM::OIDCProvider":         {"Url"},
	"AWS::IAM::Policy":               {},
	"AWS::IAM::Role":                 {"Path", "RoleName"},
	"AWS::Lambda::EventInvokeConfig": {"FunctionName", "Qualifier"},
	"AWS::Lambda::Function":          {"FunctionName", "PackageType", "TenancyConfig", "DurableConfig"},
	"AWS::Logs::LogGroup":            {"LogGroupName"},
	"AWS::Logs::MetricFilter":        {"FilterName", "LogGroupName"},
	"AWS::SNS::Topic":                {"TopicName", "FifoTopic"},
}

// keeping are the types of what cannot be made again as it was: records, lines that
// were logged, and what other stacks sign in through.
var keeping = []string{"AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::IAM::OIDCProvider"}

// TestUpdate updates a stack that exists to the template, with the parameters that it
// has: what is kept stays what it is, and what others have noted down stays right.
//
// testdata/stack.yaml is a template that stacks were made from. What it keeps has to be
// kept by every later one, so it is no copy to bring up to date; where a release has more
// to keep, its template takes the place.
func TestUpdate(t *testing.T) {
	t.Parallel()
	for name, given := range sets() {
		old, err := readTemplateAt(t, "testdata/stack.yaml").create(region(name), given)
		if err != nil {
			t.Fatal(err)
		}
		if lost := old.lost(readTemplate(t)); lost != nil {
			t.Errorf("%s: got %q, want that the update keeps what the stack has", name, lost)
		}
	}
}

// TestUpdateParameters gives a stack the parameters of another, one way and the other:
// the ledger stays, and of the rest nothing goes that cannot be made again.
func TestUpdateParameters(t *testing.T) {
	t.Parallel()
	template := readTemplate(t)
	for from, before := range sets() {
		for to, after := range sets() {
			if region(from) != region(to) {
				continue
			}
			old, err := template.create(region(from), before)
			if err != nil {
				t.Fatal(err)
			}
			next, err := template.create(region(to), after)
			if err != nil {
				t.Fatal(err)
			}
			for name, r := range template.Resources {
				fate := old.fate(next, name)
				if fate == "" || !slices.Contains(keeping, r.Type) {
					continue
				}
				if r.Type == "AWS::DynamoDB::Table" || !retained(r) {
					t.Errorf("%s to %s: got %s %s, want it kept", from, to, name, fate)
				}
			}
		}
	}
}

// TestUpdateFaults holds that what an update would lose is noticed.
func TestUpdateFaults(t *testing.T) {
	t.Parallel()
	property := func(t *template, resource string) node { return t.Resources[resource].Properties.(node) }
	for _, tt := range []struct {
		name   string
		change func(*template)
		want   string
	}{
		{"nothing", func(*template) {}, ""},
		{"the ledger is called otherwise", func(t *template) {
			t.Resources["Records"] = t.Resources["Ledger"]
			delete(t.Resources, "Ledger")
			t.Outputs["LedgerTable"] = told{Value: "x"}
			for _, r := range t.Resources {
				reword(r.Properties, "Ledger", "Records")
			}
		}, "Ledger is removed"},
		{"the ledger has another key", func(t *template) {
			property(t, "Ledger")["KeySchema"] = []any{node{"AttributeName": "id", "KeyType": "HASH"}}
		}, "Ledger is replaced by its KeySchema"},
		{"the ledger gets a name", func(t *template) { property(t, "Ledger")["TableName"] = "caidan" }, "Ledger is replaced by its TableName"},
		{"the ledger is deleted with the stack", func(t *template) {
			r := t.Resources["Ledger"]
			r.DeletionPolicy = ""
			t.Resources["Ledger"] = r
		}, "Ledger is not retained any more"},
		{"the publishes' log gets a name", func(t *template) { property(t, "PublishLogs")["LogGroupName"] = "caidan" }, "PublishLogs is replaced by its LogGroupName"},
		{"a function is called otherwise", func(t *template) { property(t, "Publish")["FunctionName"] = "publisher" }, "the output PublishFunction"},
		{"an output is gone", func(t *template) { delete(t.Outputs, "Audience") }, "the output Audience"},
		{"a value of a stack is refused", func(t *template) {
			p := t.Parameters["CredentialPrefix"]
			p.AllowedPattern = "^/wechat/$"
			t.Parameters["CredentialPrefix"] = p
		}, "refused: parameter CredentialPrefix"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			old, err := readTemplate(t).create("eu-west-1", map[string]string{"Repository": "o/r"})
			if err != nil {
				t.Fatal(err)
			}
			next := readTemplate(t)
			tt.change(next)
			lost := strings.Join(old.lost(next), "; ")
			if !strings.Contains(lost, tt.want) || tt.want == "" && lost != "" {
				t.Errorf("got %q, want %q", lost, tt.want)
			}
		})
	}
}

// reword has what refers to a resource refer to another.
func reword(v any, from, to string) {
	switch v := v.(type) {
	case node:
		for key, each := range v {
			if text, is := each.(string); is {
				v[key] = strings.NewReplacer("${"+from+"}", "${"+to+"}", from+".Arn", to+".Arn").Replace(text)
			} else {
				reword(each, from, to)
			}
		}
	case []any:
		for _, each := range v {
			reword(each, from, to)
		}
	}
}

// lost returns what an update to a template would take from a stack, which goes on with
// the parameters that it has: what it retains, and what its outputs say.
func (s *stack) lost(to *template) []string {
	given := map[string]string{}
	for name := range to.Parameters {
		if value, is := s.values[name]; is {
			given[name] = value
		}
	}
	next, err := to.create(s.values["AWS::Region"], given)
	if err != nil {
		return []string{"the update is refused: " + err.Error()}
	}
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		if !retained(s.Resources[name]) {
			continue
		}
		if fate := s.fate(next, name); fate != "" {
			lost = append(lost, name+" is "+fate)
		} else if !retained(to.Resources[name]) {
			lost = append(lost, name+" is not retained any more")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.outputs)) {
		if got, want := next.outputs[name], s.outputs[name]; got != want {
			lost = append(lost, fmt.Sprintf("the output %s is %q, not %q", name, got, want))
		}
	}
	return lost
}

// fate says what becomes of a resource of a stack in an update to another; empty where it
// stays what it is.
func (s *stack) fate(next *stack, name string) string {
	before, is := s.resources[name]
	after, stays := next.resources[name]
	kind := s.Resources[name].Type
	switch {
	case !is:
		return ""
	case !stays || next.Resources[name].Type != kind:
		return "removed"
	}
	for _, property := range replacing[kind] {
		if !reflect.DeepEqual(before[property], after[property]) {
			return "replaced by its " + property
		}
	}
	return ""
}

// retained reports whether a resource outlives the stack, and one that takes its place.
func retained(r resource) bool {
	return strings.HasPrefix(r.DeletionPolicy, "Retain") && r.UpdateReplacePolicy == "Retain"
}

// TestKinds holds that of each type in the template it is known what replaces it, and that
// what cannot be made again is told to stay or to go.
func TestKinds(t *testing.T) {
	t.Parallel()
	for name, r := range readTemplate(t).Resources {
		if _, known := replacing[r.Type]; !known {
			t.Errorf("%s: got the type %s, of which it is not known what replaces it", name, r.Type)
		}
		if slices.Contains(keeping, r.Type) && (r.DeletionPolicy == "" || r.UpdateReplacePolicy == "") {
			t.Errorf("%s: got no DeletionPolicy or no UpdateReplacePolicy, want it told to stay or to go", name)
		}
	}
}
