// Command lambda is the function that publishes menus, or, with
// CAIDAN_MODE=inspect, the one that only reads them. It wires the environment
// to package publish and does nothing else.
//
// The environment:
//
//	CAIDAN_MODE         publish or inspect
//	CAIDAN_CREDENTIALS  where the accounts' credentials are: ssm:/caidan/,
//	                    secretsmanager:caidan/ or file:PATH
//	CAIDAN_LEDGER       the table of what was published: dynamodb:TABLE
//	CAIDAN_WECHAT_URL   WeChat's address; empty is https://api.weixin.qq.com
//	CAIDAN_PROXY        proxy for all requests to WeChat, which checks its address
//	CAIDAN_TOKEN_PROXY  another one for token requests
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/credential/parameter"
	"github.com/caidan-dev/caidan/pkg/credential/store"
	"github.com/caidan-dev/caidan/pkg/ledger/dynamo"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/version"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

func main() {
	log := slog.New(lambdacontext.NewLogHandler()).With("version", version.Short())
	// What aws-lambda-go says by itself, of events that are refused and of panics, is
	// in the form of the other lines.
	slog.SetLogLoggerLevel(slog.LevelError)
	slog.SetDefault(log)
	handler, err := open(os.Getenv, log)
	if err != nil {
		log.ErrorContext(context.Background(), "function not started", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(handler)
}

// open builds the handler the environment asks for.
func open(getenv func(string) string, log *slog.Logger) (publish.Func, error) {
	client, err := openWeChat(getenv)
	if err != nil {
		return nil, err
	}
	secrets, err := store.Parse(getenv("CAIDAN_CREDENTIALS"), store.AWS{
		Parameters: func(prefix string) credential.Store { return parameter.Store(openSSM(getenv), prefix) },
		Secrets:    func(prefix string) credential.Store { return parameter.Secrets(openSecrets(getenv), prefix) },
	})
	if err != nil {
		return nil, fmt.Errorf("read CAIDAN_CREDENTIALS: %w", err)
	}
	keys := credential.NewKeyring(secrets, client, time.Now)
	api, table, err := openTable(getenv)
	if err != nil {
		return nil, err
	}
	switch mode := getenv("CAIDAN_MODE"); mode {
	case "publish":
		return publish.Handler(publish.Deps{
			Open:    func(account string) *wechat.Writer { return client.Writer(keys.Renewing(account)) },
			AppID:   keys.AppID,
			Ledger:  dynamo.New(api, table),
			Now:     time.Now,
			Log:     log,
			Version: version.Short(),
		}), nil
	case "inspect":
		return publish.Inspect(publish.InspectDeps{
			Open:    func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) },
			AppID:   keys.AppID,
			Reread:  keys.Reread,
			Refetch: keys.Refetch,
			Ledger:  dynamo.NewReader(api, table),
			Now:     time.Now,
			Log:     log,
			Version: version.Short(),
		}), nil
	default:
		return nil, fmt.Errorf("read CAIDAN_MODE: %q is neither publish nor inspect", mode)
	}
}

func openWeChat(getenv func(string) string) (*wechat.Client, error) {
	o := wechat.Options{Base: getenv("CAIDAN_WECHAT_URL"), Now: time.Now, Version: version.Short()}
	client, err := wechat.New(o)
	if err != nil {
		return nil, fmt.Errorf("read CAIDAN_WECHAT_URL: %w", err)
	}
	for _, proxy := range []struct {
		name string
		url  **url.URL
	}{{"CAIDAN_PROXY", &o.Proxy}, {"CAIDAN_TOKEN_PROXY", &o.TokenProxy}} {
		text := getenv(proxy.name)
		if text == "" {
			continue
		}
		if *proxy.url, err = url.Parse(text); err != nil {
			// The text may hold a password, so it is not repeated.
			return nil, fmt.Errorf("read %s: it is not a URL", proxy.name)
		}
		if client, err = wechat.New(o); err != nil {
			return nil, fmt.Errorf("read %s: %w", proxy.name, err)
		}
	}
	return client, nil
}
