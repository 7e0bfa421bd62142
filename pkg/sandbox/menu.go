package sandbox

// createMenu answers menu/create: the whole default menu is replaced, or
// nothing is.
func (a *account) createMenu(x *exchange) reply {
	root, code := decodeMenu(x.body)
	if code != 0 {
		return x.fail(code)
	}
	menu, code := a.judgeMenu(root)
	if code != 0 {
		return x.fail(code)
	}
	a.menu = menu
	return done()
}

// getMenu answers menu/get.
func (a *account) getMenu(x *exchange) reply {
	if a.menu == nil {
		return x.fail(codeNoMenu)
	}
	return served(append(getShape().append([]byte(`{"menu":{"button":`), a.menu), `}}`...))
}

// selfmenu answers get_current_selfmenu_info. Source: getCurrentSelfmenuInfo;
// the answer without a menu is known from captures.
func (a *account) selfmenu(*exchange) reply {
	if a.menu == nil {
		return served([]byte(`{"is_menu_open":0}`))
	}
	return served(append(selfmenuShape().append([]byte(`{"is_menu_open":1,"selfmenu_info":{"button":`), a.menu), `}}`...))
}

// deleteMenu answers menu/delete, which is content when there is nothing to
// delete. Source: deleteMenu; captures of two in a row.
func (a *account) deleteMenu(*exchange) reply {
	a.menu = nil
	return done()
}

// createBody is the default menu as menu/create takes it, nil when there is
// none.
func (a *account) createBody() []byte {
	if a.menu == nil {
		return nil
	}
	return append(createShape().append([]byte(`{"button":`), a.menu), '}')
}
