package remote

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/text"
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
			want: `there are no AWS credentials: "the SSO session has expired"`, help: "sign in, set AWS_PROFILE",
		},
		{
			name: "no OIDC token",
			err: fmt.Errorf("retrieve credentials: %w", &text.Error{
				Meaning: text.Same("the job gets no OIDC token"), Remedy: text.Same("give the job the permission id-token: write"),
			}),
			want: "the job gets no OIDC token", help: "id-token: write",
		},
		{
			name: "a role that does not trust us",
			err:  &smithy.GenericAPIError{Code: "AccessDenied", Message: "Not authorized"},
			want: `AWS refused to sign you in: AccessDenied "Not authorized"`, help: "trust policy",
		},
		{
			name: "an account without a provider",
			err:  &smithy.GenericAPIError{Code: "InvalidIdentityToken", Message: "Incorrect token audience"},
			want: `AWS refused to sign you in: InvalidIdentityToken "Incorrect token audience"`, help: "OIDC provider", not: "trust policy",
		},
		{
			name: "an answer that repeats what was signed",
			err:  &smithy.GenericAPIError{Code: "SignatureDoesNotMatch", Message: "x-amz-security-token:sesame"},
			want: "AWS refused to sign you in: SignatureDoesNotMatch", help: "trust policy", not: "sesame",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := New(aws.Config{Region: "eu-west-1", Credentials: aws.CredentialsProviderFunc(
				func(context.Context) (aws.Credentials, error) { return aws.Credentials{}, tt.err },
			)}, function, MaxWidth).SignIn(t.Context())
			if tt.err == nil {
				if err != nil {
					t.Errorf("got %v, want none", err)
				}
				return
			}
			if err == nil {
				t.Fatalf("got no error, want %s", tt.want)
			}
			got, help := text.Explain(err, text.English)
			if got != tt.want || !strings.Contains(help, tt.help) {
				t.Errorf("got %s (%s), want %s (%s)", got, help, tt.want, tt.help)
			}
			if tt.not != "" && strings.Contains(err.Error(), tt.not) {
				t.Errorf("got %v, want no %q in it", err, tt.not)
			}
		})
	}
}
