package main

import (
	"context"
	"crypto/rand"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// newTable makes a table as template.yaml does, and returns its name.
func newTable(t *testing.T, endpoint string) string {
	t.Helper()
	table := "ledger-" + rand.Text()
	api, _, err := openTable(func(name string) string {
		return map[string]string{
			"AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB": endpoint, "CAIDAN_LEDGER": "dynamodb:" + table,
			"AWS_ACCESS_KEY_ID": awsKey, "AWS_SECRET_ACCESS_KEY": awsSecret,
		}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = api.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: &table, BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("pk"), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String("sk"), AttributeType: types.ScalarAttributeTypeS},
		},
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("pk"), KeyType: types.KeyTypeHash},
			{AttributeName: aws.String("sk"), KeyType: types.KeyTypeRange},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return table
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

// await dials until the server listens.
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
			t.Fatalf("got no server at %s, want moto_server:\n%s", addr, printed)
		}
	}
}
