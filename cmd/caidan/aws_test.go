package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/github"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		err        error
		want, help string
		not        string
	}{
		{name: "signed in"},
		{
			name: "no source of credentials",
			err:  errors.New("failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds"),
			want: "there are no AWS credentials", help: "sign in, set AWS_PROFILE", not: "ec2imds",
		},
		{
			name: "a source that fails",
			err:  errors.New("the SSO session has expired"),
			want: "sign in to AWS: the SSO session has expired", help: "sign in, set AWS_PROFILE",
		},
		{
			name: "no OIDC token",
			err:  &github.TokenError{Cause: errors.New("missing X in environment")},
			want: "get OIDC token: missing X in environment", help: "id-token: write",
		},
		{
			name: "a role that does not trust us",
			err:  &smithy.GenericAPIError{Code: "AccessDenied", Message: "Not authorized"},
			want: "sign in to AWS: AccessDenied: Not authorized", help: "trust policy",
		},
		{
			name: "an answer that repeats what was signed",
			err:  &smithy.GenericAPIError{Code: "SignatureDoesNotMatch", Message: "x-amz-security-token:sesame"},
			want: "sign in to AWS: SignatureDoesNotMatch", help: "trust policy", not: "sesame",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := signIn(t.Context(), aws.Config{Credentials: aws.CredentialsProviderFunc(
				func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, tt.err },
			)})
			if tt.err == nil {
				if err != nil {
					t.Errorf("got %v, want none", err)
				}
				return
			}
			if err == nil || err.Error() != tt.want || !strings.Contains(remedy(err), tt.help) {
				t.Errorf("got %v (%s), want %s (%s)", err, remedy(err), tt.want, tt.help)
			}
			if tt.not != "" && strings.Contains(err.Error(), tt.not) {
				t.Errorf("got %v, want no %q in it", err, tt.not)
			}
		})
	}
}
