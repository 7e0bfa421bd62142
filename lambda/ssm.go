package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/caidan-dev/caidan/pkg/credential"
)

// openSSM returns a client for Parameter Store from the variables that Lambda
// sets. It does without the SDK's config package, which would double what the
// SDK costs at start.
func openSSM(getenv func(string) string) credential.SSMAPI {
	o := ssm.Options{
		Region: getenv("AWS_REGION"),
		Credentials: aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID:     getenv("AWS_ACCESS_KEY_ID"),
				SecretAccessKey: getenv("AWS_SECRET_ACCESS_KEY"),
				SessionToken:    getenv("AWS_SESSION_TOKEN"),
				Source:          "Lambda environment",
			}, nil
		})),
	}
	for _, name := range []string{"AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL"} {
		if endpoint := getenv(name); endpoint != "" {
			o.BaseEndpoint = &endpoint
			break
		}
	}
	return ssm.New(o)
}
