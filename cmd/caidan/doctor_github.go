package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// usualIssuer makes the OIDC tokens of github.com, and usualEnvironment is whose
	// jobs publish, where lambda/template.yaml is not told otherwise.
	usualIssuer      = "token.actions.githubusercontent.com"
	usualEnvironment = "wechat-production"
)

// github looks at what GitHub has to do with it.
func (x *examination) github(ctx context.Context) {
	if x.cfg, x.misset = awsConfig(ctx, x.o.region); x.misset == nil && x.o.signIn != nil {
		x.o.signIn(ctx, &x.cfg)
	}
	x.Look(api.CheckClaims, func() api.Check { return x.trusted(ctx) })
	if api.Worst(x.of(api.CheckClaims)) == api.VerdictNG {
		x.barred = api.CheckClaims
	}
	x.Look(api.CheckBranches, func() api.Check { return x.branches(ctx) })
}

// outside is a check of jobs where there is none.
func outside() api.Check {
	return bad(api.VerdictSkip, text.Say("this is not a job of GitHub Actions", "这不是 GitHub Actions 的作业"),
		text.Say("set the input command to doctor in a workflow, in the job that publishes", "在工作流里负责发布的作业中，把输入 command 设为 doctor"))
}

// trusted looks at the job's OIDC token, and whether the role takes it.
func (x *examination) trusted(ctx context.Context) api.Check {
	j := x.o.job
	switch {
	case j == nil:
		return outside()
	case j.run.Stranger:
		return bad(api.VerdictSkip, text.Say("the runs of forks and of Dependabot get no OIDC token", "来自 fork 和 Dependabot 的运行拿不到 OIDC 令牌"), nil)
	case x.onServer() && x.getenv(keyVariable) != "":
		return bad(api.VerdictSkip, text.Sayf("the server is asked with the key in %s, which wins over the job's token", "用 %s 里的密钥访问服务器，优先于作业的令牌", keyVariable), nil)
	case x.onServer():
		return x.jobToken(ctx, x.o.function)
	case j.RoleToAssume == "":
		return bad(api.VerdictSkip, text.Say("the job is given no role to sign in to", "作业没有指定要登录的角色"),
			text.Say("to plan or publish, give the input role-to-assume, from the stack's output Variables", "要制定计划或发布，就填写输入 role-to-assume，值在堆栈的输出 Variables 里"))
	case x.getenv("AWS_ACCESS_KEY_ID") != "":
		return bad(api.VerdictSkip, text.Say("the job has AWS credentials in its environment, which win over role-to-assume", "作业的环境变量里有 AWS 凭证，优先于 role-to-assume"), nil)
	}
	if c := x.jobToken(ctx, cmp.Or(j.Audience, defaultAudience(x.cfg.Region))); c.Verdict == api.VerdictNG {
		return c
	}
	return x.taken(ctx, j)
}

// taken looks at whether the role takes the job's token.
func (x *examination) taken(ctx context.Context, j *job) api.Check {
	name, _, usual := x.claims.Repository()
	signedIn := false
	if x.cfg.Credentials != nil && x.cfg.Region != "" {
		_, err := x.cfg.Credentials.Retrieve(ctx)
		var refusal smithy.APIError
		if errors.As(err, &refusal) && (usual || remote.NoProvider(refusal) != nil) {
			return bad(api.VerdictNG, text.Sayf("the role %q does not take the job's token, with sub %q and aud %q: %q", "角色%q不接受作业的令牌（sub 是%q，aud 是%q）：%q",
				j.RoleToAssume, x.claims.Subject, x.claims.Audience, refusal.ErrorCode()), x.untrusted(refusal))
		}
		signedIn = err == nil
	}
	switch {
	case usual:
		return good(text.Sayf("the job's token has sub %q and aud %q; the stack's Repository is %q", "作业令牌的 sub 是%q，aud 是%q；堆栈的参数 Repository 是%q",
			x.claims.Subject, x.claims.Audience, name))
	case signedIn: // a role that was made by hand takes what it was told to
		return x.known()
	default:
		return bad(api.VerdictNG, text.Sayf("the sub of the job's token is %q, which is not as GitHub writes it by itself, and the stack trusts no other", "作业令牌的 sub 是%q，不是 GitHub 默认的写法，而堆栈只信任默认的写法", x.claims.Subject),
			text.Say("have the repository use GitHub's usual sub: PUT /repos/OWNER/REPO/actions/oidc/customization/sub with use_default true",
				"让仓库使用 GitHub 默认的 sub：用 PUT /repos/OWNER/REPO/actions/oidc/customization/sub 把 use_default 设为 true"))
	}
}

