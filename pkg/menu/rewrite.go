package menu

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"
)

// What WeChat may make of what it is sent. No documentation says any of it; it
// is what servers do to texts and addresses without another meaning, and what
// databases of three-byte characters do to emoji. Anything else is another menu.

// MayAnswer reports whether menu/get may answer a set where it was sent s: the
// same, or with names and addresses written otherwise. Fields of the answer that
// no button knows do not count.
func (s Set) MayAnswer(answer Set) bool {
	return mayAnswer(s.Menu, answer.Menu, false, true) && s.MayList(answer)
}

// MayList is MayAnswer of the conditional menus alone.
func (s Set) MayList(answer Set) bool {
	return slices.EqualFunc(s.Conditional, answer.Conditional, func(sent, got Conditional) bool { return sent.mayAnswer(&got) })
}

// MayHold reports whether menu/get may answer a conditional menu where it was
// sent one of the set's.
func (s Set) MayHold(c Conditional) bool {
	return slices.ContainsFunc(s.Conditional, func(sent Conditional) bool { return sent.mayAnswer(&c) })
}

// MayShow is MayAnswer of get_current_selfmenu_info, which shows the default menu
// and may leave out ids. That it answers another id is not known of it.
func (s Set) MayShow(answer Set) bool { return mayAnswer(s.Menu, answer.Menu, true, true) }

// LeavesOut reports whether get_current_selfmenu_info may show an answer where it
// was sent s, but with ids left out, so that the answer fits other menus as well.
func (s Set) LeavesOut(answer Set) bool {
	return s.MayShow(answer) && !mayAnswer(s.Menu, answer.Menu, false, true)
}

func (c *Conditional) mayAnswer(got *Conditional) bool {
	return c.Match.TagID == got.Match.TagID && c.Match.ClientPlatformType == got.Match.ClientPlatformType &&
		len(c.Match.Extra) == len(got.Match.Extra) && mayAnswer(c.Menu, got.Menu, false, true)
}

func mayAnswer(sent, answer []Button, shown, bar bool) bool {
	return slices.EqualFunc(sent, answer, func(x, y Button) bool {
		x, y = x.whole(), y.whole()
		others := y.texts()
		for f, text := range x.texts() {
			from, to, field := *text, *others[f], fields[f]
			switch {
			case from == to, shown && field.unsure && to == "":
			case field.rewrites == nil || !field.rewrites(from, to, bar):
				return false
			}
		}
		return mayAnswer(x.Sub, y.Sub, shown, false)
	})
}

// whole returns the button with the texts that are sent, and its sub-menu.
func (b *Button) whole() Button {
	out := b.Sent()
	out.Sub = b.Sub
	return out
}

// rewritesText trims blanks and decodes entities.
func rewritesText(sent, answer string, _ bool) bool { return tidy(sent) == tidy(answer) }

func tidy(s string) string { return strings.TrimSpace(html.UnescapeString(s)) }

// rewritesName takes emoji out besides, or cuts the name where a client would
// not show more of it.
func rewritesName(sent, answer string, bar bool) bool {
	sent, answer = tidy(sent), tidy(answer)
	shown := ShownSub
	if bar {
		shown = ShownTop
	}
	const wide = 2 // cells of the character that a cut may leave no room for
	cut := strings.HasPrefix(sent, answer) && Width(answer) > shown-wide
	return cut || answer != "" && withoutEmoji(sent, answer)
}

// withoutEmoji reports whether an answer is what was sent, but for emoji that were
// taken out, and the blanks that this leaves at the edges.
func withoutEmoji(sent, answer string) bool {
	whole := answer
	for _, r := range sent {
		got, size := utf8.DecodeRuneInString(answer)
		edge := answer == whole || answer == ""
		switch {
		case size > 0 && got == r:
			answer = answer[size:]
		case !emoji(r) && (r != ' ' || !edge):
			return false
		}
	}
	return answer == ""
}

// emoji reports whether a character is an emoji or a part of one.
// Source: Unicode, emoji-data.txt, in whole blocks.
func emoji(r rune) bool {
	const joiner, keycap, picture = '\u200d', '\u20e3', '\ufe0f'
	return r == joiner || r == keycap || r == picture ||
		'\u2300' <= r && r <= '\u23ff' || '\u2600' <= r && r <= '\u27bf' || '\u2b00' <= r && r <= '\u2bff' ||
		'\U0001f000' <= r && r <= '\U0001faff'
}

// rewritesURL writes scheme and host in lower case, leaves out the scheme's own
// port, puts / for a missing path, and turns http into https. RFC 3986, section
// 6.2, calls all but the last equivalent.
func rewritesURL(sent, answer string, _ bool) bool {
	scheme, rest := splitURL(sent)
	got, end := splitURL(answer)
	return rest == end && (scheme == got || scheme == "http" && got == "https")
}

// splitURL returns the scheme of an address and the rest, as alike as equivalent
// ones can be.
func splitURL(url string) (scheme, rest string) {
	scheme, rest, found := strings.Cut(tidy(url), "://")
	if !found {
		return "", scheme
	}
	host, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, tail = rest[:i], rest[i:]
	}
	scheme = strings.ToLower(scheme)
	if port := (map[string]string{"http": ":80", "https": ":443"})[scheme]; port != "" {
		host = strings.TrimSuffix(host, port)
	}
	if !strings.HasPrefix(tail, "/") {
		tail = "/" + tail
	}
	return scheme, strings.ToLower(host) + tail
}
