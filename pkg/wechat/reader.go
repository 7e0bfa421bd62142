package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Reader reads one account's live menu. It has no path to a write.
type Reader struct {
	client *Client
	tokens TokenSource
}

// Reader returns a Reader for the account whose tokens these are.
func (c *Client) Reader(tokens TokenSource) *Reader {
	return &Reader{client: c, tokens: tokens}
}

// Menu returns what menu/get answers: the menus made through the API. An
// account without one (46003) has the empty set.
func (r *Reader) Menu(ctx context.Context) (menu.Set, error) {
	ans, err := r.call(ctx, request{op: opGet})
	var refused *Error
	if errors.As(err, &refused) && refused.Op == opGet && refused.Errcode == codeNoMenu {
		return menu.Set{}, nil
	}
	if err != nil {
		return menu.Set{}, err
	}
	set, err := menu.DecodeAPI(ans.body)
	if err != nil {
		return menu.Set{}, unknown(opGet, ans, err)
	}
	return set, nil
}

// Shown returns what get_current_selfmenu_info answers: what followers see,
// made by the API or in the console.
func (r *Reader) Shown(ctx context.Context) (menu.Shown, error) {
	ans, err := r.call(ctx, request{op: opShown})
	if err != nil {
		return menu.Shown{}, err
	}
	shown, err := menu.DecodeShown(ans.body)
	if err != nil {
		return menu.Shown{}, unknown(opShown, ans, err)
	}
	return shown, nil
}

// TryMatch returns the menu that a follower sees, by OpenID or WeChat id: the
// conditional menu that matches them, or else the default one; none of an account
// without a menu (65303). It is a POST and changes nothing.
func (r *Reader) TryMatch(ctx context.Context, userID string) ([]menu.Button, error) {
	if userID == "" {
		return nil, errors.New("post menu/trymatch: no user")
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]string{"user_id": userID}); err != nil {
		return nil, fmt.Errorf("encode menu/trymatch request: %w", err)
	}
	if err := menu.CheckWire(body.Bytes()); err != nil {
		return nil, err
	}
	ans, err := r.call(ctx, request{op: opTry, body: bytes.TrimSpace(body.Bytes())})
	var refused *Error
	if errors.As(err, &refused) && refused.Op == opTry && refused.Errcode == codeNoDefault {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	buttons, err := decodeMatch(ans.body)
	if err != nil {
		return nil, unknown(opTry, ans, err)
	}
	return buttons, nil
}

// decodeMatch reads a successful answer of menu/trymatch: the buttons are
// documented at its root; some clients find them inside "menu", as in the
// answer of menu/get.
func decodeMatch(body []byte) ([]menu.Button, error) {
	var raw struct {
		Button json.RawMessage `json:"button"`
	}
	if json.Unmarshal(body, &raw) == nil && raw.Button != nil {
		body = slices.Concat([]byte(`{"menu":{"button":`), raw.Button, []byte(`}}`))
	}
	set, err := menu.DecodeAPI(body)
	return set.Menu, err
}

// call sends a request with the account's token, and once more with a new one
// when WeChat refuses the token.
func (r *Reader) call(ctx context.Context, req request) (answer, error) {
	token, err := r.tokens.Token(ctx)
	if err != nil {
		return answer{}, err
	}
	ans, stale := r.client.send(ctx, req.with(token))
	if !token.stale(stale) || token.Value.IsZero() {
		return ans, r.explained(token, stale)
	}
	r.tokens.Expire(token.Value)
	if token, err = r.tokens.Token(ctx); err != nil {
		if mayHaveActed(stale) {
			err = &TransportError{Op: req.op, Problem: NoAnswer, Sent: true, Cause: err}
		}
		return answer{}, err
	}
	if !req.mayFollow(ctx) {
		return answer{}, stale
	}
	ans, err = r.client.send(ctx, req.with(token))
	switch {
	case err == nil:
		return ans, nil
	case token.stale(err):
		r.tokens.Expire(token.Value)
		return answer{}, r.tokens.Explain(follow(stale, err))
	default:
		return answer{}, r.explained(token, follow(stale, err))
	}
}

// explained has a refusal of a cloud call explained: the same errcode is about
// something else there.
func (r *Reader) explained(token Token, err error) error {
	var refused *Error
	if token.Cloud == nil || !errors.As(err, &refused) {
		return err
	}
	return r.tokens.Explain(err)
}