// jobToken gets the job's token for an audience, and says what is in it.
func (x *examination) jobToken(ctx context.Context, audience string) api.Check {
	if address, err := api.Address(audience); err == nil {
		audience = address
	}
	token, err := x.o.job.action.IDToken(ctx, audience)
	if err == nil {
		x.claims, err = github.ReadClaims(token)
	}
	if err != nil {
		return api.VerdictNG.Told(err)
	}
	return x.known()
}

// known is the check of a token that says which job it is of.
func (x *examination) known() api.Check {
	return good(text.Sayf("the job's token has sub %q and aud %q", "作业令牌的 sub 是%q，aud 是%q", x.claims.Subject, x.claims.Audience))
}

// untrusted says what to do where the role does not take the job's token.
func (x *examination) untrusted(refusal smithy.APIError) text.Spoken {
	if next := remote.NoProvider(refusal); next != nil {
		return next
	}
	_, context, _ := x.claims.Repository()
	ref, isRef := strings.CutPrefix(context, "ref:")
	switch main := x.o.job.run.DefaultBranch; {
	case isRef && main != "" && ref != "refs/heads/"+main:
		return text.Sayf("start the workflow on %q, or let the job name the environment that publishes: no role of the stack is for %q",
			"请在%q上启动工作流，或者让作业写明负责发布的环境：堆栈没有角色是给%q的", main, ref)
	default:
		return x.deployWith()
	}
}

// deployWith says with which parameters the stack trusts the job's token, and which
// role is for it.
func (x *examination) deployWith() text.Spoken {
	name, context, _ := x.claims.Repository()
	parameters := []string{"Repository=" + name}
	role := "CAIDAN_INSPECT_ROLE"
	if environment := x.claims.Environment; environment != "" {
		parameters, role = append(parameters, "DeploymentEnvironment="+environment), "CAIDAN_PUBLISH_ROLE"
	}
	if branch, is := strings.CutPrefix(context, "ref:refs/heads/"); is {
		parameters = append(parameters, "DefaultBranch="+branch)
	}
	if issuer := strings.TrimPrefix(x.claims.Issuer, "https://"); issuer != usualIssuer {
		parameters = append(parameters, "OidcIssuer="+issuer)
	}
	if x.claims.Audience != defaultAudience(x.cfg.Region) {
		parameters = append(parameters, "OidcAudience="+x.claims.Audience)
	}
	for i, p := range parameters {
		parameters[i] = text.Visible(text.Cut(p, 2*text.Shown))
	}
	return text.Sayf("deploy lambda/template.yaml with %s, and let role-to-assume be %s of its output Variables",
		"用参数 %s 部署 lambda/template.yaml，并让 role-to-assume 取堆栈的输出 Variables 里的 %s", strings.Join(parameters, " "), role)
}

// branches looks at which branches may use the environment that publishes.
func (x *examination) branches(ctx context.Context) api.Check {
	j := x.o.job
	if j == nil {
		return outside()
	}
	environment, main := cmp.Or(x.claims.Environment, usualEnvironment), cmp.Or(j.run.DefaultBranch, "main")
	restrict := text.Sayf("in the repository's settings, let the environment %q take deployments from the branch %q only", "在仓库设置里，让环境%q只接受来自分支%q的部署", environment, main)
	var d github.Deployers
	err := j.reach(func(p *github.API) (err error) {
		d, err = p.Deployers(ctx, environment)
		return err
	})
	switch {
	case github.Missing(err):
		return bad(api.VerdictWarn, text.Sayf("GitHub does not know the environment %q, or does not show it to this job; the first job that names it makes it, and any branch may use it then",
			"GitHub 没有环境%q，或者不让这个作业看到；第一个用到它的作业会自动创建它，而且任何分支都能用", environment), restrict)
	case github.Forbidden(err):
		return bad(api.VerdictSkip, text.Sayf("the job's token may not look at the environment %q", "作业的令牌无权查看环境%q", environment),
			text.Say("give the job the permission actions: read to have it looked at", "要检查它，请给作业加上权限 actions: read"))
	case err != nil:
		return api.VerdictSkip.Told(err)
	case d.Protected:
		return good(text.Sayf("only protected branches may use the environment %q", "只有受保护的分支可以使用环境%q", environment))
	case d.All:
		return bad(api.VerdictWarn, text.Sayf("any branch may use the environment %q, and so publish", "任何分支都能使用环境%q，也就能发布", environment), restrict)
	case !slices.Equal(d.Names, []string{j.run.DefaultBranch}):
		return bad(api.VerdictWarn, text.Sayf("%s may use the environment %q, and so publish", "%s可以使用环境%q，也就能发布", text.Quotes(d.Names).Most(shownOthers), environment), restrict)
	default:
		return good(text.Sayf("only the branch %q may use the environment %q", "只有分支%q可以使用环境%q", main, environment))
	}
}
