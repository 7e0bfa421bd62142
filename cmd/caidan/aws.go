package main

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/github"
)

// awsConfig loads the ambient AWS settings: environment, profile, or the role
// of the machine. An empty region leaves the ambient one; to have none at all
// is an error.
func awsConfig(ctx context.Context, region string) (aws.Config, error) {
	var opts []func(*config.LoadOptions) error
	if region != "" {
		opts = append(opts, config.WithRegion(region))
	}
	cfg, err := config.LoadDefaultConfig(ctx, opts...)
	if err != nil {
		return cfg, &setupError{
			"load AWS settings: " + err.Error(),
			"check AWS_PROFILE and the AWS settings files",
		}
	}
	if cfg.Region == "" {
		return cfg, &setupError{
			"no AWS region is set",
			"set AWS_REGION, --aws-region, or in a workflow the input aws-region, to the function's",
		}
	}
	return cfg, nil
}

// signIn fetches the credentials, so that what is wrong with them is said once
// and not for every account.
func signIn(ctx context.Context, cfg aws.Config) error {
	_, err := cfg.Credentials.Retrieve(ctx)
	var refused smithy.APIError
	var token *github.TokenError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &token):
		return token
	case errors.As(err, &refused):
		return &setupError{
			"sign in to AWS: " + refusal(refused),
			"let the role's trust policy name this repository in sub and the audience in aud, or sign in again",
		}
	case strings.Contains(err.Error(), "no EC2 IMDS role found"):
		return &setupError{"there are no AWS credentials", signInHelp}
	default:
		return &setupError{"sign in to AWS: " + err.Error(), signInHelp}
	}
}

// refusal returns what AWS said, but for what it says of a wrong signature: that
// repeats what was signed, a session token too.
func refusal(err smithy.APIError) string {
	if strings.Contains(err.ErrorCode(), "Signature") {
		return err.ErrorCode()
	}
	return err.ErrorCode() + ": " + err.ErrorMessage()
}

const signInHelp = "sign in, set AWS_PROFILE, or in a workflow give role-to-assume and the permission id-token: write"

// defaultAudience is what AWS accounts expect in GitHub's OIDC tokens.
// Source: GitHub, configuring OpenID Connect in Amazon Web Services.
const defaultAudience = "sts.amazonaws.com"

// assumeRole makes the settings those of a role, signed in to with the job's
// OIDC token. The ambient credentials, when there are any, win: a workflow that
// signs in by itself knows why.
func assumeRole(ctx context.Context, cfg *aws.Config, getenv func(string) string, action *github.Action, in github.Inputs) {
	if in.RoleToAssume == "" || getenv("AWS_ACCESS_KEY_ID") != "" {
		return
	}
	token := tokenFunc(func() ([]byte, error) {
		token, err := action.IDToken(ctx, orElse(in.Audience, defaultAudience))
		return []byte(token), err
	})
	provider := stscreds.NewWebIdentityRoleProvider(sts.NewFromConfig(*cfg), in.RoleToAssume, token,
		func(o *stscreds.WebIdentityRoleOptions) { o.RoleSessionName = "caidan" })
	cfg.Credentials = aws.NewCredentialsCache(provider)
}

// tokenFunc is an stscreds.IdentityTokenRetriever.
type tokenFunc func() ([]byte, error)

// GetIdentityToken returns the token.
func (f tokenFunc) GetIdentityToken() ([]byte, error) { return f() }
