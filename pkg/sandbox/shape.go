package sandbox

import "strconv"

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

var (
	// getShape is menu/get's. Source: getMenu's sample and captures.
	getShape = shape{slash: escapeSlash, emptySub: true}

	// selfmenuShape is get_current_selfmenu_info's.
	// Source: getCurrentSelfmenuInfo's sample and a capture of 2019.
	selfmenuShape = shape{slash: escapeSlash, list: true}

	// createShape is menu/create's. Source: createCustomMenu's samples.
	createShape = shape{slash: plainSlash}
)

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
	b = s.appendMember(b, "type", btn.typ)
	b = s.appendMember(b, "name", btn.name)
	for f, value := range btn.values {
		if field(f) == fieldAfterSub {
			b = s.appendSub(s.appendNews(b, btn.news), btn.sub)
		}
		b = s.appendMember(b, rules[f].member, value)
	}
	return append(b, '}')
}

// appendSub writes sub_button.
func (s shape) appendSub(b []byte, list []button) []byte {
	switch {
	case len(list) > 0 && s.list:
		return append(s.append(append(b, `,"sub_button":{"list":`...), list), '}')
	case len(list) > 0:
		return s.append(append(b, `,"sub_button":`...), list)
	case s.emptySub:
		return append(b, `,"sub_button":[]`...)
	}
	return b
}

// appendMember writes a string member; an empty one is not there.
func (s shape) appendMember(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendString(s.appendName(b, name), value, s.slash)
}

// appendName writes what stands before a member's value.
func (shape) appendName(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	return append(b, `":`...)
}

// appendNews writes news_info, in which empty members stay; a button without
// news has none.
// Source: getCurrentSelfmenuInfo's sample.
func (s shape) appendNews(b []byte, list []article) []byte {
	if list == nil {
		return b
	}
	b = append(s.appendName(b, "news_info"), `{"list":[`...)
	for i, a := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"title":`...), a.Title, s.slash)
		b = appendString(append(b, `,"author":`...), a.Author, s.slash)
		b = appendString(append(b, `,"digest":`...), a.Digest, s.slash)
		b = strconv.AppendInt(append(b, `,"show_cover":`...), int64(a.ShowCover), 10)
		b = appendString(append(b, `,"cover_url":`...), a.CoverURL, s.slash)
		b = appendString(append(b, `,"content_url":`...), a.ContentURL, s.slash)
		b = appendString(append(b, `,"source_url":`...), a.SourceURL, s.slash)
		b = append(b, '}')
	}
	return append(b, `]}`...)
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
