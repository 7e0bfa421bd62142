package main

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/caidan-dev/caidan/pkg/publish"
)

// testParameterStore takes credentials from AWS Systems Manager.
func testParameterStore(t *testing.T, path string) {
	t.Helper()
	endpoint := emulator(t)
	api := openSSM(func(name string) string {
		return map[string]string{
			"AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_SSM": endpoint,
			"AWS_ACCESS_KEY_ID": awsKey, "AWS_SECRET_ACCESS_KEY": awsSecret,
		}[name]
	}).(*ssm.Client)
	put := func(account string, kind types.ParameterType, value string) {
		t.Helper()
		_, err := api.PutParameter(t.Context(), &ssm.PutParameterInput{
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

	w := newWorld(t)
	f := start(t, path, "CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=ssm:/caidan/", "CAIDAN_WECHAT_URL="+w.front.URL, "AWS_ENDPOINT_URL_SSM="+endpoint)
	for _, tt := range []struct {
		account string
		outcome publish.Outcome
		meaning string
	}{
		{"brand-cn", publish.Published, ""},
		{"brand-cn", publish.InSync, ""},
		{"brand-de", publish.Failed, "/caidan/brand-de"},
		{"brand-open", publish.Failed, "SecureString"},
		{"brand-odd", publish.Failed, "/caidan/brand-odd"},
		{"brand-wrong", publish.Failed, "app secret is wrong"},
	} {
		res := f.do(request(tt.account, menuA), minute)
		if res.Outcome != tt.outcome || tt.outcome == publish.Failed && !strings.Contains(res.Error.Meaning, tt.meaning) {
			t.Errorf("%s: got %s %+v, want %s and %q", tt.account, res.Outcome, res.Error, tt.outcome, tt.meaning)
		}
	}

	// The secret is reset in the console and stored anew: no restart is needed.
	put("brand-wrong", types.ParameterTypeSecureString, fmt.Sprintf(`{"appid":"wx00000000000000ff","secret":%q}`, appSecret))
	if res := f.do(request("brand-wrong", menuA), minute); res.Outcome != publish.Published {
		t.Errorf("got %s %+v, want it published with the new secret", res.Outcome, res.Error)
	}
	f.scan(appSecret, wrongSecret, w.token())
}

// emulator starts moto_server and returns its address.
func emulator(t *testing.T) string {
	t.Helper()
	tool := required(t, "moto_server")
	var config net.ListenConfig
	free, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	var printed output
	cmd := exec.CommandContext(context.Background(), tool, "-H", "127.0.0.1", "-p", port)
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	await(t, addr, ended, &printed)
	return "http://" + addr
}

// await dials until somebody listens.
func await(t *testing.T, addr string, ended <-chan struct{}, printed *output) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		var dialer net.Dialer
		if conn, err := dialer.DialContext(ctx, "tcp", addr); err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-again.C:
		case <-ended:
			t.Fatalf("got moto_server ended, want it to listen:\n%s", printed)
		case <-ctx.Done():
			t.Fatalf("got nobody at %s, want moto_server:\n%s", addr, printed)
		}
	}
}
