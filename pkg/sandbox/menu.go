package sandbox

import "strconv"

// createMenu answers menu/create: the whole default menu is replaced, or
// nothing is. What was published in the console gives way to it; the
// conditional menus and the switch stay as they are [inferred].
func (a *account) createMenu(x exchange) reply {
	root, code := decodeBody(x.Body, codeButtonCount)
	if code != 0 {
		return x.fail(code)
	}
	menu, code := a.judgeMenu(root, createDoor)
	if code != 0 {
		return x.fail(code)
	}
	m := a.now
	m.api, m.shown, m.byHand, m.id = menu, menu, false, a.newID()
	a.write(m)
	return done()
}

// getMenu answers menu/get. The menuid of the default menu is there when there
// are conditional menus. Source: getMenu and its samples.
func (a *account) getMenu(x exchange) reply {
	m := a.read(readsGet)
	if m.api == nil {
		return x.fail(codeNoMenu)
	}
	body := getShape.append([]byte(`{"menu":{"button":`), m.api)
	if len(m.conditional) == 0 {
		return served(append(body, `}}`...))
	}
	body = append(body, `,"menuid":`...)
	body = strconv.AppendInt(body, m.id, 10)
	body = append(body, `},"conditionalmenu":[`...)
	for i, c := range m.conditional {
		if i > 0 {
			body = append(body, ',')
		}
		body = c.append(body, getShape, a.MatchRule)
		body = append(body, `,"menuid":`...)
		body = strconv.AppendInt(body, c.id, 10)
		body = append(body, '}')
	}
	return served(append(body, `]}`...))
}

// selfmenu answers get_current_selfmenu_info. Source: getCurrentSelfmenuInfo;
// the answers without a menu, and with one that is switched off, are known from
// captures.
func (a *account) selfmenu(exchange) reply {
	m := a.read(readsSelfmenu)
	body := []byte(`{"is_menu_open":1`)
	if m.off || m.shown == nil {
		body = []byte(`{"is_menu_open":0`)
	}
	if m.shown != nil {
		body = append(selfmenuShape.append(append(body, `,"selfmenu_info":{"button":`...), m.shown), '}')
	}
	return served(append(body, '}'))
}

// deleteMenu answers menu/delete: it removes the default menu, also one of the
// web console, and every conditional menu. It answers ok as well when there is
// nothing to remove.
// Source: deleteMenu; captures of two in a row.
func (a *account) deleteMenu(exchange) reply {
	a.write(menus{off: a.now.off})
	return done()
}
