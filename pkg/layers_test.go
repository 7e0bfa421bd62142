package pkg_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of our own import paths.
const module = "github.com/caidan-dev/caidan/"

// allowed is the design's table of arrows: which of our packages a package may
// import. A new arrow is a reviewed line here.
func allowed() map[string][]string {
	return map[string][]string{
		"docs/workflows":           {},
		"pkg/text":                 {},
		"pkg/version":              {},
		"pkg/diag":                 {"pkg/text"},
		"pkg/menu":                 {"pkg/text"},
		"pkg/errcode":              {"pkg/text"},
		"pkg/source":               {"pkg/diag", "pkg/source/standard", "pkg/text"},
		"pkg/source/standard":      {},
		"pkg/source/trace":         {"pkg/diag", "pkg/source"},
		"pkg/source/worker":        {"pkg/diag", "pkg/source", "pkg/source/trace", "pkg/source/worker/child", "pkg/text"},
		"pkg/source/worker/child":  {},
		"pkg/git":                  {"pkg/text"},
		"pkg/cache":                {},
		"pkg/rule":                 {"pkg/diag", "pkg/menu", "pkg/text"},
		"pkg/plan":                 {"pkg/menu", "pkg/text"},
		"pkg/api":                  {"pkg/diag", "pkg/errcode", "pkg/menu", "pkg/plan", "pkg/text"},
		"pkg/notify":               {"pkg/text"},
		"pkg/wechat":               {"pkg/errcode", "pkg/menu"},
		"pkg/ledger":               {"pkg/menu"},
		"pkg/sandbox":              {"pkg/sandbox/loopback"},
		"pkg/sandbox/emulator":     {},
		"pkg/sandbox/hub":          {},
		"pkg/sandbox/invoke":       {"pkg/sandbox/loopback"},
		"pkg/sandbox/leak":         {},
		"pkg/sandbox/loopback":     {},
		"pkg/ledger/bolt":          {"pkg/ledger"},
		"pkg/ledger/dynamo":        {"pkg/ledger"},
		"pkg/ledger/mysql":         {"pkg/ledger"},
		"pkg/decide":               {"pkg/api", "pkg/menu", "pkg/plan", "pkg/text"},
		"pkg/check":                {"pkg/api", "pkg/cache", "pkg/diag", "pkg/git", "pkg/menu", "pkg/notify", "pkg/source", "pkg/source/trace", "pkg/source/worker", "pkg/rule", "pkg/text"},
		"pkg/preview":              {"pkg/diag", "pkg/menu", "pkg/plan", "pkg/rule", "pkg/text"},
		"pkg/preview/live":         {"pkg/preview"},
		"pkg/pull":                 {"pkg/diag", "pkg/menu", "pkg/rule", "pkg/text"},
		"pkg/platform":             {"pkg/api", "pkg/wechat"},
		"pkg/credential":           {"pkg/api", "pkg/platform", "pkg/wechat"},
		"pkg/credential/store":     {"pkg/api", "pkg/credential", "pkg/platform", "pkg/wechat"},
		"pkg/credential/parameter": {"pkg/api", "pkg/credential", "pkg/credential/store", "pkg/wechat"},
		"pkg/publish":              {"pkg/api", "pkg/decide", "pkg/diag", "pkg/menu", "pkg/plan", "pkg/rule", "pkg/ledger", "pkg/wechat", "pkg/text"},
		"pkg/remote":               {"pkg/api", "pkg/text"},
		"pkg/serve":                {"pkg/api", "pkg/menu", "pkg/settings", "pkg/text"},
		"pkg/settings":             {"pkg/menu", "pkg/text"},
		"pkg/report":               {"pkg/diag", "pkg/menu", "pkg/notify", "pkg/plan", "pkg/preview", "pkg/api", "pkg/report/alike", "pkg/report/found", "pkg/report/sarif", "pkg/text"},
		"pkg/report/alike":         {},
		"pkg/report/claim":         {"pkg/api", "pkg/diag", "pkg/menu", "pkg/report", "pkg/report/found", "pkg/text"},
		"pkg/report/found":         {"pkg/diag", "pkg/report/alike", "pkg/text"},
		"pkg/report/sarif":         {"pkg/diag", "pkg/report/found", "pkg/text"},
		"pkg/github":               {"pkg/diag", "pkg/git", "pkg/text"},
		"cmd/caidan": {
			"docs/workflows",
			"pkg/diag", "pkg/errcode", "pkg/menu", "pkg/source", "pkg/source/worker", "pkg/rule", "pkg/wechat", "pkg/sandbox", "pkg/sandbox/invoke",
			"pkg/sandbox/loopback", "pkg/check", "pkg/cache", "pkg/git", "pkg/notify",
			"pkg/decide", "pkg/preview", "pkg/preview/live", "pkg/pull", "pkg/credential", "pkg/publish", "pkg/remote", "pkg/report", "pkg/report/claim", "pkg/report/sarif", "pkg/github",
			"pkg/ledger", "pkg/ledger/bolt", "pkg/ledger/dynamo", "pkg/ledger/mysql", "pkg/text", "pkg/api", "pkg/version", "cmd/caidan/first", "cmd/caidan/work", "pkg/serve", "pkg/settings", "pkg/source/trace", "pkg/credential/store", "pkg/platform",
		},
		"cmd/caidan/first": {"pkg/source/worker/child"},
		"cmd/caidan/work":  {"pkg/source/worker"},
		"cmd/release":      {},
		"lambda":           {"pkg/publish", "pkg/wechat", "pkg/credential", "pkg/credential/store", "pkg/credential/parameter", "pkg/ledger/dynamo", "pkg/version"},
	}
}

