package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// maxLife caps what a token's answer may claim, so that it cannot overflow.
// Real tokens live 2 hours at most. Source: getStableAccessToken.
const maxLife = 24 * time.Hour

// Credential is what an account's tokens are exchanged for.
type Credential struct {
	// AppID is the account's id, "wx" and 16 lower-case hexadecimal digits.
	AppID string
	// Secret is the account's AppSecret.
	Secret Secret
}

// Token is what a call carries to say whose it is.
type Token struct {
	// Value is an access token; zero where calls carry none.
	Value Secret
	// ExpiresIn is how long it lives from now on; 0 when WeChat did not say.
	ExpiresIn time.Duration
	// Authorised is set where it is of an account that has authorised a third-party
	// platform.
	Authorised bool
	// Cloud is set where calls come from inside WeChat Cloud Run; nil elsewhere.
	Cloud *Cloud
}

// Cloud is how WeChat Cloud Run tells whose a call is: by the token that it keeps for
// the container, or, where there is none, by itself, from the address that the call
// goes to, which is then http://api.weixin.qq.com.
// Source: WeChat Cloud Run, open interface service.
type Cloud struct {
	// From is the appid of the account that the call is for; empty means the one that
	// owns the cloud environment.
	From string
}

// TokenSource hands out one account's access token. Its methods may be called
// concurrently.
type TokenSource interface {
	// Token returns a token that is valid as far as the source knows.
	Token(ctx context.Context) (Token, error)
	// Expire says that WeChat refused the token: the source forgets it, if it
	// is still the one it hands out.
	Expire(token Secret)
	// Explain adds to WeChat's refusal of a token, after that of the token
	// before, and to every refusal of a call from WeChat Cloud Run, what the
	// source knows of why. It may return the refusal as it is.
	Explain(refusal error) error
}

// StableToken exchanges a credential for an access token. It never forces a
// refresh, so other holders of the account's token are not disturbed.
func (c *Client) StableToken(ctx context.Context, cred Credential) (Token, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(struct {
		GrantType    string `json:"grant_type"`
		AppID        string `json:"appid"`
		Secret       string `json:"secret"`
		ForceRefresh bool   `json:"force_refresh"`
	}{"client_credential", cred.AppID, cred.Secret.Reveal(), false})
	if err != nil {
		return Token{}, fmt.Errorf("encode stable_token request: %w", err)
	}
	ans, err := c.send(ctx, request{op: opToken, secrets: []Secret{cred.Secret}, body: bytes.TrimSpace(body.Bytes())})
	if err != nil {
		return Token{}, err
	}
	tok, err := decodeToken(ans.body)
	if err != nil {
		return Token{}, unknown(opToken, ans, err)
	}
	return tok, nil
}

func decodeToken(body []byte) (Token, error) {
	var raw struct {
		AccessToken json.RawMessage `json:"access_token"`
		ExpiresIn   json.RawMessage `json:"expires_in"`
	}
	var value string
	if json.Unmarshal(body, &raw) != nil || json.Unmarshal(raw.AccessToken, &value) != nil || value == "" {
		return Token{}, errors.New("answer has no access_token")
	}
	tok := Token{Value: NewSecret(value)}
	if n, err := strconv.ParseInt(looseText(raw.ExpiresIn), 10, 64); err == nil && n > 0 {
		tok.ExpiresIn = lifeOf(n)
	}
	return tok, nil
}
