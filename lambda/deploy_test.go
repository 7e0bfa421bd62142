package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestLint has CloudFormation's linter read the template, with what it would only
// advise.
func TestLint(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: starts cfn-lint")
	}
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), required(t, "cfn-lint"), "-c", "I", "--", "template.yaml").CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("got %v and\n%s\nwant nothing to say", err, out)
	}
}

// TestDeploy deploys as step 3 of docs/guide.md says, into an emulator of AWS, and runs what
// went up.
func TestDeploy(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: builds the functions' zips and deploys them to moto_server")
	}
	if runtime.GOOS != "linux" {
		t.Skip("what goes up runs on Linux alone")
	}
	t.Parallel()
	a := account{T: t, tool: required(t, "aws"), endpoint: moto(t)}
	packed := a.pack(a.build())
	bootstrap := a.uploaded(packed)
	stacks := map[string]int{}
	for name, given := range sets() {
		a.deploy(region(name), name, packed, given)
		stacks[region(name)]++
	}
	for region, n := range stacks {
		a.deployed(region, n)
	}
	// Of the GitHub and the VPC set, and of China's, whose IAM is another.
	a.trust("eu-west-1", 4)
	a.trust("cn-north-1", 2)
	a.publish(bootstrap)
}

// account is an AWS account in the emulator, and the command line for it.
type account struct {
	*testing.T
	tool, endpoint string
}

// aws runs the command line as a person would, and returns what it prints.
func (a account) aws(region string, args ...string) []byte {
	a.Helper()
	cmd := exec.CommandContext(a.Context(), a.tool, args...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + a.TempDir(), "AWS_PAGER=", "AWS_ENDPOINT_URL=" + a.endpoint, "AWS_REGION=" + region,
		"AWS_DEFAULT_REGION=" + region, "AWS_ACCESS_KEY_ID=" + awsKey, "AWS_SECRET_ACCESS_KEY=" + awsSecret, "AWS_DEFAULT_OUTPUT=json",
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		a.Fatalf("aws %s: %v\n%s%s", strings.Join(args, " "), err, out, &stderr)
	}
	return out
}

// ask runs the command line and decodes what it prints.
func (a account) ask(into any, region string, args ...string) {
	a.Helper()
	if out := a.aws(region, args...); json.Unmarshal(out, into) != nil {
		a.Fatalf("aws %s: got %s, want JSON", strings.Join(args, " "), out)
	}
}

// build makes the folder of the template and the zip that make lambda makes, for
// the processor of this machine, and returns the template's path.
func (a account) build() string {
	a.Helper()
	dir := a.TempDir()
	bin, template := filepath.Join(dir, "bin"), filepath.Join(dir, "lambda", "template.yaml")
	cmd := exec.CommandContext(a.Context(), "go", "run", "./cmd/release", "-out", bin)
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		a.Fatalf("build the zips: %v\n%s", err, out)
	}
	if err := os.Rename(filepath.Join(bin, "caidan-lambda_"+runtime.GOARCH+".zip"), filepath.Join(bin, "caidan-lambda.zip")); err != nil {
		a.Fatal(err)
	}
	text, err := os.ReadFile("template.yaml")
	if err != nil {
		a.Fatal(err)
	}
	if err := os.Mkdir(filepath.Dir(template), 0o755); err != nil {
		a.Fatal(err)
	}
	if err := os.WriteFile(template, text, 0o644); err != nil {
		a.Fatal(err)
	}
	return template
}

// pack has the command line put the zip into a bucket, and returns the path of the
// template that says where it is.
func (a account) pack(template string) string {
	a.Helper()
	path := filepath.Join(a.TempDir(), "stack.json")
	a.aws("eu-west-1", "s3", "mb", "s3://zips")
	a.aws("eu-west-1", "cloudformation", "package", "--template-file", template, "--s3-bucket", "zips", "--output-template-file", path, "--use-json")
	return path
}

// uploaded fetches what went up for each function, which is the same zip, and
// returns the path of the executable in it.
func (a account) uploaded(packed string) string {
	a.Helper()
	data, err := os.ReadFile(packed)
	if err != nil {
		a.Fatal(err)
	}
	var stack struct {
		Resources map[string]struct {
			Type       string
			Properties struct {
				Code struct{ S3Bucket, S3Key string }
			}
		}
	}
	if err := json.Unmarshal(data, &stack); err != nil {
		a.Fatal(err)
	}
	places := map[string]int{}
	for _, r := range stack.Resources {
		if r.Type == "AWS::Lambda::Function" {
			places["s3://"+r.Properties.Code.S3Bucket+"/"+r.Properties.Code.S3Key]++
		}
	}
	place := slices.Collect(maps.Keys(places))
	if len(place) != 1 || places[place[0]] != 2 {
		a.Fatalf("got the code of the functions at %v, want one zip for both", places)
	}
	up := filepath.Join(a.TempDir(), "up.zip")
	a.aws("eu-west-1", "s3", "cp", place[0], up)
	return unpack(a.T, up)
}

