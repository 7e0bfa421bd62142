package sandbox

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// judgeMenu turns a decoded body into the menu WeChat would keep, or returns
// the code of the first rule it breaks: buttons in order, each before its
// sub-buttons, members in the order name, sub_button, type, and what the type
// needs. Other members of the body are ignored, matchrule among them.
// Source: createCustomMenu; captures for most codes; the order is [inferred].
func (a *account) judgeMenu(root map[string]any, d door) ([]button, int) {
	v, present := root["button"]
	list, isArray := v.([]any)
	switch {
	case !present, isArray && len(list) == 0:
		return nil, d.noButtonsCode
	case !isArray, len(list) > maxTopButtons:
		return nil, codeButtonCount
	}
	menu := make([]button, 0, len(list))
	for _, v := range list {
		b, code := a.judgeTop(members(v), d)
		if code != 0 {
			return nil, code
		}
		menu = append(menu, b)
	}
	return menu, 0
}

// members are a button's; what is no object has none [inferred].
func members(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func (a *account) judgeTop(m map[string]any, d door) (button, int) {
	name, code := judgeName(m, d.top)
	if code != 0 {
		return button{}, code
	}
	subs, code := subButtons(m)
	if code != 0 {
		return button{}, code
	}
	if len(subs) == 0 {
		return a.judgeLeaf(m, name, d.top)
	}
	if len(subs) > maxSubButtons {
		return button{}, codeSubButtonCount
	}
	// What WeChat does with a type beside sub-buttons is not documented, only
	// that the two exclude each other. [inferred]
	if kind, _ := m["type"].(string); kind != "" {
		return button{}, codeTopType
	}
	b := button{name: name}
	for _, v := range subs {
		sub, code := a.judgeSub(members(v), d.sub)
		if code != 0 {
			return button{}, code
		}
		b.sub = append(b.sub, sub)
	}
	return b, 0
}

func (a *account) judgeSub(m map[string]any, l level) (button, int) {
	name, code := judgeName(m, l)
	if code != 0 {
		return button{}, code
	}
	subs, code := subButtons(m)
	if code != 0 {
		return button{}, code
	}
	if len(subs) > 0 {
		return button{}, codeMenuDepth
	}
	return a.judgeLeaf(m, name, l)
}

// subButtons returns the sub_button member, which may be missing or empty. What
// is no array, null among them, is 40016: a whole selfmenu answer sent back
// gets that code, of a single button no capture is known [inferred].
func subButtons(m map[string]any) ([]any, int) {
	v, present := m["sub_button"]
	list, isArray := v.([]any)
	if present && !isArray {
		return nil, codeButtonCount
	}
	return list, 0
}

// judgeLeaf judges a button without sub-buttons and keeps what its type uses.
func (a *account) judgeLeaf(m map[string]any, name string, l level) (button, int) {
	kind, _ := m["type"].(string)
	b := button{kind: kind, name: name}
	var code int
	switch useOf(kind) {
	case usesKey:
		b.key, code = text(m, "key", maxKey, l.keySizeCode)
	case usesURL:
		b.url, code = judgeURL(m, l)
	case usesMiniProgram:
		code = a.judgeMiniProgram(&b, m, l)
	case usesMedia:
		b.mediaID, code = text(m, "media_id", noLimit, l.mediaSizeCode)
		if code == 0 && !knows(a.Media, b.mediaID) {
			code = codeBadMediaID
		}
	case usesArticle:
		b.articleID, code = text(m, "article_id", noLimit, codeBadArticleID)
		if code == 0 && !knows(a.Articles, b.articleID) {
			code = codeBadArticleID
		}
	case unknownType:
		if l.byHand && isConsoleType(kind) {
			b.value, b.news = consoleValue(m)
			break
		}
		code = judgeUnknownType(kind, l)
	}
	return b, code
}

// judgeUnknownType tells a missing type and a known one in the wrong case from
// all others. Source: two independent reports of 65318 for VIEW.
func judgeUnknownType(kind string, l level) int {
	if kind == "" {
		return l.noTypeCode
	}
	if useOf(strings.ToLower(kind)) != unknownType {
		return codeBadCharset
	}
	return l.typeCode
}

// judgeMiniProgram wants a url for old clients too.
// Source: createCustomMenu, fields url, appid and pagepath; captures of 40166,
// 45064 and 40165, whose order is [inferred].
func (a *account) judgeMiniProgram(b *button, m map[string]any, l level) int {
	var code int
	if b.url, code = judgeURL(m, l); code != 0 {
		return code
	}
	if b.appID, code = text(m, "appid", noLimit, codeBadMiniProgram); code != 0 {
		return code
	}
	if !isAppID(b.appID) {
		return codeBadMiniProgram
	}
	if !knows(a.MiniPrograms, b.appID) {
		return codeMiniProgramRights
	}
	if b.pagePath, code = text(m, "pagepath", noLimit, codeBadPagePath); code != 0 {
		return code
	}
	if strings.ContainsAny(b.pagePath, `{}"<>\`) || strings.ContainsFunc(b.pagePath, unicode.IsSpace) {
		return codeBadPagePath
	}
	return 0
}

// judgeName wants a name that shows something.
func judgeName(m map[string]any, l level) (string, int) {
	name, code := text(m, "name", l.maxName, codeNameSize)
	if code == 0 && strings.TrimSpace(name) == "" {
		code = codeNameSize
	}
	return name, code
}

// text returns a member that must be a string of 1 to limit bytes, or sizeCode.
// Any other JSON type counts as missing. Control characters and the replacement
// character are 65318, before the size is looked at [inferred].
func text(m map[string]any, member string, limit, sizeCode int) (string, int) {
	s, _ := m[member].(string)
	if strings.ContainsFunc(s, isUnwritable) {
		return "", codeBadCharset
	}
	if s == "" || len(s) > limit {
		return "", sizeCode
	}
	return s, 0
}

// isUnwritable says that a menu cannot show the character: it is a control
// character, or what a broken encoding leaves behind.
func isUnwritable(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
