package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// AddConditional adds one conditional menu above those there are and returns
// its menuid in decimal. body is sent as it is, so menu.CheckWire looks at it
// first.
//
// It is not repeated once it may have been acted on, because every time adds
// another menu: an error that is [Unclear] comes at once, and menu/get says
// whether the menu is there.
func (w *Writer) AddConditional(ctx context.Context, body []byte) (menuID string, err error) {
	if len(body) == 0 {
		return "", errors.New("post menu/addconditional: no body")
	}
	if err := menu.CheckWire(body); err != nil {
		return "", err
	}
	ans, err := w.call(ctx, request{op: opAdd, body: body, again: w.Again})
	if err != nil {
		return "", err
	}
	if menuID, err = decodeMenuID(ans.body); err != nil {
		return "", unknown(opAdd, ans, err)
	}
	return menuID, nil
}

// DelConditional deletes the conditional menu with that menuid. An id that no
// conditional menu has is refused with 65301. Like [Writer.AddConditional] it
// is not repeated once it may have been acted on: the second time would be
// refused, and hide that the first was not.
func (w *Writer) DelConditional(ctx context.Context, menuID string) error {
	if !isMenuID(menuID) {
		return fmt.Errorf("post menu/delconditional: %.40q is not a menuid", menuID)
	}
	_, err := w.call(ctx, request{op: opDel, body: []byte(`{"menuid":"` + menuID + `"}`), again: w.Again})
	return err
}

// decodeMenuID returns the menuid of an answer, which is documented as a
// string and was seen as a number.
func decodeMenuID(body []byte) (string, error) {
	var raw struct {
		MenuID json.RawMessage `json:"menuid"`
	}
	if json.Unmarshal(body, &raw) != nil || !isMenuID(looseText(raw.MenuID)) {
		return "", errors.New("answer has no menuid in decimal")
	}
	return looseText(raw.MenuID), nil
}

// isMenuID reports whether text is a positive whole number.
func isMenuID(text string) bool {
	n, err := strconv.ParseUint(text, 10, 64)
	return err == nil && n > 0
}
