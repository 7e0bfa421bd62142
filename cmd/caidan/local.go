package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// local is WeChat and AWS Lambda on this machine's loopback: the sandbox, and
// the two real handlers behind its Invoke endpoint.
type local struct {
	server   *sandbox.Server
	listener net.Listener
	client   *wechat.Client
}

// newLocal opens the sandbox for the accounts at a loopback address.
func (a *app) newLocal(ctx context.Context, addr string, accounts []sandbox.Account) (*local, error) {
	listener, err := sandbox.Listen(ctx, addr)
	if err != nil {
		return nil, &usageError{err.Error()}
	}
	l := &local{listener: listener}
	if l.client, err = wechat.New(wechat.Options{Base: l.url(), Now: a.now}); err != nil {
		return nil, err
	}
	keys := credential.NewKeyring(memory(accounts), l.client, a.now)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	l.server, err = sandbox.New(sandbox.Options{
		Accounts: accounts,
		Now:      a.now,
		Functions: map[string]func(context.Context, []byte) ([]byte, error){
			publishFunction: lambda.NewHandler(publish.Handler(publish.Deps{
				Open: func(account string) *wechat.Writer { return l.client.Writer(keys.Tokens(account)) },
				Log:  log,
			})).Invoke,
			inspectFunction: lambda.NewHandler(publish.Inspect(publish.InspectDeps{
				Open: func(account string) *wechat.Reader { return l.client.Reader(keys.Tokens(account)) },
				Log:  log,
			})).Invoke,
		},
	})
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	return l, nil
}

// url returns the sandbox's address.
func (l *local) url() string { return "http://" + l.listener.Addr().String() }

// serve answers until ctx is done.
func (l *local) serve(ctx context.Context) error {
	defer l.client.Close()
	return l.server.Serve(ctx, l.listener)
}

// environment returns the variables that lead the AWS SDK here and nowhere
// else.
func (l *local) environment() [][2]string {
	return [][2]string{
		{"AWS_ENDPOINT_URL_LAMBDA", l.url()},
		{"AWS_REGION", "us-east-1"},
		{"AWS_ACCESS_KEY_ID", "sandbox"},
		{"AWS_SECRET_ACCESS_KEY", "sandbox"},
	}
}

// useSandbox makes this process's AWS settings those of the sandbox, so that
// nothing it does can reach an AWS account.
func (l *local) useSandbox() error {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			if err := os.Unsetenv(name); err != nil {
				return fmt.Errorf("clear %s: %w", name, err)
			}
		}
	}
	settings := append(l.environment(),
		[2]string{"AWS_CONFIG_FILE", os.DevNull}, [2]string{"AWS_SHARED_CREDENTIALS_FILE", os.DevNull})
	for _, s := range settings {
		if err := os.Setenv(s[0], s[1]); err != nil {
			return fmt.Errorf("set %s: %w", s[0], err)
		}
	}
	return nil
}

// memory is a credential store of the sandbox's accounts.
func memory(accounts []sandbox.Account) credential.Store {
	return func(_ context.Context, name string) (wechat.Credential, error) {
		for _, acc := range accounts {
			if acc.Name == name {
				return wechat.Credential{AppID: acc.AppID, Secret: wechat.NewSecret(acc.Secret)}, nil
			}
		}
		return wechat.Credential{}, &credential.UnknownAccountError{Account: name, Where: "the sandbox"}
	}
}

// newAccount makes up a sandbox account: an appid of WeChat's form and a
// secret that is good for nothing else.
func newAccount(name string) sandbox.Account {
	var id [8]byte
	_, _ = rand.Read(id[:])
	return sandbox.Account{Name: name, AppID: "wx" + hex.EncodeToString(id[:]), Secret: rand.Text()}
}
