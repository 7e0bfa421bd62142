package main

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestActions holds the rights of each role against the calls that its program
// makes, both ways.
func TestActions(t *testing.T) {
	t.Parallel()
	code := loadCode(t)
	made := code.calls(code.linked("lambda")...)
	modes := code.modes(t)
	if both := union(modes["inspect"], modes["publish"]); !both.equal(made) {
		t.Errorf("got clients with the actions %v, want those that the code calls, %v", both, made)
	}
	for name, given := range sets() {
		s, err := readTemplate(t).create(region(name), given)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]actions{"InspectRole": s.used(modes["inspect"]), "PublishRole": s.used(modes["publish"])}
		if given["Repository"] != "" {
			want["GitHubInspectRole"] = code.calls("pkg/remote")
			want["GitHubPublishRole"] = want["GitHubInspectRole"]
		}
		for role := range s.of("AWS::IAM::Role") {
			got := actions{}
			for _, statement := range s.rights(t, role).Statement {
				for _, action := range statement.Action {
					if statement.Effect == "Allow" && !lambdas(action) {
						got[action] = true
					}
				}
			}
			if !got.equal(want[role]) {
				t.Errorf("%s: %s may %v, want what its code calls, %v", name, role, got, want[role])
			}
		}
	}
}

// used returns what a function of the stack does: of the stores of credentials it
// asks one, and that one decrypts as the function where there is a key.
func (s *stack) used(of actions) actions {
	out := actions{}
	for action := range of {
		service, _, _ := strings.Cut(action, ":")
		if !slices.Contains(s.Parameters["CredentialStore"].AllowedValues, any(service)) || service == s.values["CredentialStore"] {
			out[action] = true
		}
	}
	if s.values["KmsKeyArn"] != "" {
		out["kms:Decrypt"] = true
	}
	return out
}

// lambdas reports whether an action is one that AWS Lambda itself does as the
// function: it writes the logs and handles network interfaces.
func lambdas(action string) bool {
	return strings.HasPrefix(action, "logs:") || strings.HasPrefix(action, "ec2:")
}

// actions are IAM's names of what may be done.
type actions map[string]bool

func (a actions) equal(b actions) bool { return maps.Equal(a, b) }

func (a actions) String() string {
	return strings.Join(slices.Sorted(maps.Keys(a)), " ")
}

func union(a, b actions) actions {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// module is the prefix of our import paths.
const module = "github.com/caidan-dev/caidan/"

// code is our packages.
type code map[string]*packages.Package

func loadCode(t *testing.T) code {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedExportFile |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
		Dir: "..", Context: t.Context(), BuildFlags: []string{"-tags=lambda.norpc"},
	}, "./pkg/...", "./lambda")
	if err != nil {
		t.Fatal(err)
	}
	c := code{}
	for _, p := range pkgs {
		for _, e := range p.Errors {
			t.Errorf("load %s: %v", p.PkgPath, e)
		}
		c[strings.TrimPrefix(p.PkgPath, module)] = p
	}
	return c
}

