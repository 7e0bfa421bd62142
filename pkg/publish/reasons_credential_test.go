package publish

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secrets "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/credential/parameter"
	"github.com/caidan-dev/caidan/pkg/credential/store"
	"github.com/caidan-dev/caidan/pkg/platform"
)

// parameters plays SSM.
type parameters func() (*ssm.GetParameterOutput, error)

func (f parameters) GetParameter(context.Context, *ssm.GetParameterInput, ...func(*ssm.Options)) (*ssm.GetParameterOutput, error) {
	return f()
}

// secretValues plays Secrets Manager.
type secretValues func() (*secretsmanager.GetSecretValueOutput, error)

func (f secretValues) GetSecretValue(context.Context, *secretsmanager.GetSecretValueInput, ...func(*secretsmanager.Options)) (*secretsmanager.GetSecretValueOutput, error) {
	return f()
}

// TestCredentialReasons has a credential that cannot be had in every way.
func TestCredentialReasons(t *testing.T) {
	t.Parallel()
	holds := func(kind types.ParameterType, value string) credential.Store {
		return parameter.Store(parameters(func() (*ssm.GetParameterOutput, error) {
			return &ssm.GetParameterOutput{Parameter: &types.Parameter{Type: kind, Value: &value}}, nil
		}), "/caidan/")
	}
	secure := func(value string) credential.Store { return holds(types.ParameterTypeSecureString, value) }
	service := func(value string) credential.Store {
		return secure(`{"appid":"wx0123456789abcdef","service":` + value + `}`)
	}
	fails := func(err error) credential.Store {
		return parameter.Store(parameters(func() (*ssm.GetParameterOutput, error) { return nil, err }), "/caidan/")
	}
	answers := func(code, message string) credential.Store {
		return fails(&smithy.GenericAPIError{Code: code, Message: message})
	}
	file := func(content string) credential.Store {
		path := filepath.Join(t.TempDir(), "credentials.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return store.File(path)
	}
	served := func(kind, value string) credential.Store {
		path := filepath.Join(t.TempDir(), "credentials.json")
		served, err := store.Served(path, filepath.Join(t.TempDir(), "none"), platform.NewHolder(path, time.Now))
		if err = errors.Join(err, os.WriteFile(path, []byte(`{"brand-cn":{"appid":"wx0123456789abcdef","`+kind+`":`+value+`}}`), 0o600)); err != nil {
			t.Fatal(err)
		}
		return served
	}
	cloud := func(value string) credential.Store { return served("cloud", value) }
	component := func(value string) credential.Store { return served("component", value) }
	for _, tt := range []struct {
		store credential.Store
		want  api.Code
	}{
		{fails(&types.ParameterNotFound{}), api.CredentialNoParameter},
		{file(`{}`), api.CredentialNotInFile},
		{memory(), api.CredentialNotInSandbox},
		{holds(types.ParameterTypeString, "x"), api.CredentialReadable},
		{parameter.Store(parameters(func() (*ssm.GetParameterOutput, error) { return nil, nil }), "/caidan/"), api.CredentialEmpty}, //nolint:nilnil // as a broken proxy does
		{fails(&smithy.DeserializationError{Err: io.EOF}), api.CredentialGarbled},
		{answers("AccessDeniedException", "no"), api.CredentialDenied},
		{answers("AccessDeniedException", "no kms:Decrypt"), api.CredentialKeyDenied},
		{answers("InvalidKeyId", "no"), api.CredentialKeyUnusable},
		{answers("ThrottlingException", "no"), api.CredentialThrottled},
		{answers("ExpiredTokenException", "no"), api.CredentialUnaccepted},
		{fails(io.ErrUnexpectedEOF), api.CredentialRefused},
		{store.File(filepath.Join(t.TempDir(), "none.json")), api.CredentialUnreadable},
		{secure(`{`), api.CredentialNotJSON},
		{secure("\ufeff{}"), api.CredentialMarked},
		{file(`[]`), api.CredentialFileForm},
		{file("\ufeff{}"), api.CredentialFileMarked},
		{secure(`[]`), api.CredentialNotObject},
		{secure(`{} {}`), api.CredentialNotSingle},
		{secure(`{"token":"x"}`), api.CredentialKeyUnknown},
		{secure(`{"appid":"x","appid":"y"}`), api.CredentialKeyTwice},
		{secure(`{"appid":7}`), api.CredentialKeyNotString},
		{secure(`{"secret":"x"}`), api.CredentialAppIDMissing},
		{secure(`{"appid":"x"}`), api.CredentialAppIDMalformed},
		{file(`{"brand-cn":{"appid":"wx0123456789abcdef","secret":""}}`), api.CredentialSecretMissing},
		{secure(`{"appid":"wx0123456789abcdef","secret":" x"}`), api.CredentialSecretMalformed},
		{secure(`{"appid":"wx0123456789abcdef"}`), api.CredentialNoKind},
		{secure(`{"appid":"wx0123456789abcdef","secret":"x","service":{}}`), api.CredentialTwoKinds},
		{secure(`{"appid":"wx0123456789abcdef","cloud":{"token":"none"}}`), api.CredentialCloudOutside},
		{secure(`{"appid":"wx0123456789abcdef","component":{}}`), api.CredentialComponentOutside},
		{component(`{}`), api.CredentialComponent},
		{cloud(`{"token":"both"}`), api.CredentialCloudToken},
		{cloud(`{"token":"none","from_appid":"wx"}`), api.CredentialCloudOther},
		{cloud(`{"token":"none"}},"brand-de":{"appid":"wxfedcba9876543210","cloud":{"token":"file"}`), api.CredentialCloudTwice},
		{cloud(`{"token":"file"}`), api.CloudTokenUnread},
		{service(`{"method":"x"}`), api.CredentialPartUnknown},
		{service(`{"url":"https://x","url":"https://y"}`), api.CredentialPartTwice},
		{service(`{"url":"https://x","token":7}`), api.CredentialPartNotString},
		{service(`{"url":"https://x"}`), api.CredentialKeyMissing},
		{service(`[]`), api.CredentialKeyNotObject},
		{service(`{"url":"http://x","token":""}`), api.CredentialAddress},
		{service(`{"url":"https://x","token":"access_token"}`), api.CredentialPointer},
		{service(`{"url":"https://x","token":"","headers":{"a b":"x"}}`), api.CredentialHeader},
		{parameter.Secrets(secretValues(func() (*secretsmanager.GetSecretValueOutput, error) {
			return nil, &secrets.ResourceNotFoundException{}
		}), "caidan/"), api.CredentialNoSecret},
		{answers("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion."), api.CredentialDeleted},
	} {
		t.Run(string(tt.want), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, http.NotFoundHandler(), tt.store)
			because1(t, r.publish(menuA), tt.want)
			because1(t, r.invoke(t.Context(), r.inspect, planOf(menuA)), tt.want)
		})
	}
}

// TestCredentialWaited ends the wait for a token that another request fetches.
func TestCredentialWaited(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan bool, 1), make(chan bool)
	r := newRig(t, http.NotFoundHandler(), func(context.Context, string) (credential.Source, error) {
		asked <- true
		<-answer
		return nil, errors.New("too late")
	})
	var first sync.WaitGroup
	first.Go(func() { because1(t, r.publish(menuA), api.Unexpected) })
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	because1(t, r.invoke(ctx, r.handler, request(menuA)), api.CredentialWaited)
	close(answer)
	first.Wait()
}
