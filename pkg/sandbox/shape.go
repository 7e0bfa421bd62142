package sandbox

// slash says how '/' is written in a JSON string.
type slash bool

const (
	plainSlash  slash = false
	escapeSlash slash = true // as all of WeChat's answers do
)

// shape is one of the ways a menu is written as JSON.
type shape struct {
	slash slash

	// emptySub gives each leaf "sub_button":[], before appid and media_id.
	emptySub bool

	// list wraps sub-buttons in {"list":[...]}.
	list bool
}

// getShape is menu/get's. Source: getMenu's sample and captures.
func getShape() shape { return shape{slash: escapeSlash, emptySub: true} }

// selfmenuShape is get_current_selfmenu_info's.
// Source: getCurrentSelfmenuInfo's sample and a capture of 2019.
func selfmenuShape() shape { return shape{slash: escapeSlash, list: true} }

// createShape is menu/create's. Source: createCustomMenu's samples.
func createShape() shape { return shape{slash: plainSlash} }

func (s shape) append(b []byte, list []button) []byte {
	b = append(b, '[')
	for i, btn := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendButton(b, btn)
	}
	return append(b, ']')
}

func (s shape) appendButton(b []byte, btn button) []byte {
	b = append(b, '{')
	b = s.appendMember(b, "type", btn.kind)
	b = s.appendMember(b, "name", btn.name)
	b = s.appendMember(b, "key", btn.key)
	b = s.appendMember(b, "url", btn.url)
	switch {
	case len(btn.sub) > 0 && s.list:
		b = append(s.append(append(b, `,"sub_button":{"list":`...), btn.sub), '}')
	case len(btn.sub) > 0:
		b = s.append(append(b, `,"sub_button":`...), btn.sub)
	case s.emptySub:
		b = append(b, `,"sub_button":[]`...)
	}
	b = s.appendMember(b, "appid", btn.appID)
	b = s.appendMember(b, "pagepath", btn.pagePath)
	b = s.appendMember(b, "media_id", btn.mediaID)
	b = s.appendMember(b, "article_id", btn.articleID)
	return append(b, '}')
}

// appendMember writes a string member; an empty one is not there.
func (s shape) appendMember(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	b = append(b, `":`...)
	return appendString(b, value, s.slash)
}

// appendString writes a JSON string the way WeChat does: text as raw UTF-8,
// and only what JSON demands, and '/', behind a backslash.
func appendString(b []byte, text string, slash slash) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\' || c == '/' && slash == escapeSlash:
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
