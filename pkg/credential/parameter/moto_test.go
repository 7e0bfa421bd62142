//go:build unix

package parameter

import (
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
)

// TestMoto reads parameters from moto, an emulator of AWS that is not of this
// repository.
func TestMoto(t *testing.T) {
	t.Parallel()
	endpoint := startMoto(t)
	client := newSSM(t, endpoint)
	put := func(name string, kind types.ParameterType, value string) {
		t.Helper()
		_, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{Name: aws.String(name), Type: kind, Value: aws.String(value), Overwrite: aws.Bool(true)})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("/caidan/brand-cn", types.ParameterTypeSecureString, written(appID, secret))
	put("/caidan/open", types.ParameterTypeString, written(appID, secret))
	find := Store(client, "/caidan/")
	source, err := find(t.Context(), "brand-cn")
	checkSecret(t, source, err, secret)
	put("/caidan/brand-cn", types.ParameterTypeSecureString, written(appID, newSecret))
	source, err = find(t.Context(), "brand-cn")
	checkSecret(t, source, err, newSecret)
	if _, err = find(t.Context(), "open"); err == nil || !strings.Contains(err.Error(), "not a SecureString") {
		t.Errorf("an open parameter: %v", err)
	}
	_, err = find(t.Context(), "brand-de")
	checkWords(t, err, api.CredentialNoParameter, "/caidan/brand-de", "SecureString")
	testSecretsManager(t, endpoint)
}

// testSecretsManager reads secrets of Secrets Manager.
func testSecretsManager(t *testing.T, endpoint string) {
	t.Helper()
	like := newSSM(t, endpoint).Options()
	client := secretsmanager.New(secretsmanager.Options{
		Region: like.Region, BaseEndpoint: like.BaseEndpoint, HTTPClient: like.HTTPClient, Credentials: like.Credentials,
	})
	create := func(in secretsmanager.CreateSecretInput) {
		t.Helper()
		if _, err := client.CreateSecret(t.Context(), &in); err != nil {
			t.Fatal(err)
		}
	}
	create(secretsmanager.CreateSecretInput{Name: aws.String("caidan/brand-cn"), SecretString: aws.String(written(appID, secret))})
	create(secretsmanager.CreateSecretInput{Name: aws.String("caidan/binary"), SecretBinary: []byte(written(appID, secret))})
	find := Secrets(client, "caidan/")
	source, err := find(t.Context(), "brand-cn")
	checkSecret(t, source, err, secret)
	_, err = client.PutSecretValue(t.Context(), &secretsmanager.PutSecretValueInput{SecretId: aws.String("caidan/brand-cn"), SecretString: aws.String(written(appID, newSecret))})
	if err != nil {
		t.Fatal(err)
	}
	source, err = find(t.Context(), "brand-cn")
	checkSecret(t, source, err, newSecret)
	_, err = find(t.Context(), "binary")
	checkWords(t, err, api.CredentialEmpty, "caidan/binary", "store")
	_, err = find(t.Context(), "brand-de")
	checkWords(t, err, api.CredentialNoSecret, "caidan/brand-de in Secrets Manager", "create it")
	if _, err := client.DeleteSecret(t.Context(), &secretsmanager.DeleteSecretInput{SecretId: aws.String("caidan/brand-cn")}); err != nil {
		t.Fatal(err)
	}
	_, err = find(t.Context(), "brand-cn")
	checkWords(t, err, api.CredentialDeleted, "caidan/brand-cn is marked for deletion", "aws secretsmanager restore-secret --secret-id caidan/brand-cn")
}

// startMoto starts moto_server and returns its address.
func startMoto(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: starts moto_server, which plays SSM")
	}
	moto := emulator.Moto()
	if !moto.Installed() {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatal("moto_server is not installed, and CAIDAN_E2E=1 asks for it")
		}
		t.Skip("moto_server is not installed: SSM is tested against our own double only")
	}
	url, stop, err := moto.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}
