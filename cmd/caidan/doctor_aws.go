package main

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
)

// identity looks at who this is to AWS.
func (x *examination) identity(ctx context.Context) {
	x.Look(api.CheckIdentity, func() api.Check {
		if x.barred != "" {
			return api.Without(x.barred)
		}
		var err error
		if x.asker, err = x.to(x.o.function, false); err != nil {
			return api.VerdictNG.Told(err)
		}
		x.asker.lang = x.lang
		if x.o.format == "text" {
			x.asker.watched = x.stderr
		}
		if err := x.asker.client.SignIn(ctx); err != nil {
			if api.IsAddress(x.o.publisher) && !x.setUp() {
				return bad(api.VerdictNG, text.Say("AWS is not set up here, and inspect-function names no server, as publish-function does", "这里没有设置 AWS，而 inspect-function 没有像 publish-function 那样写服务器的地址"),
					text.Say("give inspect-function the server's address, too", "把 inspect-function 也设为服务器的地址"))
			}
			if !x.setUp() {
				return bad(api.VerdictSkip, text.Say("AWS is not set up here, and a check of menus needs none", "这里没有设置 AWS，而检查菜单不需要它"),
					text.Say("to look at the functions as well, sign in to AWS and name the region", "要连函数一起检查，请登录 AWS 并指定区域"))
			}
			return api.VerdictNG.Told(err)
		}
		if x.onServer() {
			return good(text.Sayf("the functions are at %q, which is not on AWS", "函数在%q，不在 AWS 上", x.asker.client.Function()))
		}
		return x.caller(ctx)
	})
}

// onServer reports whether the functions are those of caidan serve.
func (x *examination) onServer() bool { return api.IsAddress(x.o.function) }

// to returns the way to a function.
func (x *examination) to(function string, publishes bool) (*asker, error) {
	o := x.o.functionOptions
	o.function, o.publishes = function, publishes
	switch {
	case api.IsAddress(function):
		return x.serverAsker(&o)
	case x.misset != nil:
		return nil, x.misset
	default:
		return newAsker(x.cfg, &o), nil
	}
}

// setUp reports whether anything says that AWS is to be used.
func (x *examination) setUp() bool {
	if j := x.o.job; j != nil {
		return x.reachable(j)
	}
	named := func(name string) bool { return x.getenv(name) != "" }
	return x.cfg.Region != "" || x.o.function != inspectFunction || slices.ContainsFunc(ambient, named)
}

// caller asks AWS who this is. A sandbox on this machine does not know.
func (x *examination) caller(ctx context.Context) api.Check {
	client := sts.NewFromConfig(x.cfg)
	if at := x.asker.client.Endpoint(); onLoopback(at) && client.Options().BaseEndpoint == nil {
		return good(text.Sayf("the functions are on this machine, at %s, and AWS is not asked who this is", "函数就在本机（%s），不向 AWS 查询身份", at))
	}
	out, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	var refusal smithy.APIError
	switch {
	case errors.As(err, &refusal):
		// AWS's own words may repeat what was signed.
		return bad(api.VerdictNG, text.Sayf("AWS does not accept the credentials: %q", "AWS 不接受这组凭证：%q", refusal.ErrorCode()),
			text.Say("sign in again, and check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and this machine's clock",
				"重新登录，并检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_SESSION_TOKEN 和本机的时钟"))
	case err != nil:
		return bad(api.VerdictWarn, text.Say("AWS STS does not answer, so it is not known who this is to AWS", "AWS STS 没有回应，无法得知在 AWS 里的身份"),
			text.Say("check the network and AWS_ENDPOINT_URL_STS, unless the functions answer all the same", "检查网络和 AWS_ENDPOINT_URL_STS；如果函数仍有回应，可以忽略"))
	default:
		return good(text.Sayf("signed in as %q, in the region %s", "以%q的身份登录，区域是 %s", aws.ToString(out.Arn), x.cfg.Region))
	}
}

// onLoopback reports whether an address is this machine's.
func onLoopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && api.ThisMachine(u.Hostname())
}

// functions looks at whether the functions may be invoked, by whom they should,
// and which release they are of.
func (x *examination) functions(ctx context.Context) {
	x.Look(api.CheckInspect, func() api.Check {
		if x.shut = x.asker.client.May(ctx); x.shut != nil {
			return api.VerdictNG.Told(x.shut)
		}
		return good(text.Sayf("%q may be invoked", "可以调用%q", x.o.function))
	})
	x.Look(api.CheckPublish, func() api.Check {
		if x.onServer() && !api.IsAddress(x.o.publisher) {
			return bad(api.VerdictSkip, text.Say("no server that publishes is named", "没有指定负责发布的服务器"),
				text.Say("give publish-function the server's address, where this is to publish", "如果要在这里发布，请把 publish-function 设为服务器的地址"))
		}
		k, err := x.to(x.o.publisher, true)
		if err != nil {
			return api.VerdictNG.Told(err)
		}
		x.publisher = k.client
		return x.publishing(x.publisher.May(ctx))
	})
	x.Look(api.CheckVersions, func() api.Check { return x.versions(ctx) })
}

