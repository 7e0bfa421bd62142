package wechat

import (
	"context"
	"errors"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Writer reads and changes one account's live menus.
type Writer struct {
	*Reader
	// Again is asked right before a write is sent once more, which it is not where
	// that is false: the error is then that of the time before. Nil lets each be.
	Again func(context.Context) bool
}

// Writer returns a Writer for the account whose tokens these are.
func (c *Client) Writer(tokens TokenSource) *Writer {
	return &Writer{Reader: c.Reader(tokens)}
}

// Create replaces the account's whole default menu. body is sent as it is, so
// menu.CheckWire looks at it first. Repeating it is harmless and, after an
// unclear answer, done; conditional menus stay.
func (w *Writer) Create(ctx context.Context, body []byte) error {
	if len(body) == 0 {
		return errors.New("post menu/create: no body")
	}
	if err := menu.CheckWire(body); err != nil {
		return err
	}
	_, err := w.call(ctx, request{op: opCreate, body: body, again: w.Again})
	return err
}

// Delete removes the account's default menu and all conditional menus. An account
// without a menu is not an error to WeChat. Repeating it is harmless and, after an
// unclear answer, done.
// Source: deleteMenu.
func (w *Writer) Delete(ctx context.Context) error {
	_, err := w.call(ctx, request{op: opDelete, again: w.Again})
	return err
}
