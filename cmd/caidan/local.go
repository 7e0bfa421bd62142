package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// local is WeChat and AWS Lambda on this machine's loopback: the sandbox, and
// the two real handlers behind its Invoke endpoint.
type local struct {
	server   *sandbox.Server
	listener net.Listener
	client   *wechat.Client
	// ledger is gone when the sandbox is.
	ledger *bolt.Store
}

// surroundings are how a sandbox is to be like the real services: how its
// functions run, and how far away all of it is. The zero value is the usual.
type surroundings struct {
	invoke.Options
	roundTrip time.Duration
	// state is the file that the state is kept in, beside the ledger; empty keeps none.
	state string
}

// newLocal opens a sandbox at a loopback address, which plays what o says.
func (a *app) newLocal(ctx context.Context, addr string, o sandbox.Options, s surroundings) (*local, error) {
	if s.roundTrip < 0 {
		return nil, misused(text.Sayf("--round-trip %s: a call takes no time or some", "--round-trip %s：往返时间不能是负数", s.roundTrip.String()))
	}
	l := &local{}
	o.Now, o.Lang, o.Page = a.now, string(a.lang), sandboxPage
	if err := l.open(ctx, addr, o, s); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// open opens all that there is, or some of it.
func (l *local) open(ctx context.Context, addr string, o sandbox.Options, s surroundings) (err error) {
	if l.listener, err = listen(ctx, addr); err != nil {
		return err
	}
	if l.client, err = wechat.New(wechat.Options{Base: l.url(), Now: o.Now, Connections: connections, Version: version.Short()}); err != nil {
		return err
	}
	if l.ledger, err = s.openLedger(); err != nil {
		return publish.Explain(err)
	}
	if l.server, err = sandbox.New(o); err != nil {
		return misused(sandboxed(err))
	}
	l.server.RoundTrip = s.roundTrip
	f := newFunctions(l.client, memory(o.Accounts), l.ledger, l.ledger.Reader, o.Now, slog.New(slog.DiscardHandler))
	s.Functions = map[string]invoke.Function{publishFunction: lambda.NewHandler(f.publish).Invoke, inspectFunction: lambda.NewHandler(f.inspect).Invoke}
	if err := invoke.Mount(&l.server.Server, s.Options); err != nil {
		return misused(sandboxed(err))
	}
	return s.restore(l.server)
}

// ledgerSuffix follows the name of the state's file in that of the ledger.
const ledgerSuffix = ".ledger"

// openLedger opens the functions' ledger, which no second sandbox can open.
func (s *surroundings) openLedger() (*bolt.Store, error) {
	if s.state == "" {
		return bolt.Temporary(os.TempDir())
	}
	return bolt.Open(s.state + ledgerSuffix)
}

// restore gives a server the state that its file has, if there is one.
func (s *surroundings) restore(server *sandbox.Server) error {
	if s.state == "" {
		return nil
	}
	state, err := os.ReadFile(s.state)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &text.Error{Meaning: text.Cause(err), Cause: err}
	}
	if err := server.Restore(state); err != nil {
		return &text.Error{Meaning: text.Colon(text.Same(text.Clean(s.state)), sandboxed(err))}
	}
	return nil
}

// keepState returns what writes a state to its file, whole or not at all.
func (a *app) keepState(file string) func([]byte) {
	return func(state []byte) {
		if err := replaceAs(file, state, ownFile); err != nil {
			a.complain(err)
		}
	}
}

// sandboxed says what an error of the sandbox says, which shares no code with
// the rest.
func sandboxed(err error) text.Text {
	return text.Text{EN: loopback.Message(err, string(text.English)), ZH: loopback.Message(err, string(text.Chinese))}
}

// close gives back what was opened.
func (l *local) close() {
	if l.listener != nil {
		_ = l.listener.Close()
	}
	if l.client != nil {
		l.client.Close()
	}
	if l.ledger != nil {
		_ = l.ledger.Close()
	}
}

// listen opens a loopback address. One that cannot be is a mistake of the
// caller's; one that is taken is not.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := loopback.Listen(ctx, addr)
	var system *net.OpError
	switch {
	case err == nil:
		return listener, nil
	case errors.As(err, &system):
		return nil, &text.Error{
			Meaning: sandboxed(err),
			Remedy:  text.Say("choose another port, or 127.0.0.1:0 for a free one", "换一个端口，或者用 127.0.0.1:0 任选一个空闲端口"),
			Cause:   err,
		}
	default:
		return nil, misused(sandboxed(err))
	}
}

// url returns the sandbox's address.
func (l *local) url() string { return "http://" + l.listener.Addr().String() }

// serve answers until ctx is done.
func (l *local) serve(ctx context.Context) error {
	defer l.close()
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
	known := map[string]credential.Source{}
	for _, acc := range accounts {
		known[acc.Name] = credential.Secret{AppID: acc.AppID, Secret: wechat.NewSecret(acc.Secret)}
	}
	return func(_ context.Context, name string) (credential.Source, error) {
		if found, is := known[name]; is {
			return found, nil
		}
		return nil, &credential.Error{Why: api.Reason{Code: api.CredentialNotInSandbox, Facts: api.Facts{Account: name}}}
	}
}

// newAccount makes up a sandbox account: an appid of WeChat's form and a
// secret that is good for nothing else.
func newAccount(name string) sandbox.Account {
	var id [8]byte
	_, _ = rand.Read(id[:])
	return sandbox.Account{Name: name, AppID: "wx" + hex.EncodeToString(id[:]), Secret: rand.Text()}
}
