package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestDoctorIsDocumented holds the tables of docs/doctor.md and its twin in Chinese
// against the checks there are; -update writes them.
func TestDoctorIsDocumented(t *testing.T) {
	t.Parallel()
	holdTable(t, text.English, "../../docs/doctor.md", "| check | of | looks at |\n|---|---|---|\n")
	holdTable(t, text.Chinese, "../../docs/doctor.zh-CN.md", "| 检查 | 属于 | 看什么 |\n|---|---|---|\n")
}

// holdTable holds the table below a head.
func holdTable(t *testing.T, l text.Lang, path, head string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(data), head)
	_, after, more := strings.Cut(after, "\n\n")
	if !found || !more {
		t.Fatalf("got no table in %s", path)
	}
	var table strings.Builder
	for _, name := range append(api.Checks(false), api.Checks(true)...) {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", name, name.Layer().Text().In(l), name.Text().In(l))
	}
	want := before + head + table.String() + "\n" + after
	switch {
	case want == string(data):
	case *update:
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("got another table in %s than there are checks; make golden writes it", path)
	}
}

// TestDoctorKnowsTheStack holds the parameters that doctor says to set, and the
// roles it names, against the template.
func TestDoctorKnowsTheStack(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile("../../lambda/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	x := examination{claims: github.Claims{
		Issuer: "https://ghe.example/_services/token", Subject: "repo:o@1/r@2:ref:refs/heads/trunk", Audience: "caidan", Environment: "production",
	}}
	var names []string
	for _, m := range regexp.MustCompile(`(\w+)=`).FindAllStringSubmatch(x.deployWith().In(text.English), -1) {
		names = append(names, m[1])
		if !strings.Contains(string(template), "\n  "+m[1]+":\n    Type: String\n") {
			t.Errorf("got the parameter %s, which the template does not have", m[1])
		}
	}
	if want := []string{"Repository", "DeploymentEnvironment", "DefaultBranch", "OidcIssuer", "OidcAudience"}; !slices.Equal(names, want) {
		t.Errorf("got the parameters %v, want %v", names, want)
	}
	for _, needed := range []string{
		"CAIDAN_PUBLISH_ROLE=${", "CAIDAN_INSPECT_ROLE=${", "\n  Variables:\n", "\n    Default: " + usualEnvironment + "\n", "\n    Default: " + usualIssuer + "\n",
	} {
		if !strings.Contains(string(template), needed) {
			t.Errorf("got no %q in the template", needed)
		}
	}
}
