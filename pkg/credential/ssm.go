package credential

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// SSMAPI is the part of *ssm.Client that the store uses.
type SSMAPI interface {
	GetParameter(ctx context.Context, in *ssm.GetParameterInput, opts ...func(*ssm.Options)) (*ssm.GetParameterOutput, error)
}

// SSM is the store of a Lambda: one SecureString parameter per account, named
// prefix and account, holding {"appid":"wx...","secret":"..."}. A parameter of
// another type is refused, because it is stored readable.
func SSM(api SSMAPI, prefix string) Store {
	return func(ctx context.Context, account string) (wechat.Credential, error) {
		if err := checkName(account); err != nil {
			return wechat.Credential{}, err
		}
		name := prefix + account
		out, err := api.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String(name), WithDecryption: aws.Bool(true)})
		if err != nil {
			return wechat.Credential{}, explain(account, name, err)
		}
		if out == nil || out.Parameter == nil || out.Parameter.Value == nil {
			return wechat.Credential{}, fmt.Errorf("read SSM parameter %s: the answer has no value", name)
		}
		if out.Parameter.Type != types.ParameterTypeSecureString {
			return wechat.Credential{}, fmt.Errorf("read SSM parameter %s: it is no SecureString, so its secret lies open; "+
				"reset the app secret in WeChat's console, delete the parameter and create it again with --type SecureString", name)
		}
		cred, err := decode([]byte(*out.Parameter.Value))
		if err != nil {
			return wechat.Credential{}, fmt.Errorf("read SSM parameter %s: %w", name, err)
		}
		return cred, nil
	}
}

// explain turns an error of GetParameter into one that says what to do. Texts
// of AWS are not repeated where ours says it: they hold ARNs.
func explain(account, name string, err error) error {
	var missing *types.ParameterNotFound
	if errors.As(err, &missing) {
		return &UnknownAccountError{
			Account: account,
			Where:   "SSM parameter " + name,
			Remedy:  "create it as a SecureString that holds " + shape,
		}
	}
	var garbled *smithy.DeserializationError
	if errors.As(err, &garbled) {
		// It holds a piece of the answer, which may be the secret.
		return fmt.Errorf("read SSM parameter %s: the answer cannot be decoded", name)
	}
	var answer smithy.APIError
	if !errors.As(err, &answer) {
		return fmt.Errorf("read SSM parameter %s: %w", name, err)
	}
	if why := because(answer); why != "" {
		return fmt.Errorf("read SSM parameter %s: %s (%s)", name, why, answer.ErrorCode())
	}
	return fmt.Errorf("read SSM parameter %s: %w", name, answer)
}

// because says in our words why GetParameter was refused, empty when AWS's own
// words have to do.
func because(answer smithy.APIError) string {
	text := strings.ToLower(answer.ErrorMessage())
	aboutKey := strings.Contains(text, "kms") || strings.Contains(text, "ciphertext")
	switch code := answer.ErrorCode(); code {
	case "AccessDeniedException", "AccessDenied", "UnauthorizedOperation":
		if aboutKey {
			return "not allowed; give the function's role kms:Decrypt on the key the parameter is encrypted with"
		}
		return "not allowed; give the function's role ssm:GetParameter on it"
	case "InvalidKeyId", "KMSInvalidStateException", "DisabledException":
		return "its encryption key cannot be used; enable the key and give the function's role kms:Decrypt on it"
	case "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded", "TooManyUpdates":
		return "AWS takes no more ssm:GetParameter calls for the moment; try again in a minute"
	case "ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException", "IncompleteSignature":
		return "AWS does not accept the function's own AWS credentials for ssm:GetParameter"
	default:
		if aboutKey {
			return "its encryption key cannot be used; check the key and the function's kms:Decrypt right to it"
		}
		return ""
	}
}
