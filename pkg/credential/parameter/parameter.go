// Package parameter finds credentials in AWS: in Systems Manager Parameter Store,
// and in Secrets Manager.
//
// It is apart from package store because the command, which keeps credentials in a
// file when it serves, needs none of it, and each client costs at start.
package parameter

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	secrets "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/credential/store"
)

// API is the part of *ssm.Client that the store uses.
type API interface {
	GetParameter(ctx context.Context, in *ssm.GetParameterInput, opts ...func(*ssm.Options)) (*ssm.GetParameterOutput, error)
}

// Store is the store of a Lambda: one SecureString parameter per account, named
// prefix and account, holding {"appid":"wx...","secret":"..."}. A parameter of
// another type is refused, because it is stored readable.
func Store(client API, prefix string) credential.Store {
	return func(ctx context.Context, account string) (credential.Source, error) {
		if err := store.CheckName(account); err != nil {
			return nil, err
		}
		name := prefix + account
		out, err := client.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String(name), WithDecryption: aws.Bool(true)})
		if err != nil {
			return nil, explain("ssm:GetParameter", name, err)
		}
		if out == nil || out.Parameter == nil || out.Parameter.Value == nil {
			return nil, store.Fail(api.CredentialEmpty, api.Facts{Place: name}, nil)
		}
		if out.Parameter.Type != types.ParameterTypeSecureString {
			return nil, store.Fail(api.CredentialReadable, api.Facts{Place: name}, nil)
		}
		return store.Decode(account, name, []byte(*out.Parameter.Value))
	}
}

// explain says what an error of an operation of AWS's means. Texts of AWS are not
// repeated where ours says it: they hold ARNs.
func explain(op, name string, err error) error {
	f := api.Facts{Op: op, Place: name}
	var parameter *types.ParameterNotFound
	var secret *secrets.ResourceNotFoundException
	var garbled *smithy.DeserializationError
	var answer smithy.APIError
	switch {
	case errors.As(err, &parameter):
		return store.Fail(api.CredentialNoParameter, f, err)
	case errors.As(err, &secret):
		return store.Fail(api.CredentialNoSecret, f, err)
	case errors.As(err, &garbled):
		// It holds a piece of the answer, which may be the secret.
		return store.Fail(api.CredentialGarbled, f, nil)
	case !errors.As(err, &answer):
		f.Cause = innermost(err)
		return store.Fail(api.CredentialRefused, f, err)
	}
	code := because(answer)
	if code == api.CredentialRefused {
		f.Cause = answer.Error()
	}
	return store.Fail(code, f, answer)
}

// innermost returns the text of the error at the bottom: what the layers above
// add are names of the SDK's parts.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

// because says why AWS refused; CredentialRefused when its own words have to do.
func because(answer smithy.APIError) api.Code {
	said := strings.ToLower(answer.ErrorMessage())
	aboutKey := strings.Contains(said, "kms") || strings.Contains(said, "ciphertext")
	switch answer.ErrorCode() {
	case "AccessDeniedException", "AccessDenied", "UnauthorizedOperation":
		if aboutKey {
			return api.CredentialKeyDenied
		}
		return api.CredentialDenied
	case "InvalidRequestException":
		// Secrets Manager has no code of its own for it. Source: GetSecretValue.
		if strings.Contains(said, "delet") {
			return api.CredentialDeleted
		}
		return api.CredentialRefused
	case "InvalidKeyId", "KMSInvalidStateException", "DisabledException", "DecryptionFailure":
		return api.CredentialKeyUnusable
	case "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded", "TooManyUpdates":
		return api.CredentialThrottled
	case "ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException", "IncompleteSignature":
		return api.CredentialUnaccepted
	default:
		if aboutKey {
			return api.CredentialKeyUnusable
		}
		return api.CredentialRefused
	}
}
