package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awscreds "github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// misbehave serves functions called panics, sleeps, fails, foreign, newer, older,
// elder, other and pages, which do as they are called, with a time limit of 300 ms.
func misbehave(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: misbehave")
	}
	answer := func(text string) func(context.Context, []byte) ([]byte, error) {
		return func(context.Context, []byte) ([]byte, error) { return []byte(text), nil }
	}
	s := &loopback.Server{Now: time.Now}
	ts.Check(invoke.Mount(s, invoke.Options{
		Timeout: 300 * time.Millisecond,
		Functions: map[string]invoke.Function{
			"panics": func(context.Context, []byte) ([]byte, error) { panic("out of cheese \x1b[31m\n::error::owned") },
			"sleeps": func(ctx context.Context, _ []byte) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() },
			"fails":  func(context.Context, []byte) ([]byte, error) { return nil, errors.New("no disk") },
			// Another team's function, under the name that was given.
			"foreign": answer(`{"message":"hello"}`),
			// A later release with an outcome this one does not know.
			"newer": answer(`{"schema":1,"account":"a","outcome":"quarantined","digests":{},"calls":[]}`),
			// Earlier ones, before and after they could be diagnosed.
			"older": func(context.Context, []byte) ([]byte, error) {
				return nil, &api.EventError{Cause: errors.New(`"" is not an account name`)}
			},
			"elder": answer(`{"schema":1,"account":"","outcome":"read","digests":{},"calls":[],"diagnosis":{"version":"0.9.0","checks":[{"check":"ledger","layer":"ledger","verdict":"OK","meaning":"m"}]}}`),
			"other": answer(`{"schema":1,"account":"b","outcome":"published","digests":{},"calls":[]}`),
			"pages": pages,
		},
	}))
	server := httptest.NewServer(s)
	ts.Defer(server.Close)
	ts.Setenv("AWS_ENDPOINT_URL_LAMBDA", server.URL)
	ts.Setenv("AWS_REGION", "us-east-1")
	ts.Setenv("AWS_ACCESS_KEY_ID", "test")
	ts.Setenv("AWS_SECRET_ACCESS_KEY", "test")
}

// pages answers the history of seven records one at a time.
func pages(_ context.Context, event []byte) ([]byte, error) {
	req := struct{ Before int }{8}
	if err := json.Unmarshal(event, &req); err != nil {
		return nil, err
	}
	n := req.Before - 1
	record := fmt.Sprintf(`{"number":%d,"kind":"publish","time":"2026-11-29T00:00:00Z","digests":{},"origin":{}}`, n)
	next := n
	if n == 1 {
		next = 0
	}
	return fmt.Appendf(nil, `{"schema":1,"account":"a","outcome":"read","digests":{},"calls":[],"record":%s,"records":[%s],"next":%d}`, record, record, next), nil
}

// commit is the commit of every run.
const commit = "0123456789abcdef0123456789abcdef01234567"

// githubRunner sets the variables the runner sets for a run of an event, whose
// file is in testdata/event, and has the commit checked out: github EVENT REF.
func githubRunner(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: github EVENT REF")
	}
	output := ts.MkAbs("github-output")
	ts.Check(os.WriteFile(output, nil, 0o600))
	if _, err := os.Stat(ts.MkAbs(".git/objects")); err != nil { // Git made none
		ts.Check(os.MkdirAll(ts.MkAbs(".git"), 0o700))
		ts.Check(os.WriteFile(ts.MkAbs(".git/HEAD"), []byte(commit+"\n"), 0o600))
	}
	for _, v := range [][2]string{
		{"CI", "true"},
		{"GITHUB_ACTIONS", "true"},
		{"GITHUB_ACTOR", "octo-dev"},
		{"GITHUB_EVENT_NAME", args[0]},
		{"GITHUB_EVENT_PATH", filepath.Join(ts.Getenv("EVENTS"), args[0]+".json")},
		{"GITHUB_OUTPUT", output},
		{"GITHUB_REF", args[1]},
		{"GITHUB_REPOSITORY", "octo-org/menus"},
		{"GITHUB_REPOSITORY_ID", "456789"},
		{"GITHUB_REPOSITORY_OWNER", "octo-org"},
		{"GITHUB_RUN_ATTEMPT", "1"},
		{"GITHUB_RUN_ID", "9000000001"},
		{"GITHUB_RUN_NUMBER", "17"},
		{"GITHUB_SERVER_URL", "https://github.com"},
		{"GITHUB_SHA", commit},
		{"GITHUB_WORKSPACE", ts.MkAbs(".")},
	} {
		ts.Setenv(v[0], v[1])
	}
}