// publishing judges whether the function that publishes may be invoked: a job
// inside an environment has to, and one outside of it must not. What keeps both
// functions from being asked is one fault.
func (x *examination) publishing(err error) api.Check {
	var e *remote.Error
	named := x.o.publisher
	inside := x.claims.Environment != ""
	outside := x.claims.Subject != "" && !inside
	denied := errors.As(err, &e) && e.Denied
	x.mayPublish = err == nil && !outside
	switch {
	case err == nil && outside:
		return bad(api.VerdictWarn, text.Sayf("this job is in no environment and may invoke %q, so that any pull request can publish", "这个作业不在任何环境里，却能调用%q，因此任何拉取请求都能发布", named),
			text.Say("let role-to-assume be CAIDAN_INSPECT_ROLE of the stack's output Variables here, and let only the role of the environment invoke that function",
				"这里的 role-to-assume 应取堆栈的输出 Variables 里的 CAIDAN_INSPECT_ROLE，只让环境对应的角色调用那个函数"))
	case err == nil:
		return good(text.Sayf("%q may be invoked", "可以调用%q", named))
	case denied && outside:
		return good(text.Sayf("%q may not be invoked by this job, as it should be", "这个作业不能调用%q，正应如此", named))
	case denied && !inside:
		return good(text.Sayf("%q may not be invoked with these credentials, which are for looking", "这组凭证不能调用%q，只用于查看", named))
	case alike(err, x.shut):
		return api.Without(api.CheckInspect)
	default:
		return api.VerdictNG.Told(err)
	}
}

// alike reports whether what is wrong with two functions is the same, whichever
// they are.
func alike(a, b error) bool {
	var one, other *remote.Error
	if !errors.As(a, &one) || !errors.As(b, &other) {
		return false
	}
	return one.Meaning.In(text.English) == other.Meaning.In(text.English)
}

// oneRelease is what to do about releases that differ.
var oneRelease = text.Say("deploy the functions and use the command or the action of one release", "部署并使用同一版本的函数和命令（或 Action）")

// versions compares the releases of the command and of the functions.
func (x *examination) versions(ctx context.Context) api.Check {
	clients := []*remote.Client{x.asker.client}
	if x.mayPublish {
		clients = append(clients, x.publisher)
	}
	for i, client := range clients {
		res, err := client.Do(ctx, api.Request{Schema: api.Schema, Op: api.OpDiagnose, Origin: x.o.origin})
		named := client.Function()
		switch {
		case err != nil:
			return api.VerdictNG.Told(err)
		case res.Diagnosis == nil:
			return bad(api.VerdictNG, text.Sayf("%q is of a release that cannot be diagnosed", "%q的版本不支持诊断", named), oneRelease)
		case i == 0:
			x.own = res
		}
		if theirs := res.Diagnosis.Version; theirs != version.Short() {
			return bad(api.VerdictWarn, text.Sayf("%q is of release %q, and this command of %s", "%q的版本是%q，而这个命令的版本是 %s", named, theirs, version.Short()), oneRelease)
		}
	}
	return good(text.Sayf("this command and what it may ask are of release %s", "命令和可以调用的函数都是版本 %s", version.Short()))
}

// ledger takes over what the function says of the ledger, and compares its accounts
// with those of Git.
func (x *examination) ledger(ctx context.Context) {
	x.Look(api.CheckLedger, func() api.Check {
		for _, c := range x.own.Diagnosis.Checks {
			if c.Name == api.CheckLedger {
				return c
			}
		}
		return api.Without(api.CheckVersions)
	})
	x.Look(api.CheckUnmanaged, func() api.Check {
		if gone := x.asker.kept(ctx, unmanaged(x.checked, slices.Clone(x.own.Accounts))); len(gone) > 0 {
			return bad(api.VerdictWarn, text.Sayf("accounts that were published and left Git: %s", "发布过、但已不在 Git 里的账号：%s", text.List(gone).Most(shownOthers)),
				text.Say("bring the files back with caidan pull, delete the menus with caidan retire, or leave the accounts to another tool",
					"用 caidan pull 取回文件，用 caidan retire 删除菜单，或者把这些账号交给别的工具管理"))
		}
		return good(text.Say("every account that was published is in Git", "发布过的账号都在 Git 里"))
	})
	x.Look(api.CheckUnpublished, func() api.Check {
		published := set(x.own.Accounts)
		fresh := slices.DeleteFunc(names(x.checked.Accounts), func(name string) bool { return published[name] })
		if len(fresh) > 0 {
			return bad(api.VerdictWarn, text.Sayf("accounts of Git that were never published: %s", "在 Git 里、但从未发布过的账号：%s", text.List(fresh).Most(shownOthers)),
				text.Say("publish them by a push, or by hand with --first where an account has a menu already", "推送即可发布；账号已有菜单的，手动发布并加上 --first"))
		}
		return good(text.Say("every account of Git was published", "Git 里的账号都发布过"))
	})
}
