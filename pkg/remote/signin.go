package remote

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/caidan-dev/caidan/pkg/text"
)

// signIn sees that there are a region and credentials.
func (c *lambdaCarrier) signIn(ctx context.Context) (hidden, *text.Error) {
	if c.region == "" {
		return nil, &text.Error{
			Meaning: text.Say("no AWS region is set", "没有设置 AWS 区域"),
			Remedy: text.Say(
				"set AWS_REGION, --aws-region, or in a workflow the input aws-region, to the function's",
				"把函数所在的区域写进 AWS_REGION 或 --aws-region；在工作流里用输入 aws-region",
			),
		}
	}
	if c.credentials == nil {
		return nil, noCredentials(nil)
	}
	creds, err := c.credentials.Retrieve(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, &text.Error{
			Meaning: notSent, Remedy: again, Cause: ctx.Err(),
		}
	case err != nil:
		return nil, notSignedIn(err)
	default:
		return hidden{creds.SecretAccessKey, creds.SessionToken}, nil
	}
}

// NoProvider says what to do where AWS STS answers that the account has no provider of a
// token's issuer, or one that does not know its audience; nil for another refusal.
// Source: AssumeRoleWithWebIdentity, errors.
func NoProvider(refusal smithy.APIError) text.Spoken {
	if refusal.ErrorCode() != "InvalidIdentityToken" {
		return nil
	}
	return text.Say(
		"see that the AWS account has GitHub's OIDC provider, with the audience among its client ids: the stack makes one where OidcProvider is new",
		"确认 AWS 账号里有 GitHub 的 OIDC 提供商，而且它的客户端 ID 里有这个受众；堆栈参数 OidcProvider 为 new 时会创建一个",
	)
}

// notSignedIn says why there are no credentials.
func notSignedIn(err error) *text.Error {
	var worded text.Worded
	var refusal smithy.APIError
	switch {
	case errors.As(err, &worded):
		meaning, remedy := worded.Words()
		return &text.Error{Meaning: meaning, Remedy: remedy, Cause: err}
	case errors.As(err, &refusal):
		e := &text.Error{
			Meaning: text.Sayf("AWS refused to sign you in: %s", "AWS 拒绝登录：%s", signed(refusal)),
			Remedy: text.Say(
				"let the role's trust policy name this repository in sub and the audience in aud, or sign in again",
				"让角色的信任策略在 sub 里写明这个仓库、在 aud 里写明受众，或者重新登录",
			),
			Cause: err,
		}
		if next := NoProvider(refusal); next != nil {
			e.Remedy = next
		}
		return e
	case strings.Contains(err.Error(), "no EC2 IMDS role found"):
		return noCredentials(err)
	default:
		e := noCredentials(err)
		e.Meaning = text.Sayf("there are no AWS credentials: %s", "没有 AWS 凭证：%s", hidden(nil).cause(err))
		return e
	}
}

// noCredentials is a machine or job that has none.
func noCredentials(cause error) *text.Error {
	return &text.Error{
		Meaning: text.Say("there are no AWS credentials", "没有 AWS 凭证"),
		Remedy: text.Say(
			"sign in, set AWS_PROFILE, or in a workflow give role-to-assume and the permission id-token: write",
			"登录 AWS 或设置 AWS_PROFILE；在工作流里给出 role-to-assume 和权限 id-token: write",
		),
		Cause: cause,
	}
}

// signed returns what AWS said, but for what it says of a wrong signature: that
// repeats what was signed, a session token too.
func signed(refusal smithy.APIError) text.Spoken {
	if strings.Contains(refusal.ErrorCode(), "Signature") {
		return text.Same(refusal.ErrorCode())
	}
	return hidden(nil).said(refusal)
}
