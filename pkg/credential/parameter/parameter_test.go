package parameter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

// newSSM returns an SSM client of an endpoint, which tries once.
func newSSM(t *testing.T, endpoint string) *ssm.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return ssm.New(ssm.Options{
		Region:           "eu-central-1",
		BaseEndpoint:     aws.String(endpoint),
		HTTPClient:       &http.Client{Transport: transport},
		RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
		}),
	})
}

// ssmAnswering returns a store over an endpoint that always answers this.
func ssmAnswering(t *testing.T, status int, body string) credential.Store {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return Store(newSSM(t, s.URL), "/caidan/")
}

// checkSecret sees that a source is the account's, with that app secret.
func checkSecret(t *testing.T, source credential.Source, err error, want string) {
	t.Helper()
	if got, is := source.(credential.Secret); err != nil || !is || got.AppID != appID || got.Secret.Reveal() != want {
		t.Errorf("got %v, %v", source, err)
	}
}

func parameter(kind, value string) string {
	return fmt.Sprintf(`{"Parameter":{"Name":"/caidan/brand-cn","Type":%q,"Value":%q,"Version":1}}`, kind, value)
}

func TestSSMRequest(t *testing.T) {
	t.Parallel()
	var target string
	var in struct {
		Name           string
		WithDecryption bool
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target = r.Header.Get("X-Amz-Target")
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, parameter("SecureString", written(appID, secret)))
	}))
	t.Cleanup(s.Close)
	source, err := Store(newSSM(t, s.URL), "/caidan/")(t.Context(), "brand-cn")
	checkSecret(t, source, err, secret)
	if target != "AmazonSSM.GetParameter" || in.Name != "/caidan/brand-cn" || !in.WithDecryption {
		t.Errorf("asked %s for %+v", target, in)
	}
}

func TestSSMRefusesOpenAndMalformedParameters(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"string", parameter("String", written(appID, secret)), "is not a SecureString: anyone who may read parameters can read the secret"},
		{"list", parameter("StringList", written(appID, secret)), "is not a SecureString"},
		{"no type", `{"Parameter":{"Value":"x"}}`, "is not a SecureString"},
		{"no value", `{"Parameter":{"Type":"SecureString"}}`, "AWS answered no text"},
		{"no parameter", `{}`, "AWS answered no text"},
		{"not JSON", parameter("SecureString", secret), "the credential of brand-cn in /caidan/brand-cn is not"},
		{"cut off", parameter("SecureString", written(appID, secret)[:40]), "not valid JSON"},
		{"unknown key", parameter("SecureString", `{"token":"`+secret+`"}`), `unknown key, "token"`},
		{"garbled", `{"Parameter":{"Value":` + secret, "cannot be decoded"},
		{"wrong type", `{"Parameter":{"Value":12345678}}`, "cannot be decoded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ssmAnswering(t, http.StatusOK, tt.body)(t.Context(), "brand-cn")
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "/caidan/brand-cn") {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			checkHidden(t, err)
		})
	}
}

func TestSSMErrorsNameTheMissingAction(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:sts::123456789012:assumed-role/caidan/x"
	tests := []struct {
		name   string
		status int
		code   string
		text   string
		want   api.Code
		remedy string
	}{
		{"ssm denied", 400, "AccessDeniedException", "User: " + arn + " is not authorized to perform: ssm:GetParameter on resource: x because no identity-based policy allows it", api.CredentialDenied, "ssm:GetParameter on it"},
		{"kms denied", 400, "AccessDeniedException", "User: " + arn + " is not authorized to perform: kms:Decrypt on this resource", api.CredentialKeyDenied, "kms:Decrypt on the key"},
		{"ciphertext", 400, "AccessDeniedException", "The ciphertext refers to a customer master key that does not exist, or you are not allowed to use it", api.CredentialKeyDenied, "kms:Decrypt on the key"},
		{"key", 400, "InvalidKeyId", "x", api.CredentialKeyUnusable, "give the function's role kms:Decrypt"},
		{"throttled", 400, "ThrottlingException", "Rate exceeded", api.CredentialThrottled, "try again in a minute"},
		{"expired", 400, "ExpiredTokenException", "x", api.CredentialUnaccepted, "sign in again"},
		{"other about a key", 400, "ValidationException", "KMS key is pending deletion", api.CredentialKeyUnusable, "kms:Decrypt"},
		{"other", 500, "InternalServerError", "an internal error", api.CredentialRefused, "try again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ssmAnswering(t, tt.status, fmt.Sprintf(`{"__type":%q,"message":%q}`, tt.code, tt.text))(t.Context(), "brand-cn")
			checkWords(t, err, tt.want, "", tt.remedy)
			if strings.Contains(err.Error(), arn) {
				t.Errorf("the error shows an ARN: %v", err)
			}
			if tt.want == api.CredentialRefused && !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, want AWS's own words", err)
			}
		})
	}
}

func TestSSMUnknownAccount(t *testing.T) {
	t.Parallel()
	_, err := ssmAnswering(t, http.StatusBadRequest, `{"__type":"ParameterNotFound","message":""}`)(t.Context(), "brand-cn")
	checkWords(t, err, api.CredentialNoParameter, "the account has no SSM parameter /caidan/brand-cn", `create it as a SecureString that holds {"appid":"wx...","secret":"..."}`)
}

func TestSSMContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ssmAnswering(t, http.StatusOK, parameter("SecureString", written(appID, secret)))(ctx, "brand-cn")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

const (
	appID     = "wx0123456789abcdef"
	secret    = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	newSecret = "ffeeddccbbaa99887766554433221100"
)

func written(appID, secret string) string {
	return fmt.Sprintf(`{"appid":%q,"secret":%q}`, appID, secret)
}

// checkHidden looks for the credential in an error.
func checkHidden(t *testing.T, err error) {
	t.Helper()
	text := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, s := range []string{secret[:8], newSecret[:8], "12345678", appID} {
		if strings.Contains(text, s) {
			t.Errorf("the error shows %q: %s", s, text)
		}
	}
}

// checkWords sees that an error is of a code, and what it says.
func checkWords(t *testing.T, err error, code api.Code, meaning, remedy string) {
	t.Helper()
	var worded *credential.Error
	if !errors.As(err, &worded) || worded.Reason().Code != code {
		t.Errorf("got %v, want an error of the code %s", err, code)
		return
	}
	if e := api.NewError("", worded.Reason()); !strings.Contains(e.Meaning, meaning) || !strings.Contains(e.Remedy, remedy) {
		t.Errorf("got %q and %q, want %q and %q", e.Meaning, e.Remedy, meaning, remedy)
	}
}

func TestOddNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "A", "a/b", "../a"} {
		if _, err := Store(nil, "/caidan/")(t.Context(), name); err == nil {
			t.Errorf("%q: got no error, want one before AWS is asked", name)
		}
	}
}
