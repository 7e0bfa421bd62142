package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/credential/store"
	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/serve"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

type serveOptions struct {
	behindProxy bool
	newKey      string
}

func (a *app) serve() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve FILE",
		Short: a.say(text.Say("Serve the functions over HTTP, without AWS", "不用 AWS，通过 HTTP 提供函数")),
		Long: a.say(text.Say(`Serve the functions over HTTP until interrupted, on a machine or in a container of
your own: POST /v1/inspect and /v1/publish. Jobs of GitHub Actions sign in with
their OIDC token, people and other CI with a key. FILE is Jsonnet or JSON and says
who may ask, and where secrets and the ledger are; docs/serve.md describes it.
Interrupted, it ends when what is under way is done.`, `在自己的机器或容器里通过 HTTP 提供函数，直到被中断：POST /v1/inspect 和
/v1/publish。GitHub Actions 的作业用 OIDC 令牌登录，人和其他 CI 用密钥登录。FILE 是
Jsonnet 或 JSON，写明谁可以访问、密钥和发布记录存在哪里，说明见 docs/serve.zh-CN.md。
被中断后，会等正在处理的请求完成再退出。`)),
		Example: `  caidan serve /etc/caidan/serve.jsonnet
  caidan serve --new-key ann`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && o.newKey == "" || len(args) != 0 && o.newKey != "" {
				return misused(text.Say("name the server's settings: caidan serve FILE", "请指定服务器的配置文件：caidan serve FILE"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.newKey != "" {
				return a.printKey(o.newKey)
			}
			return a.runServe(cmd.Context(), args[0], o.behindProxy)
		},
	}
	cmd.Flags().BoolVar(&o.behindProxy, "behind-proxy", false, a.say(text.Say(
		"a proxy before it ends TLS, so listen beyond this machine without", "前面有代理负责 TLS，因此可以在本机以外监听明文 http")))
	cmd.Flags().StringVar(&o.newKey, "new-key", "", a.say(text.Say(
		"make a key of this name, and print it and its line for the settings", "生成一个以此命名的密钥，给出密钥和要写进配置的一行")))
	return cmd
}

// printKey makes a key. It is shown this once: the settings have its hash.
func (a *app) printKey(name string) error {
	if err := serve.KeyName(name); err != nil {
		return misused(err)
	}
	key, hash := serve.NewKey()
	_, err := fmt.Fprintf(a.stdout, "%s=%s\n", keyVariable, key)
	_, _ = fmt.Fprintln(a.stderr, a.say(text.Sayf("under keys in the settings: %[1]s: { sha256: '%[2]s', publish: true }", "写进配置的 keys：%[1]s: { sha256: '%[2]s', publish: true }", text.JsonnetName(name), hash)))
	return err
}

func (a *app) runServe(ctx context.Context, file string, behindProxy bool) error {
	var c serve.Config
	err := a.readSettings(file, func(data []byte) (err error) {
		c, err = serve.Decode(data)
		return err
	})
	if err != nil {
		return err
	}
	log := slog.New(serve.NewLogHandler(slog.NewJSONHandler(a.stderr, &slog.HandlerOptions{ReplaceAttr: lambdacontext.ReplaceAttr}))).
		With("version", version.Short())
	listener, err := serve.Listen(ctx, &c, behindProxy, log) // first, because a ledger that is new is made
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	var s service
	f, err := s.open(ctx, a, &c, log)
	if err != nil {
		return err
	}
	defer s.close()
	h := serve.NewHandler(&c, serve.Deps{
		Inspect: serve.Func(f.inspect), Publish: serve.Func(f.publish), Backup: s.ledger.backup, Ticket: s.ticket, Now: a.now, Log: log, Version: version.Short(),
	})
	log.InfoContext(ctx, "server started", "listen", listener.Addr().String(), "address", c.Address,
		"repositories", len(c.GitHub.Repositories), "keys", len(c.Keys))
	return serve.Run(ctx, listener, h, c.Timeout, log)
}

// service is what a server has open.
type service struct {
	client *wechat.Client
	ledger opened
	// platforms has the tokens of third-party platforms, and ticket takes what WeChat
	// pushes to them; nil where another process may have the ledger open.
	platforms *platform.Holder
	ticket    serve.Receiver
}

func (s *service) close() {
	_ = s.ledger.store.Close()
	s.client.Close()
}

// open opens what the settings name, and returns the functions over it.
func (s *service) open(ctx context.Context, a *app, c *serve.Config, log *slog.Logger) (f functions, err error) {
	path, is := strings.CutPrefix(c.Credentials, "file:")
	if !is || path == "" {
		return f, misused(text.Say("credentials: it must be file:PATH, as in file:/etc/caidan/credentials.json", "credentials：应是 file:PATH，例如 file:/etc/caidan/credentials.json"))
	}
	kind, name, err := ledgerKind(c.Ledger)
	if err != nil {
		return f, err
	}
	// A ledger that is one file has one process at a time, which its lock sees to
	// as long as the process lives.
	if kind == "bolt" {
		s.platforms = platform.NewHolder(name+"-platform", a.now)
	}
	secrets, err := store.Served(path, cmp.Or(c.CloudToken, store.CloudToken), s.platforms)
	if err != nil {
		return f, publish.Explain(err)
	}
	if s.client, err = a.openWeChat(c); err != nil {
		return f, err
	}
	if s.ledger, err = a.openLedger(ctx, c.Ledger); err != nil {
		s.client.Close()
		return f, err
	}
	f = newFunctions(s.client, secrets, s.ledger.store, s.ledger.reader, a.now, log)
	if s.platforms != nil {
		s.ticket = receiver(s.platforms, store.Platforms(path, s.platforms), f.forget)
	}
	return f, nil
}

// receiver takes what WeChat pushes, and has tokens forgotten that an account has taken
// back.
func receiver(h *platform.Holder, find func(appID string) *platform.Order, forget func(appID string)) serve.Receiver {
	return func(ctx context.Context, query url.Values, body []byte) (string, bool, error) {
		got, err := h.Receive(ctx, query, body, find)
		if got.Account != "" {
			forget(got.Account)
		}
		return got.Kind, got.Ignored, err
	}
}

func (a *app) openWeChat(c *serve.Config) (*wechat.Client, error) {
	o := wechat.Options{Base: c.WeChat, Now: a.now, Connections: connections, Version: version.Short()}
	if c.TokenProxy != "" {
		proxy, err := url.Parse(c.TokenProxy)
		if err != nil { // its text may hold a password
			return nil, misused(text.Say("tokenProxy: it is not a URL", "tokenProxy：不是网址"))
		}
		o.TokenProxy = proxy
	}
	client, err := wechat.New(o)
	if err != nil {
		return nil, misused(text.Colon(text.Same("wechat, tokenProxy"), text.Cause(err)))
	}
	return client, nil
}
