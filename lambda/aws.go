package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/caidan-dev/caidan/pkg/credential/parameter"
)

// openSSM returns a client for Parameter Store from the variables that Lambda
// sets.
func openSSM(getenv func(string) string) parameter.API {
	return ssm.New(ssm.Options{
		Region: getenv("AWS_REGION"), Credentials: ownRole(getenv), BaseEndpoint: endpoint(getenv, "SSM"),
	})
}

// openSecrets returns a client for Secrets Manager in the same way.
func openSecrets(getenv func(string) string) parameter.SecretsAPI {
	return secretsmanager.New(secretsmanager.Options{
		Region: getenv("AWS_REGION"), Credentials: ownRole(getenv), BaseEndpoint: endpoint(getenv, "SECRETS_MANAGER"),
	})
}

// openTable returns a client for DynamoDB and the table that CAIDAN_LEDGER
// names.
func openTable(getenv func(string) string) (api *dynamodb.Client, table string, err error) {
	name := getenv("CAIDAN_LEDGER")
	table, ok := strings.CutPrefix(name, "dynamodb:")
	switch {
	case name == "":
		return nil, "", errors.New("read CAIDAN_LEDGER: it is not set; it names the table of what was published, dynamodb:TABLE")
	case !ok || table == "":
		return nil, "", fmt.Errorf("read CAIDAN_LEDGER: want dynamodb:TABLE, got %q", name)
	}
	return dynamodb.New(dynamodb.Options{
		Region: getenv("AWS_REGION"), Credentials: ownRole(getenv), BaseEndpoint: endpoint(getenv, "DYNAMODB"),
	}), table, nil
}

// ownRole returns the credentials of the function's role as Lambda sets them.
// It does without the SDK's config package, which would double what the SDK
// costs at start.
func ownRole(getenv func(string) string) aws.CredentialsProvider {
	return aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{
			AccessKeyID:     getenv("AWS_ACCESS_KEY_ID"),
			SecretAccessKey: getenv("AWS_SECRET_ACCESS_KEY"),
			SessionToken:    getenv("AWS_SESSION_TOKEN"),
			Source:          "Lambda environment",
		}, nil
	}))
}

// endpoint returns the address of a service where the environment sets one, by
// the variables of the SDKs; nil is the service's own.
func endpoint(getenv func(string) string, service string) *string {
	for _, name := range []string{"AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL"} {
		if url := getenv(name); url != "" {
			return &url
		}
	}
	return nil
}
