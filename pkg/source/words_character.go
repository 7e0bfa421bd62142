package source

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/text"
)

// unknownCharacter is what Jsonnet says before a character that it does not know
// outside quotes.
const unknownCharacter = "Could not lex the character "

// sayCharacter says what is wrong with a character that stands in code.
func sayCharacter(sentence string) (said explanation, ok bool) {
	printed, found := strings.CutPrefix(sentence, unknownCharacter)
	// Jsonnet prints a Chinese comma as '\uff0c'.
	c, err := strconv.Unquote(printed)
	if !found || err != nil {
		return explanation{}, false
	}
	r := []rune(c)[0]
	switch half := halfWidth(r); {
	case half == ' ':
		return explanation{
			text.Sayf("a blank that is not an ordinary space stands in the code: U+%04X", "代码里有一个不是普通空格的空白字符：U+%04X", r),
			text.Say("type an ordinary space", "请改成普通空格"),
		}, true
	case half != 0:
		return explanation{
			// It may be a quote itself, which is shown as it is.
			text.Sayf("the full-width character %s stands in the code", "代码里有全角字符%s", text.Text{EN: text.Quote(c).String(), ZH: "“" + c + "”"}),
			text.Sayf("type the half-width character instead: %c", "请改成半角字符：%c", half),
		}, true
	}
	return explanation{
		text.Sayf("the character %q stands in the code outside quotes", "代码里有不在引号内的字符%q", c),
		text.Say("put text in quotes", "文字要放在引号里"),
	}, true
}

// halfWidth returns the character of Jsonnet that r looks like; 0 for none.
func halfWidth(r rune) rune {
	const first, last, shift = '！', '～', '！' - '!'
	switch {
	case first <= r && r <= last:
		return r - shift
	case unicode.IsSpace(r), r == '\u200b', r == '\ufeff':
		return ' '
	}
	return halfWidths[r]
}

// halfWidths are the marks of Chinese writing that lie outside the block of
// full-width characters.
var halfWidths = map[rune]rune{
	'“': '"', '”': '"', '‘': '\'', '’': '\'', '「': '\'', '」': '\'',
	'、': ',', '。': '.', '【': '[', '】': ']', '〔': '[', '〕': ']', '—': '-',
}
