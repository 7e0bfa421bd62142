package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// The endpoints of a third-party platform.
const (
	opComponent   = "component/api_component_token"
	opAuthorizer  = "component/api_authorizer_token"
	opAuthorizers = "component/api_get_authorizer_list"
)

// maxListed is the most accounts that WeChat lists at once.
// Source: api_get_authorizer_list.
const maxListed = 500

// ComponentToken exchanges a platform's ticket for its component token. Those of before
// are not valid any more then.
func (c *Client) ComponentToken(ctx context.Context, appID string, secret, ticket Secret) (Token, error) {
	var out struct {
		Token   string `json:"component_access_token"`
		Expires int64  `json:"expires_in"`
	}
	err := c.component(ctx, opComponent, Secret{}, map[string]any{
		"component_appid": appID, "component_appsecret": secret.Reveal(), "component_verify_ticket": ticket.Reveal(),
	}, &out, func() bool { return out.Token != "" }, secret, ticket)
	return Token{Value: NewSecret(out.Token), ExpiresIn: lifeOf(out.Expires)}, err
}

// AuthorizerToken exchanges an account's refresh token for its token, and for the
// refresh token to use from then on.
func (c *Client) AuthorizerToken(ctx context.Context, component Secret, appID, account string, refresh Secret) (token Token, next Secret, err error) {
	var out struct {
		Token   string `json:"authorizer_access_token"`
		Expires int64  `json:"expires_in"`
		Refresh string `json:"authorizer_refresh_token"`
	}
	err = c.component(ctx, opAuthorizer, component, map[string]any{
		"component_appid": appID, "authorizer_appid": account, "authorizer_refresh_token": refresh.Reveal(),
	}, &out, func() bool { return out.Token != "" }, refresh)
	return Token{Value: NewSecret(out.Token), ExpiresIn: lifeOf(out.Expires), Authorised: true}, NewSecret(out.Refresh), err
}

// Authorizer returns the refresh token of an account, empty where it has not authorised
// the platform.
func (c *Client) Authorizer(ctx context.Context, component Secret, appID, account string) (string, error) {
	for offset := 0; ; offset += maxListed {
		var out struct {
			Total int `json:"total_count"`
			List  []struct {
				AppID   string `json:"authorizer_appid"`
				Refresh string `json:"refresh_token"`
			} `json:"list"`
		}
		err := c.component(ctx, opAuthorizers, component, map[string]any{"component_appid": appID, "offset": offset, "count": maxListed}, &out,
			func() bool { return out.List != nil })
		if err != nil {
			return "", err
		}
		for _, a := range out.List {
			if a.AppID == account {
				return a.Refresh, nil
			}
		}
		if len(out.List) == 0 || offset+maxListed >= out.Total {
			return "", nil
		}
	}
}

// component asks an endpoint of the platform's, and reads its answer, which has to be
// whole.
func (c *Client) component(ctx context.Context, op string, token Secret, ask map[string]any, out any, whole func() bool, secrets ...Secret) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(ask); err != nil {
		return fmt.Errorf("encode %s request: %w", op, err)
	}
	ans, err := c.send(ctx, request{op: op, token: token, tokenName: "component_access_token", secrets: secrets, body: bytes.TrimSpace(body.Bytes())})
	if err != nil {
		return err
	}
	if json.Unmarshal(ans.body, out) != nil || !whole() {
		return unknown(op, ans, errors.New("answer has not what was asked for"))
	}
	return nil
}

// lifeOf is a life in seconds as an answer claims it.
func lifeOf(seconds int64) time.Duration {
	return time.Duration(max(0, min(seconds, int64(maxLife/time.Second)))) * time.Second
}
