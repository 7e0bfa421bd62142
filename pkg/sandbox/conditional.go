package sandbox

import (
	"encoding/json"
	"strconv"
)

// maxConditionalHosts is how many hosts all conditional menus of an account may
// link to together. Source: the page on personalised menus.
const maxConditionalHosts = 3

// What menuids look like: nine digits, rising by two from one menu to the next.
// Source: getMenu's sample. Each account of a server has numbers of its own.
const (
	firstMenuID   = 449_778_320
	menuIDStep    = 2
	menuIDAccount = 1_000_000
)

// conditional is a conditional menu as WeChat keeps it.
type conditional struct {
	id    int64
	match matchRule
	menu  []button
}

// append writes the menu up to its closing brace, which may want a menuid
// before it.
func (c conditional) append(b []byte, s shape, style RuleStyle) []byte {
	b = s.append(append(b, `{"button":`...), c.menu)
	return c.match.append(append(b, `,"matchrule":`...), s, style)
}

// addConditional answers menu/addconditional. How many menus an account may
// have (65305) is not documented, so there is no limit here.
// Source: addConditionalMenu; captures of 65303, 65304 and of a menuid as a
// number; the order is [inferred].
func (a *account) addConditional(x exchange) reply {
	root, code := decodeBody(x.Body, codeButtonCount)
	if code != 0 {
		return x.fail(code)
	}
	if a.now.api == nil {
		return x.fail(codeNoDefaultMenu)
	}
	match, code := judgeMatch(root)
	if code != 0 {
		return x.fail(code)
	}
	menu, code := a.judgeMenu(root, conditionalDoor)
	if code != 0 {
		return x.fail(code)
	}
	c := conditional{id: a.newID(), match: match, menu: menu}
	m := a.now
	m.conditional = append([]conditional{c}, m.conditional...)
	if len(a.hostsOf(m.conditional)) > maxConditionalHosts {
		return x.fail(codeHostCount)
	}
	a.write(m)
	id := strconv.FormatInt(c.id, 10)
	if !a.MenuIDNumber {
		id = `"` + id + `"`
	}
	return served([]byte(`{"menuid":` + id + `}`))
}

// deleteConditional answers menu/delconditional, which takes the menuid as a
// string or as a number. It answers 65301 to a body that does not name a
// conditional menu, also when the body is not a JSON object.
// Source: deleteConditionalMenu; captures of 65301, also for a form.
func (a *account) deleteConditional(x exchange) reply {
	root, code := decodeBody(x.Body, codeNotConditional)
	if code != 0 {
		return x.fail(code)
	}
	id := menuID(root)
	m := a.now
	m.conditional = nil
	for _, c := range a.now.conditional {
		if c.id != id {
			m.conditional = append(m.conditional, c)
		}
	}
	if len(m.conditional) == len(a.now.conditional) {
		return x.fail(codeNotConditional)
	}
	a.write(m)
	return done()
}

// menuID reads a menuid; 0, which no menu has, when there is none.
func menuID(root map[string]any) int64 {
	var text string
	switch v := root["menuid"].(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
