package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/caidan-dev/caidan/pkg/api"
)

// testParameterStore takes credentials from AWS Systems Manager.
func testParameterStore(t *testing.T, path, endpoint string) {
	t.Helper()
	params := openSSM(func(name string) string {
		return map[string]string{
			"AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_SSM": endpoint,
			"AWS_ACCESS_KEY_ID": awsKey, "AWS_SECRET_ACCESS_KEY": awsSecret,
		}[name]
	}).(*ssm.Client)
	put := func(account string, kind types.ParameterType, value string) {
		t.Helper()
		_, err := params.PutParameter(t.Context(), &ssm.PutParameterInput{
			Name: aws.String("/caidan/" + account), Type: kind, Value: &value, Overwrite: aws.Bool(true),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	good := fmt.Sprintf(`{"appid":"wx0123456789abcdef","secret":%q}`, appSecret)
	put("brand-cn", types.ParameterTypeSecureString, good)
	put("brand-open", types.ParameterTypeString, good)
	put("brand-odd", types.ParameterTypeSecureString, appSecret)
	put("brand-wrong", types.ParameterTypeSecureString, fmt.Sprintf(`{"appid":"wx00000000000000ff","secret":%q}`, wrongSecret))

	w := newWorld(t, endpoint)
	f := start(t, path, "CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=ssm:/caidan/", "CAIDAN_WECHAT_URL="+w.front.URL,
		"CAIDAN_LEDGER=dynamodb:"+w.table, "AWS_ENDPOINT_URL="+endpoint)
	for _, tt := range []struct {
		account string
		outcome api.Outcome
		meaning string
	}{
		{"brand-cn", api.Published, ""},
		{"brand-cn", api.InSync, ""},
		{"brand-de", api.Failed, "/caidan/brand-de"},
		{"brand-open", api.Failed, "SecureString"},
		{"brand-odd", api.Failed, "/caidan/brand-odd"},
		{"brand-wrong", api.Failed, "app secret is wrong"},
	} {
		res := f.do(request(tt.account, menuA), minute)
		if res.Outcome != tt.outcome || tt.outcome == api.Failed && !strings.Contains(res.Error.Meaning, tt.meaning) {
			t.Errorf("%s: got %s %+v, want %s and %q", tt.account, res.Outcome, res.Error, tt.outcome, tt.meaning)
		}
	}

	inspect := func(table string) *function {
		return start(t, path, "CAIDAN_MODE=inspect", "CAIDAN_CREDENTIALS=ssm:/caidan/", "CAIDAN_WECHAT_URL="+w.front.URL,
			"CAIDAN_LEDGER=dynamodb:"+table, "AWS_ENDPOINT_URL="+endpoint)
	}
	reader := inspect(w.table)
	diagnosed(t, reader, map[string]string{
		"": "", "brand-cn": "", "brand-de": "credential NG credential-no-parameter", "brand-open": "credential NG credential-readable",
		"brand-odd": "credential NG credential-not-object", "brand-wrong": "token NG errcode",
	})
	diagnosed(t, inspect("absent"), map[string]string{"": "ledger NG ledger-missing", "brand-cn": "records NG ledger-missing"})
	reader.scan(appSecret, wrongSecret, w.token())

	// The secret is reset in the console and stored anew: no restart is needed.
	put("brand-wrong", types.ParameterTypeSecureString, fmt.Sprintf(`{"appid":"wx00000000000000ff","secret":%q}`, appSecret))
	if res := f.do(request("brand-wrong", menuA), minute); res.Outcome != api.Published {
		t.Errorf("got %s %+v, want it published with the new secret", res.Outcome, res.Error)
	}
	f.scan(appSecret, wrongSecret, w.token())
}
