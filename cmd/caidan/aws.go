package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/text"
)

// awsConfig loads the ambient AWS settings: environment, profile, or the role
// of the machine. An empty region leaves the ambient one.
func awsConfig(ctx context.Context, region string) (aws.Config, error) {
	// What the SDK logs by itself is for its developers, and in English.
	opts := []func(*config.LoadOptions) error{config.WithLogger(logging.Nop{})}
	if region != "" {
		opts = append(opts, config.WithRegion(region))
	}
	cfg, err := config.LoadDefaultConfig(ctx, opts...)
	if err != nil {
		return cfg, &text.Error{
			Meaning: text.Sayf("the AWS settings cannot be loaded: %q", "无法读取 AWS 设置：%q", err.Error()),
			Remedy:  text.Say("check AWS_PROFILE and the AWS settings files", "检查 AWS_PROFILE 和 AWS 的设置文件"),
			Cause:   err,
		}
	}
	if strings.ContainsFunc(cfg.Region, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) }) {
		return cfg, &text.Error{
			Meaning: text.Sayf("the region %q is not written as one", "区域%q的写法不对", cfg.Region),
			Remedy:  text.Say("set AWS_REGION, or the input aws-region, to the stack's region, as in ap-southeast-1", "把 AWS_REGION 或输入 aws-region 设为堆栈所在的区域，例如 ap-southeast-1"),
		}
	}
	return cfg, nil
}

// defaultAudience is what the AWS accounts of a region expect in GitHub's OIDC
// tokens. Source: GitHub, configuring OpenID Connect in Amazon Web Services;
// aws-actions/configure-aws-credentials for the China regions.
func defaultAudience(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "sts.amazonaws.com.cn"
	}
	return "sts.amazonaws.com"
}

// assumeRole makes the settings those of a role, signed in to with the job's
// OIDC token. The ambient credentials, when there are any, win: a workflow that
// signs in by itself knows why.
func assumeRole(ctx context.Context, cfg *aws.Config, getenv func(string) string, action *github.Action, in github.Inputs) {
	if in.RoleToAssume == "" || getenv("AWS_ACCESS_KEY_ID") != "" {
		return
	}
	token := tokenFunc(func() ([]byte, error) {
		token, err := action.IDToken(ctx, cmp.Or(in.Audience, defaultAudience(cfg.Region)))
		return []byte(token), err
	})
	provider := stscreds.NewWebIdentityRoleProvider(sts.NewFromConfig(*cfg), in.RoleToAssume, token,
		func(o *stscreds.WebIdentityRoleOptions) { o.RoleSessionName = "caidan" })
	cfg.Credentials = aws.NewCredentialsCache(provider)
}

// tokenFunc is an stscreds.IdentityTokenRetriever.
type tokenFunc func() ([]byte, error)

// GetIdentityToken returns the token.
func (f tokenFunc) GetIdentityToken() ([]byte, error) { return f() }
