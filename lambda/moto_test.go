package main

import (
	"crypto/rand"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
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

// moto starts moto_server and returns its address.
func moto(t *testing.T) string {
	t.Helper()
	required(t, emulator.Moto().Name)
	url, stop, err := emulator.Moto().Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}
