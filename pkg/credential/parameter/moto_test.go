//go:build unix

package parameter

import (
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
)

// TestMoto reads parameters from moto, an emulator of AWS that is not of this
// repository.
func TestMoto(t *testing.T) {
	t.Parallel()
	client := newSSM(t, startMoto(t))
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
	cred, err := find(t.Context(), "brand-cn")
	if err != nil || cred.AppID != appID || cred.Secret.Reveal() != secret {
		t.Errorf("got %v, %v", cred, err)
	}
	put("/caidan/brand-cn", types.ParameterTypeSecureString, written(appID, newSecret))
	if cred, err = find(t.Context(), "brand-cn"); err != nil || cred.Secret.Reveal() != newSecret {
		t.Errorf("after a change: %v", err)
	}
	if _, err = find(t.Context(), "open"); err == nil || !strings.Contains(err.Error(), "not a SecureString") {
		t.Errorf("an open parameter: %v", err)
	}
	_, err = find(t.Context(), "brand-de")
	checkWords(t, err, api.CredentialNoParameter, "/caidan/brand-de", "SecureString")
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
