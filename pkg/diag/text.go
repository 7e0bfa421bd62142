package diag

// Lang is a language of messages.
type Lang string

const (
	// English is the language where none is chosen.
	English Lang = "en"
	// Chinese is simplified Chinese.
	Chinese Lang = "zh"
)

// Langs returns the languages there are.
func Langs() []Lang { return []Lang{English, Chinese} }

// Text is a sentence, or a format of one, in every language. In a format the
// languages may order the operands differently, as in %[2]s.
type Text struct{ EN, ZH string }

// In returns the text in a language; English for one that there is not.
func (t Text) In(l Lang) string {
	if l == Chinese {
		return t.ZH
	}
	return t.EN
}