// linked returns which of our packages are in a program.
func (c code) linked(program string) []string {
	seen := map[string]bool{program: true}
	for todo := []string{program}; len(todo) > 0; todo = todo[1:] {
		for imported := range c[todo[0]].Imports {
			if name, ours := strings.CutPrefix(imported, module); ours && !seen[name] {
				seen[name] = true
				todo = append(todo, name)
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// calls returns the actions of all calls of the SDK in packages.
func (c code) calls(names ...string) actions {
	out := actions{}
	for _, name := range names {
		for _, used := range c[name].TypesInfo.Uses {
			if f, ok := used.(*types.Func); ok {
				out.add(f)
			}
		}
	}
	return out
}

// modes returns the actions of the clients that main.go hands over in each mode:
// those of what stands in the mode's case, and of what stands outside of all.
func (c code) modes(t *testing.T) map[string]actions {
	t.Helper()
	out := map[string]actions{"inspect": {}, "publish": {}}
	p := c["lambda"]
	for _, file := range p.Syntax {
		var mode []string
		ast.PreorderStack(file, nil, func(n ast.Node, above []ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if mode = clause(p.TypesInfo, above); mode == nil {
				mode = []string{"inspect", "publish"}
			}
			signature, ok := p.TypesInfo.TypeOf(call.Fun).(*types.Signature)
			for i := 0; ok && i < signature.Params().Len(); i++ {
				client, ok := signature.Params().At(i).Type().Underlying().(*types.Interface)
				for j := 0; ok && j < client.NumMethods(); j++ {
					for _, m := range mode {
						if out[m] == nil {
							t.Fatalf("got the mode %q, which no role is for", m)
						}
						out[m].add(client.Method(j))
					}
				}
			}
			return true
		})
	}
	return out
}

// clause returns what the case compares with that a node stands in.
func clause(info *types.Info, above []ast.Node) []string {
	for _, n := range above {
		c, ok := n.(*ast.CaseClause)
		if !ok {
			continue
		}
		var list []string
		for _, e := range c.List {
			if v := info.Types[e].Value; v != nil && v.Kind() == constant.String {
				list = append(list, constant.StringVal(v))
			}
		}
		if list != nil {
			return list
		}
	}
	return nil
}

// add adds the action of a method if it is an operation of the SDK, which has an
// input of its own: dynamodb.Client.Query takes a *dynamodb.QueryInput.
func (a actions) add(f *types.Func) {
	signature := f.Signature()
	if signature.Recv() == nil || signature.Params().Len() < 2 {
		return
	}
	pointer, ok := signature.Params().At(1).Type().(*types.Pointer)
	if !ok {
		return
	}
	input, ok := pointer.Elem().(*types.Named)
	if !ok || input.Obj().Name() != f.Name()+"Input" {
		return
	}
	service := path.Base(input.Obj().Pkg().Path())
	switch action := service + ":" + f.Name(); action {
	case "lambda:Invoke":
		a["lambda:InvokeFunction"] = true
	case "sts:GetCallerIdentity": // needs no right
	default:
		a[action] = true
	}
}

// TestRights holds what each role may touch, and what it must not.
func TestRights(t *testing.T) {
	t.Parallel()
	const (
		here    = "arn:aws:ssm:eu-west-1:123456789012:parameter"
		secrets = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
		ledger  = "arn:aws:dynamodb:eu-west-1:123456789012:table/"
		lambda  = "arn:aws:lambda:eu-west-1:123456789012:function:"
		logs    = "arn:aws:logs:eu-west-1:123456789012:log-group:"
		key     = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012"
	)
	stored := func(service, secret string) map[string]string {
		return map[string]string{"kms:ViaService": service, "kms:EncryptionContext:SecretARN": secret}
	}
	through := func(service, parameter string) map[string]string {
		return map[string]string{"kms:ViaService": service, "kms:EncryptionContext:PARAMETER_ARN": parameter}
	}
	byCode := map[string]string{"lambda:SourceFunctionArn": lambda + "caidan-publish"}
	functions := []string{"InspectRole", "PublishRole"}
	tests := []struct {
		set, action, resource string
		keys                  map[string]string
		want                  []string // the roles that may
	}{
		{"GitHub", "ssm:GetParameter", here + "/caidan/brand-cn", nil, functions},
		{"GitHub", "ssm:GetParameter", here + "/other/brand-cn", nil, nil},
		{"GitHub", "ssm:GetParameter", here + "/caidan2/brand-cn", nil, nil},
		{"GitHub", "ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/caidan/brand-cn", nil, nil},
		{"GitHub", "ssm:PutParameter", here + "/caidan/brand-cn", nil, nil},
		{"GitHub", "dynamodb:Query", ledger + "Ledger", nil, functions},
		{"GitHub", "dynamodb:PutItem", ledger + "Ledger", nil, functions[1:]},
		{"GitHub", "dynamodb:PutItem", ledger + "Other", nil, nil},
		{"GitHub", "dynamodb:DeleteItem", ledger + "Ledger", nil, nil},
		{"restored", "dynamodb:PutItem", ledger + "ledger-restored", nil, functions[1:]},
		{"restored", "dynamodb:PutItem", ledger + "Ledger", nil, nil},
		{"GitHub", "logs:PutLogEvents", logs + "InspectLogs:*", nil, functions[:1]},
		{"GitHub", "logs:PutLogEvents", logs + "PublishLogs:*", nil, functions[1:]},
		{"GitHub", "lambda:InvokeFunction", lambda + "caidan-inspect", nil, []string{"GitHubInspectRole", "GitHubPublishRole"}},
		{"GitHub", "lambda:InvokeFunction", lambda + "caidan-publish", nil, []string{"GitHubPublishRole"}},
		{"GitHub", "lambda:InvokeFunction", lambda + "caidan-publish2", nil, nil},
		{"GitHub", "lambda:UpdateFunctionCode", lambda + "caidan-publish", nil, nil},
		{"KMS", "kms:Decrypt", key, through("ssm.eu-west-1.amazonaws.com", here+"/caidan/brand-cn"), functions},
		{"KMS", "kms:Decrypt", key, through("ssm.eu-west-1.amazonaws.com", here+"/other/brand-cn"), nil},
		{"KMS", "kms:Decrypt", key, through("s3.eu-west-1.amazonaws.com", here+"/caidan/brand-cn"), nil},
		{"KMS", "kms:Decrypt", key, nil, nil},
		{"KMS", "kms:Decrypt", key + "0", through("ssm.eu-west-1.amazonaws.com", here+"/caidan/brand-cn"), nil},
		{"default", "kms:Decrypt", key, through("ssm.eu-west-1.amazonaws.com", here+"/caidan/brand-cn"), nil},
		{"secrets", "secretsmanager:GetSecretValue", secrets + "/caidan/brand-cn-AbCdEf", nil, functions},
		{"secrets", "secretsmanager:GetSecretValue", secrets + "/other/brand-cn-AbCdEf", nil, nil},
		{"secrets", "ssm:GetParameter", here + "/caidan/brand-cn", nil, nil},
		{"GitHub", "secretsmanager:GetSecretValue", secrets + "/caidan/brand-cn-AbCdEf", nil, nil},
		{"secrets", "kms:Decrypt", key, stored("secretsmanager.eu-west-1.amazonaws.com", secrets+"/caidan/brand-cn-AbCdEf"), functions},
		{"secrets", "kms:Decrypt", key, stored("secretsmanager.eu-west-1.amazonaws.com", secrets+"/other/brand-cn-AbCdEf"), nil},
		{"secrets", "kms:Decrypt", key, through("ssm.eu-west-1.amazonaws.com", here+"/caidan/brand-cn"), nil},
		{"VPC", "ec2:CreateNetworkInterface", "*", nil, functions},
		{"VPC", "ec2:CreateNetworkInterface", "*", byCode, nil},
		{"GitHub", "ec2:CreateNetworkInterface", "*", nil, nil},
		{
			"cn-north-1", "kms:Decrypt", "arn:aws-cn:kms:cn-north-1:123456789012:key/12345678-1234-1234-1234-123456789012",
			through("ssm.cn-north-1.amazonaws.com.cn", "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/menus/prod/brand-cn"), functions,
		},
		{"cn-north-1", "ssm:GetParameter", "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/menus/prod/brand-cn", nil, functions},
	}
	for _, tt := range tests {
		s, err := readTemplate(t).create(region(tt.set), sets()[tt.set])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for role := range s.of("AWS::IAM::Role") {
			if s.rights(t, role).allows(ask{tt.action, tt.resource, tt.keys}) {
				got = append(got, role)
			}
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s on %s with %v: got it allowed for %q, want %q", tt.set, tt.action, tt.resource, tt.keys, got, tt.want)
		}
	}
}