// What the sign-in servers agree on.
const (
	jobToken     = "job-token-not-for-logs"
	idToken      = "eyJhbGciOi.id-token-not-for-logs.c2ln"
	roleARN      = "arn:aws:iam::123456789012:role/caidan-publish"
	sessionKey   = "ASIASESSION"
	sessionValue = "session-secret-not-for-logs"
)

// signInServer serves GitHub's OIDC tokens and AWS STS, and sets the variables
// that lead there: sign-in AUDIENCE [SUB], where the tokens say which job they are
// of.
func signInServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: sign-in AUDIENCE [SUB]")
	}
	audience, token := args[0], idToken
	if len(args) == 2 {
		claims := fmt.Sprintf(`{"iss":"https://token.actions.githubusercontent.com","aud":%q,"sub":%q,"environment":%q}`, audience, args[1],
			strings.TrimPrefix(regexp.MustCompile(`environment:[^:]*`).FindString(args[1]), "environment:"))
		token = "eyJhbGciOi." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".not-for-logs"
	}
	oidc := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if r.Header.Get("Authorization") != "Bearer "+jobToken || query.Get("audience") != audience || query.Get("api-version") != "2.0" {
			// As a proxy does that answers with what it was asked.
			http.Error(w, "no token for "+r.Header.Get("Authorization"), http.StatusForbidden)
			return
		}
		_, _ = fmt.Fprintf(w, `{"count":1,"value":%q}`, token)
	}))
	ts.Defer(oidc.Close)
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serveSTS(w, r, token) }))
	ts.Defer(sts.Close)
	ts.Setenv("ACTIONS_ID_TOKEN_REQUEST_URL", oidc.URL+"/token?api-version=2.0")
	ts.Setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", jobToken)
	ts.Setenv("AWS_ENDPOINT_URL_STS", sts.URL)
}

// serveSTS answers AssumeRoleWithWebIdentity for one role and one token, and
// GetCallerIdentity for the role. The account of the role no-provider has no OIDC
// provider.
func serveSTS(w http.ResponseWriter, r *http.Request, token string) {
	_ = r.ParseForm()
	if r.PostForm.Get("Action") == "GetCallerIdentity" {
		_, _ = io.WriteString(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>`+
			`<Arn>arn:aws:sts::123456789012:assumed-role/caidan-publish/caidan</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
		return
	}
	want := url.Values{
		"Action":           {"AssumeRoleWithWebIdentity"},
		"Version":          {"2011-06-15"},
		"RoleArn":          {roleARN},
		"RoleSessionName":  {"caidan"},
		"WebIdentityToken": {token},
	}
	w.Header().Set("Content-Type", "text/xml")
	if strings.HasSuffix(r.PostForm.Get("RoleArn"), "/no-provider") {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code>`+
			`<Message>No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com</Message></Error></ErrorResponse>`)
		return
	}
	if r.Method != http.MethodPost || r.Header.Get("Authorization") != "" || r.PostForm.Encode() != want.Encode() {
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>`+
			`<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity with `+r.PostForm.Get("WebIdentityToken")+`</Message></Error></ErrorResponse>`)
		return
	}
	type credentials struct{ AccessKeyId, SecretAccessKey, SessionToken, Expiration string }
	_ = xml.NewEncoder(w).Encode(struct {
		XMLName     xml.Name    `xml:"AssumeRoleWithWebIdentityResponse"`
		Credentials credentials `xml:"AssumeRoleWithWebIdentityResult>Credentials"`
	}{Credentials: credentials{sessionKey, sessionValue, sessionValue, time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}})
}