// level lists the arrows that stay in a layer: a package that is cut from another,
// and what two of a layer share.
func level() []string {
	return []string{
		"diag -> text", "errcode -> text", "menu -> text",
		"api -> plan",
		"cmd/caidan -> cmd/caidan/first", "cmd/caidan -> cmd/caidan/work",
		"credential -> platform", "credential/store -> platform", "credential/store -> credential", "credential/parameter -> credential", "credential/parameter -> credential/store",
		"ledger/bolt -> ledger", "ledger/dynamo -> ledger", "ledger/mysql -> ledger",
		"preview/live -> preview",
		"report -> report/alike", "report -> report/found", "report -> report/sarif", "report/claim -> report", "report/claim -> report/found", "report/found -> report/alike", "report/sarif -> report/found",
		"sandbox -> sandbox/loopback", "sandbox/invoke -> sandbox/loopback",
		"source -> source/standard", "source/trace -> source", "source/worker -> source", "source/worker -> source/trace",
	}
}

// layers returns the layer of each package, as CONTRIBUTING.md has it.
func layers(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| (\d) \| (.*) \|$`).FindAllStringSubmatch(readRoot(t, "CONTRIBUTING.md"), -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[2], -1) {
			out[name[1]] = row[1]
		}
	}
	return out
}

// TestArrowsGoDown holds that each arrow of the table leads to a lower layer, or is
// one of those that are listed to stay in theirs.
func TestArrowsGoDown(t *testing.T) {
	t.Parallel()
	in, stays := layers(t), level()
	var seen []string
	for from, list := range allowed() {
		for _, to := range list {
			arrow := strings.TrimPrefix(from, "pkg/") + " -> " + strings.TrimPrefix(to, "pkg/")
			above, below := in[strings.TrimPrefix(from, "pkg/")], in[strings.TrimPrefix(to, "pkg/")]
			switch {
			case above == "" || below == "" || below > above:
				t.Errorf("%s: got an arrow from layer %q to layer %q", arrow, above, below)
			case below == above && !slices.Contains(stays, arrow):
				t.Errorf("%s: got an arrow inside layer %s, want it among those of level", arrow, above)
			case below == above:
				seen = append(seen, arrow)
			}
		}
	}
	for _, arrow := range stays {
		if !slices.Contains(seen, arrow) {
			t.Errorf("%s: got no such arrow in the table", arrow)
		}
	}
}

// only names the packages that alone may import a library.
func only() map[string][]string {
	return map[string][]string{
		"github.com/google/go-jsonnet":                      {"pkg/source", "pkg/source/standard", "pkg/source/trace"},
		"github.com/aws/aws-lambda-go":                      {"lambda", "cmd/caidan"},
		"github.com/aws/aws-sdk-go-v2/config":               {"cmd/caidan"},
		"github.com/aws/aws-sdk-go-v2/service/lambda":       {"pkg/remote"},
		"github.com/aws/aws-sdk-go-v2/service/ssm":          {"pkg/credential/parameter", "lambda"},
		"github.com/aws/aws-sdk-go-v2/service/dynamodb":     {"pkg/ledger/dynamo", "lambda", "cmd/caidan"},
		"github.com/coreos/go-oidc/v3":                      {"pkg/serve"},
		"github.com/go-jose/go-jose/v4":                     {"pkg/serve"},
		"go.etcd.io/bbolt":                                  {"pkg/ledger/bolt"},
		"github.com/go-sql-driver/mysql":                    {"pkg/ledger/mysql"},
		"github.com/sethvargo/go-githubactions":             {"pkg/github"},
		"github.com/google/go-github":                       {"pkg/github"},
		"github.com/go-git/go-git/v5":                       {"pkg/git"},
		"os/exec":                                           {"cmd/release", "pkg/sandbox/emulator"},
		"github.com/spf13/cobra":                            {"cmd/caidan"},
		"net/http":                                          {"pkg/wechat", "pkg/credential", "pkg/github", "pkg/notify", "pkg/preview/live", "pkg/remote", "pkg/serve", "pkg/sandbox", "pkg/sandbox/hub", "pkg/sandbox/invoke", "pkg/sandbox/loopback"},
		"github.com/aws/aws-sdk-go-v2/service/sts":          {"cmd/caidan"},
		"github.com/aws/aws-sdk-go-v2/credentials/stscreds": {"cmd/caidan"},
	}
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// list asks the go command about packages.
func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...)
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var pkgs []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatalf("decode go list: %v", err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestArrows(t *testing.T) {
	t.Parallel()
	arrows, owners := allowed(), only()
	for _, p := range list(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		if name == "pkg" {
			continue // this test
		}
		may, known := arrows[name]
		if !known {
			t.Errorf("%s is not in the table of packages", name)
		}
		for _, imp := range p.Imports {
			if ours, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s, which the table does not allow", name, ours)
			}
			for lib, who := range owners {
				if (imp == lib || strings.HasPrefix(imp, lib+"/")) && !slices.Contains(who, name) {
					t.Errorf("%s imports %s, which only %v may", name, imp, who)
				}
			}
		}
	}
}

// TestLambdaStaysSmall holds what the functions must not link: an evaluator of
// other people's code, a database of one machine, and the part of the SDK that
// doubles its start.
func TestLambdaStaysSmall(t *testing.T) {
	t.Parallel()
	unwanted := []string{
		"github.com/google/go-jsonnet",
		"go.etcd.io/bbolt",
		"github.com/go-sql-driver/mysql",
		"github.com/aws/aws-sdk-go-v2/config",
		"github.com/spf13/cobra",
	}
	linksNone(t, unwanted, "-tags", "lambda.norpc", "./lambda")
}

// TestCommandStaysSmall holds what the command must not link, because it and each
// of its workers would pay for it at every start: what only the functions need.
func TestCommandStaysSmall(t *testing.T) {
	t.Parallel()
	unwanted := []string{
		"github.com/aws/aws-sdk-go-v2/service/secretsmanager",
		"github.com/aws/aws-sdk-go-v2/service/ssm",
		"github.com/owenrumney/go-sarif",
	}
	linksNone(t, unwanted, "./cmd/caidan")
}

// linksNone lists a program, and holds that it links none of the unwanted.
func linksNone(t *testing.T, unwanted []string, args ...string) {
	t.Helper()
	for _, program := range list(t, args...) {
		for _, dep := range program.Deps {
			for _, bad := range unwanted {
				if dep == bad || strings.HasPrefix(dep, bad+"/") {
					t.Errorf("%s links %s", program.ImportPath, dep)
				}
			}
		}
	}
}

// TestClientStaysSmall holds that who only asks links nothing of who decides.
func TestClientStaysSmall(t *testing.T) {
	t.Parallel()
	for _, dep := range list(t, "./pkg/remote")[0].Deps {
		switch ours, _ := strings.CutPrefix(dep, module); ours {
		case "pkg/rule", "pkg/wechat", "pkg/ledger", "pkg/publish":
			t.Errorf("remote links %s", dep)
		}
	}
}
