package e2e

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

const functionARN = "arn:aws:lambda:eu-west-1:123456789012:function:publish:live"

// functions runs two functions behind the Invoke endpoint.
func functions(t *testing.T) (*loopback.Server, *lambda.Client) {
	t.Helper()
	s := &loopback.Server{Now: time.Now}
	err := invoke.Mount(s, invoke.Options{Functions: map[string]invoke.Function{
		"publish": func(_ context.Context, payload []byte) ([]byte, error) { return payload, nil },
		"broken":  func(context.Context, []byte) ([]byte, error) { return nil, errors.New("no") },
	}})
	if err != nil {
		t.Fatal(err)
	}
	base := run(t, s)
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "x", SecretAccessKey: "y"}, nil
	})
	return s, lambda.New(lambda.Options{Region: "eu-west-1", BaseEndpoint: &base, Credentials: credentials, RetryMaxAttempts: 1})
}

func TestLambdaInvoke(t *testing.T) {
	t.Parallel()
	_, client := functions(t)
	out, err := client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String(functionARN), Payload: []byte(`{"a":1}`)})
	if err != nil {
		t.Fatal(err)
	}
	if string(out.Payload) != `{"a":1}` || out.FunctionError != nil || aws.ToString(out.ExecutedVersion) != "$LATEST" || out.StatusCode != 200 {
		t.Errorf("got %s and %+v, want the echo", out.Payload, out)
	}
	out, err = client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("broken")})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"errorMessage":"no","errorType":"errorString"}`; string(out.Payload) != want || aws.ToString(out.FunctionError) != "Unhandled" {
		t.Errorf("got %s, want %s", out.Payload, want)
	}
	out, err = client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("publish"), InvocationType: types.InvocationTypeDryRun})
	if err != nil || out.StatusCode != 204 {
		t.Errorf("got %+v, %v, want 204", out, err)
	}
}

func TestLambdaExceptions(t *testing.T) {
	t.Parallel()
	s, client := functions(t)
	_, err := client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("other")})
	var missing *types.ResourceNotFoundException
	if !errors.As(err, &missing) || aws.ToString(missing.Message) != "Function not found: arn:aws:lambda:us-east-1:000000000000:function:other" || aws.ToString(missing.Type) != "User" {
		t.Errorf("got %v, want ResourceNotFoundException", err)
	}
	s.Fault(loopback.Fault{Path: "/2015-03-31/functions/publish/invocations", Call: 1, ErrorType: "TooManyRequestsException"})
	_, err = client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String(functionARN)})
	var throttled *types.TooManyRequestsException
	if !errors.As(err, &throttled) || throttled.Reason != types.ThrottleReasonReservedFunctionConcurrentInvocationLimitExceeded || aws.ToString(throttled.Message) != "Rate Exceeded." {
		t.Errorf("got %v, want TooManyRequestsException with its reason", err)
	}
	_, err = client.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("publish"), Payload: make([]byte, 6<<20+1)})
	var large *types.RequestTooLargeException
	if !errors.As(err, &large) || aws.ToString(large.Message) == "" {
		t.Errorf("got %v, want RequestTooLargeException", err)
	}
}