// condition knows [moto] and [mariadb]: whether there is an AWS, or a server of
// databases, that is not of this repository. With CAIDAN_E2E=1 there has to be.
func condition(name string) (bool, error) {
	tools := map[string]emulator.Tool{"moto": emulator.Moto(), "mariadb": emulator.MariaDB("")}
	tool, known := tools[name]
	if !known {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	if !tool.Installed() && os.Getenv("CAIDAN_E2E") == "1" {
		return false, fmt.Errorf("CAIDAN_E2E=1 asks for %s, which is not installed", tool.Name)
	}
	return tool.Installed(), nil
}

// mariadb starts a server of databases, and writes the DSN of one to the file dsn.
func mariadb(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: mariadb")
	}
	addr, stop, err := emulator.Database(context.Background(), os.Getenv("CAIDAN_MYSQLD"))
	ts.Check(err)
	ts.Defer(stop)
	ts.Check(os.WriteFile(ts.MkAbs("dsn"), []byte("root@tcp("+addr+")/caidan\n"), 0o600))
}

// moto starts moto_server and makes it the STS, and the DynamoDB that has the table
// ledger, with the keys of lambda/template.yaml.
func moto(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: moto")
	}
	url, stop, err := emulator.Moto().Start(context.Background())
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv("AWS_ENDPOINT_URL_STS", url)
	ts.Setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
	db := dynamodb.New(dynamodb.Options{
		Region: "eu-west-1", BaseEndpoint: &url, Credentials: awscreds.NewStaticCredentialsProvider("key", "secret", ""),
	})
	_, err = db.CreateTable(context.Background(), &dynamodb.CreateTableInput{
		TableName: aws.String("ledger"), BillingMode: types.BillingModePayPerRequest,
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("pk"), KeyType: types.KeyTypeHash}, {AttributeName: aws.String("sk"), KeyType: types.KeyTypeRange},
		},
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("pk"), AttributeType: types.ScalarAttributeTypeS}, {AttributeName: aws.String("sk"), AttributeType: types.ScalarAttributeTypeS},
		},
	})
	ts.Check(err)
}

// cloudToken writes the token of the sandbox's WeChat Cloud Run to a file, as the cloud
// does in each container: cloudtoken FILE.
func cloudToken(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: cloudtoken FILE")
	}
	resp, err := http.Get(ts.Getenv("SANDBOX") + "/sandbox/cloud/token")
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	give(ts, args[0], append(body, '\n'))
}

// push has something happen to the sandbox's third-party platform, and brings what WeChat
// pushes because of it to the server: push JSON, or push JSON forged, which the server is
// to refuse, or push JSON lost, of which it does not hear.
func push(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: push JSON [forged|lost]")
	}
	resp, err := http.Post(ts.Getenv("SANDBOX")+"/sandbox/platform", "application/json", strings.NewReader(args[0]))
	ts.Check(err)
	defer resp.Body.Close()
	var pushed struct{ Query, Body string }
	ts.Check(json.NewDecoder(resp.Body).Decode(&pushed))
	how := ""
	if len(args) == 2 {
		how = args[1]
	}
	if pushed.Body == "" || how == "lost" {
		return
	}
	if how == "forged" {
		pushed.Query = strings.Replace(pushed.Query, "nonce=", "nonce=1", 1)
	}
	got, err := http.Post(ts.Getenv("SERVER")+"/v1/ticket?"+pushed.Query, "text/xml", strings.NewReader(pushed.Body))
	ts.Check(err)
	defer got.Body.Close()
	if answer, _ := io.ReadAll(got.Body); (string(answer) == "success") == neg {
		ts.Fatalf("push %s: %s: %s", args[0], got.Status, answer)
	}
}

// console does something in the sandbox's web console: console JSON.
func console(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: console JSON")
	}
	resp, err := http.Post(ts.Getenv("SANDBOX")+"/sandbox/console", "application/json", strings.NewReader(args[0]))
	ts.Check(err)
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		ts.Fatalf("console %s: %s: %s", args[0], resp.Status, body)
	}
}

// capture keeps what a pattern's group matches in a file, or stdout:
// capture NAME FILE PATTERN.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: capture NAME FILE PATTERN")
	}
	found := regexp.MustCompile(args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if len(found) != 2 {
		ts.Fatalf("no match for %q in %s", args[2], args[1])
	}
	ts.Setenv(args[0], found[1])
}
