package main

import (
	"cmp"
	"errors"
	"fmt"
	"log"
	"math"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

// sandboxHelp names every call of the sandbox about itself, and every member of a
// fault.
var sandboxHelp = text.Say(`Serve WeChat's token and menu endpoints, and the Lambda Invoke endpoint with the
real handlers behind it, on a loopback address, until interrupted. It keeps
every documented rule. GET / shows each account's live menus, and
GET /sandbox/token/ACCOUNT answers its token, as a token service does; with
--cloud-owner, GET /sandbox/cloud/token answers that of WeChat Cloud Run, and with
--platform, POST /sandbox/platform answers what WeChat pushes to a third-party
platform: {"ticket":true}, {"revoke":"ACCOUNT"}, {"authorise":"ACCOUNT"}. These are
for tests; docs/sandbox.md has examples of each:

  GET    /sandbox/calls    the calls so far
  POST   /sandbox/faults   a call goes wrong:
                           {"path":"/cgi-bin/menu/create","call":1,"errcode":-1}
  GET    /sandbox/faults   the faults still to come
  DELETE /sandbox/faults   forget them
  POST   /sandbox/console  a menu is published in the web console, or its switch
                           is turned: {"account":"brand-cn","menu":{"button":[...]}},
                           {"account":"brand-cn","open":false}; the answer is what
                           is live now
  POST   /sandbox/settle   reads are late no longer: {"account":"brand-cn"}, or {}
                           for every account

A fault has a path and one or more of the rest:

  path       whose calls go wrong, such as /cgi-bin/menu/get
  call       1 for the next, 2 for the one after; 0 is each, until forgotten
  account    only its calls
  errcode    WeChat's error is the answer
  status     an HTTP status, such as 502, is the answer
  body       this text is the answer, word for word, with 200 or the status
  type       the media type of body, application/json where it is not given
  errorType  AWS's exception is the answer, on the path of a function
  answer     stale, shape, page or nothing: what a token service answers in place
             of a good token
  hang       true: there is no answer until the caller leaves
  cut        before or after: the connection closes before or after the call acted
  slow       a time such as 2s, over which the answer is sent`, `在本机地址上提供微信的令牌和菜单接口，以及 Lambda 的 Invoke 接口（背后是真正的处理
程序），直到被中断。它遵守文档里的每条规则。GET / 显示各账号的线上菜单，
GET /sandbox/token/ACCOUNT 像令牌服务那样返回账号的令牌；带 --cloud-owner 时，
GET /sandbox/cloud/token 返回微信云托管的令牌；带 --platform 时，
POST /sandbox/platform 返回微信推送给第三方平台的内容：{"ticket":true}、
{"revoke":"ACCOUNT"}、{"authorise":"ACCOUNT"}。下面的接口供测试使用，
docs/sandbox.zh-CN.md 有每一个的示例：

  GET    /sandbox/calls    到目前为止的调用
  POST   /sandbox/faults   让某次调用出错：
                           {"path":"/cgi-bin/menu/create","call":1,"errcode":-1}
  GET    /sandbox/faults   还没有发生的错误
  DELETE /sandbox/faults   取消这些错误
  POST   /sandbox/console  在公众平台后台发布菜单，或者切换菜单开关：
                           {"account":"brand-cn","menu":{"button":[...]}},
                           {"account":"brand-cn","open":false}；返回此刻的线上菜单
  POST   /sandbox/settle   读取不再延迟：{"account":"brand-cn"}，{} 表示所有账号

一个错误有 path，以及下面的一项或几项：

  path       哪个路径的调用出错，例如 /cgi-bin/menu/get
  call       1 是下一次，2 是再下一次；0 是每一次，直到取消
  account    只让这个账号的调用出错
  errcode    返回微信的这个错误码
  status     返回这个 HTTP 状态码，例如 502
  body       一字不差地返回这段内容，状态码是 200 或 status
  type       body 的媒体类型，不写就是 application/json
  errorType  在函数的路径上返回 AWS 的这种异常
  answer     stale、shape、page 或 nothing：令牌服务不给出可用的令牌，而是这样回答
  hang       true：不回答，直到调用方离开
  cut        before 或 after：在执行之前或之后断开连接
  slow       一段时间，例如 2s，用这么久才发完回答`)

func (a *app) sandbox() *cobra.Command {
	var listen, config string
	var specs []string
	var logs bool
	var like surroundings
	var cloud sandbox.Cloud
	var platform []string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: a.say(text.Say("Serve WeChat and the Lambda on loopback", "在本机提供微信和 Lambda 的接口")),
		Long:  a.say(sandboxHelp),
		Example: `  caidan sandbox --listen 127.0.0.1:8089 --account brand-cn=wx0123456789abcdef:any-secret
  caidan sandbox --config sandbox.jsonnet --log`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.sandboxOptions(config, specs)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed(cloudOwner) {
				o.Cloud = &cloud
			}
			if len(platform) > 0 {
				if o.ThirdParty, err = parsePlatform(platform); err != nil {
					return err
				}
			}
			if a.getenv("GOMEMLIMIT") == "" {
				// What it plays, it keeps: the budget of a check is not its own.
				debug.SetMemoryLimit(math.MaxInt64)
			}
			if like.state != "" {
				o.Save = a.keepState(like.state)
			}
			l, err := a.newLocal(cmd.Context(), listen, o, like)
			if err != nil {
				return err
			}
			if logs {
				l.server.Log = a.logCall()
			}
			a.invite(l, text.Say("look at the live menus there, or publish to it", "可以在那里查看线上菜单，也可以发布过去"))
			return l.serve(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", a.say(text.Say("loopback address; port 0 takes a free one", "本机地址，端口 0 表示任选一个空闲端口")))
	cmd.Flags().StringArrayVar(&specs, "account", nil, a.say(text.Say(
		"an account to play: NAME=APPID:SECRET; repeat for more", "要模拟的账号：NAME=APPID:SECRET，可重复")))
	cmd.Flags().StringVar(&config, "config", "", a.say(text.Say(
		"a file, Jsonnet or JSON, of the accounts and how they behave; docs/sandbox.md", "写明账号及其行为的文件，Jsonnet 或 JSON，见 docs/sandbox.zh-CN.md")))
	cmd.Flags().StringVar(&like.state, "state", "", a.say(text.Say(
		"a file that keeps menus, tokens, quotas and faults from run to run, with the functions' ledger beside it", "保存菜单、令牌、调用次数和设定的错误的文件，重启后继续；函数的发布记录存在它旁边")))
	cmd.Flags().BoolVar(&logs, "log", false, a.say(text.Say("write a line for each call", "每次调用写一行")))
	cmd.Flags().IntVar(&like.Concurrency, "function-concurrency", 0, a.say(text.Say(
		"how many invocations run at a time; more are turned away, as AWS does; 0 sets no limit", "函数最多同时执行多少次，超出的像 AWS 那样被拒绝；0 表示不限")))
	cmd.Flags().StringVar(&cloud.Owner, cloudOwner, "", a.say(text.Say(
		"calls come from inside WeChat Cloud Run, whose environment this account owns; empty is a mini program", "调用来自微信云托管内部，环境属于这个账号；留空表示属于小程序")))
	cmd.Flags().StringArrayVar(&cloud.Paths, "cloud-path", nil, a.say(text.Say(
		"a path that WeChat Cloud Run lets through; repeat for more; all where none is named", "微信云托管放行的接口路径，可重复；不写表示全部放行")))
	cmd.Flags().StringArrayVar(&platform, "platform", nil, a.say(text.Say(
		"a third-party platform that the accounts have authorised: APPID:SECRET:TOKEN:KEY, as its console shows them", "账号所授权的第三方平台：APPID:SECRET:TOKEN:KEY，即控制台里的四项")))
	cmd.Flags().DurationVar(&like.roundTrip, "round-trip", 0, a.say(text.Say(
		"how long a call is on its way, as over a network", "模拟网络：每次调用的往返时间")))
	cmd.Flags().DurationVar(&like.Timeout, "function-timeout", invoke.DefaultTimeout, a.say(text.Say("how long a function may run", "函数最多运行多久")))
	return cmd
}

// logCall returns what writes a line of a call: its time, its account, what was
// asked, HTTP's status and WeChat's errcode, and whether a fault was in it.
func (a *app) logCall() func(loopback.Call) {
	lines := log.New(a.stderr, "", 0)
	return func(c loopback.Call) {
		line := fmt.Sprintf("%s %s %s %s %d", c.Time.Format("15:04:05.000"), cmp.Or(c.Account, "-"), c.Method, text.Clean(text.Cut(c.Path, text.Shown)), c.Status)
		if c.Status == 0 {
			line = strings.TrimSuffix(line, "0") + "-"
		}
		if c.Errcode != 0 {
			line += fmt.Sprintf(" errcode %d", c.Errcode)
		}
		if c.Faulty {
			line += " " + a.say(text.Say("(a fault)", "（设定的错误）"))
		}
		lines.Println(line)
	}
}

// sandboxOptions reads the file or the flags that say what to play.
func (a *app) sandboxOptions(config string, specs []string) (sandbox.Options, error) {
	switch {
	case config == "":
		accounts, err := parseAccounts(specs)
		return sandbox.Options{Accounts: accounts}, err
	case len(specs) > 0:
		return sandbox.Options{}, misused(text.Say("--config and --account are both given; write the account into the file", "不能同时使用 --config 和 --account；请把账号写进文件"))
	}
	return a.sandboxConfig(config)
}

// cloudOwner is the flag that puts callers inside WeChat Cloud Run.
const cloudOwner = "cloud-owner"

// parsePlatform reads APPID:SECRET:TOKEN:KEY. A platform in the sandbox gives a new refresh
// token each time.
func parsePlatform(specs []string) (*sandbox.ThirdParty, error) {
	parts := strings.Split(specs[0], ":")
	if len(specs) > 1 || len(parts) != 4 {
		return nil, misused(text.Say("--platform: write APPID:SECRET:TOKEN:KEY, once", "--platform：写成 APPID:SECRET:TOKEN:KEY，只能写一个"))
	}
	return &sandbox.ThirdParty{AppID: parts[0], Secret: parts[1], Token: parts[2], Key: parts[3], Rotates: true}, nil
}

// parseAccounts reads NAME=APPID:SECRET. The secrets are the sandbox's own, and
// all the same no message repeats one.
func parseAccounts(specs []string) ([]sandbox.Account, error) {
	if len(specs) == 0 {
		return nil, misused(text.Say("the sandbox needs an account: --account NAME=APPID:SECRET, or --config FILE", "沙箱需要账号：--account NAME=APPID:SECRET，或者 --config FILE"))
	}
	var out []sandbox.Account
	var errs []error
	for i, spec := range specs {
		name, rest, named := strings.Cut(spec, "=")
		appID, secret, whole := strings.Cut(rest, ":")
		if !named || !whole {
			errs = append(errs, misused(text.Sayf(
				"--account number %d: write NAME=APPID:SECRET, as in brand-cn=wx0123456789abcdef:any-secret",
				"第 %d 个 --account：写成 NAME=APPID:SECRET，例如 brand-cn=wx0123456789abcdef:any-secret", i+1)))
			continue
		}
		out = append(out, sandbox.Account{Name: name, AppID: appID, Secret: secret})
	}
	return out, errors.Join(errs...)
}
