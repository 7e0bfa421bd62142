package parameter

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/credential/store"
)

// SecretsAPI is the part of *secretsmanager.Client that the store uses.
type SecretsAPI interface {
	GetSecretValue(ctx context.Context, in *secretsmanager.GetSecretValueInput, opts ...func(*secretsmanager.Options)) (*secretsmanager.GetSecretValueOutput, error)
}

// Secrets is the store of a Lambda whose owner prefers Secrets Manager: one secret
// per account, named prefix and account, whose text is the same as a parameter's.
func Secrets(client SecretsAPI, prefix string) credential.Store {
	return func(ctx context.Context, account string) (credential.Source, error) {
		if err := store.CheckName(account); err != nil {
			return nil, err
		}
		name := prefix + account
		out, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &name})
		if err != nil {
			return nil, explain("secretsmanager:GetSecretValue", name, err)
		}
		if out == nil || out.SecretString == nil {
			return nil, store.Fail(api.CredentialEmpty, api.Facts{Place: name}, nil)
		}
		return store.Decode(account, name, []byte(*out.SecretString))
	}
}