// unpack holds that a zip has what Lambda starts and nothing else, and returns its
// path.
func unpack(t *testing.T, name string) string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	if len(z.File) != 1 || z.File[0].Name != "bootstrap" || z.File[0].Mode() != 0o755 {
		t.Fatalf("got %d files, the first %s with mode %v, want bootstrap alone, -rwxr-xr-x", len(z.File), z.File[0].Name, z.File[0].Mode())
	}
	from, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bootstrap")
	if err := os.WriteFile(path, data, z.File[0].Mode()); err != nil {
		t.Fatal(err)
	}
	return path
}

// deploy makes a stack with the parameters of a set.
func (a account) deploy(region, set, packed string, given map[string]string) {
	a.Helper()
	args := []string{"cloudformation", "create-stack", "--stack-name", set, "--template-body", "file://" + packed, "--capabilities", "CAPABILITY_IAM", "--parameters"}
	given = maps.Clone(given)
	if set != "default" {
		given["Name"] = strings.ToLower(set)
	}
	type pair struct{ ParameterKey, ParameterValue string }
	list := []pair{}
	for name, value := range given {
		list = append(list, pair{name, value})
	}
	parameters, err := json.Marshal(list)
	if err != nil {
		a.Fatal(err)
	}
	a.aws(region, append(args, string(parameters))...)
}

// deployed holds that all stacks of a region are there, and say what they should.
func (a account) deployed(region string, stacks int) {
	a.Helper()
	var got struct {
		Stacks []struct {
			StackName, StackStatus string
			Outputs                []struct{ OutputKey, OutputValue string }
		}
	}
	a.ask(&got, region, "cloudformation", "describe-stacks")
	for _, s := range got.Stacks {
		if s.StackStatus != "CREATE_COMPLETE" {
			a.Errorf("%s: got %s, want CREATE_COMPLETE", s.StackName, s.StackStatus)
		}
		want, err := readTemplate(a.T).create(region, sets()[s.StackName])
		if err != nil {
			a.Fatal(err)
		}
		keys := []string{}
		for _, o := range s.Outputs {
			keys = append(keys, o.OutputKey)
		}
		if slices.Sort(keys); !slices.Equal(keys, slices.Sorted(maps.Keys(want.outputs))) {
			a.Errorf("%s: got the outputs %q, want %v", s.StackName, keys, want.outputs)
		}
	}
	if len(got.Stacks) != stacks {
		a.Errorf("%s: got %d stacks, want %d", region, len(got.Stacks), stacks)
	}
}

// trust holds that a region's roles for GitHub trust whom the other tests of the
// template say.
func (a account) trust(in string, roles int) {
	a.Helper()
	var got struct {
		Roles []struct {
			RoleName                 string
			AssumeRolePolicyDocument json.RawMessage
		}
	}
	a.ask(&got, in, "iam", "list-roles")
	compared := 0
	for _, r := range got.Roles {
		m := regexp.MustCompile(`^(.+)-(GitHub\w+Role)-\w+$`).FindStringSubmatch(r.RoleName)
		if m == nil {
			continue
		}
		compared++
		s, err := readTemplate(a.T).create(region(m[1]), sets()[m[1]])
		if err != nil {
			a.Fatal(err)
		}
		real, want := readPolicy(a.T, string(r.AssumeRolePolicyDocument)), s.trust(a.T, m[2])
		if m[1] == "cn-north-1" { // the emulator knows no partition but aws
			delete(real.Statement[0].Condition["StringEquals"], "token.actions.githubusercontent.com:aud")
			delete(want.Statement[0].Condition["StringEquals"], "token.actions.githubusercontent.com:aud")
		}
		if !reflect.DeepEqual(real.Statement[0].Condition, want.Statement[0].Condition) {
			a.Errorf("%s: got %v, want %v", r.RoleName, real, want)
		}
	}
	if compared != roles {
		a.Errorf("%s: got %d roles for GitHub, want %d", in, compared, roles)
	}
}
