package loopback

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Chinese is the language, simplified, that doubles know beside English. Every
// other text means English.
const Chinese = "zh"

// Text is what a double says to people: in English and in Chinese. What WeChat
// and AWS say is theirs and not one.
type Text struct{ EN, ZH string }

// Say returns a text; en and zh are literals, so that a test of the tree can
// hold them against each other.
func Say(en, zh string) Text { return Text{en, zh} }

// In returns the text in a language.
func (t Text) In(lang string) string {
	if lang == Chinese {
		return t.ZH
	}
	return t.EN
}

// Sayf returns a text made of formats, which are literals as those of [Say], and
// of the same operands: of these an [Error] and a Text are said in the language
// of the format.
func Sayf(en, zh string, args ...any) Text { return format(Text{en, zh}, args) }

// format fills in what a text of formats leaves open.
func format(t Text, args []any) Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, arg := range args {
		english[i], chinese[i] = arg, arg
		switch arg := arg.(type) {
		case Text:
			english[i], chinese[i] = arg.EN, arg.ZH
		case string:
			english[i], chinese[i] = operand{text: arg}, operand{text: arg, chinese: true}
		case error:
			chinese[i] = Message(arg, Chinese)
		}
	}
	return Text{fmt.Sprintf(t.EN, english...), fmt.Sprintf(t.ZH, chinese...)}
}

// shown is the most characters of a text from outside that is repeated.
const shown = 80

// operand is a text in a sentence: what is quoted there comes from outside, and
// is cut.
type operand struct {
	text    string
	chinese bool
}

// Format implements [fmt.Formatter].
func (o operand) Format(f fmt.State, verb rune) {
	s := o.text
	if verb != 'q' {
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), s)
		return
	}
	if long := []rune(s); len(long) > shown {
		s = string(long[:shown]) + "…"
	}
	if s = strconv.Quote(s); o.chinese {
		s = "“" + chineseQuotes.Replace(s[1:len(s)-1]) + "”"
	}
	_, _ = io.WriteString(f, s)
}

// chineseQuotes writes for Chinese quotes what stands between those of English, so
// that no text ends them.
var chineseQuotes = strings.NewReplacer(`\"`, `"`, "“", `\u201c`, "”", `\u201d`)

// Error is an error in both languages.
type Error struct {
	text  Text
	cause error
}

// Errorf returns an error that says what [Sayf] does.
func Errorf(en, zh string, args ...any) *Error { return &Error{text: format(Text{en, zh}, args)} }

// Because gives the error a cause for programs, which people are not shown.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// Error returns the error in English.
func (e *Error) Error() string { return e.text.EN }

// Unwrap returns the cause, nil for none.
func (e *Error) Unwrap() error { return e.cause }

// Message returns what an error says in a language; of one that is not an
// [Error], what it says.
func Message(err error, lang string) string {
	var e *Error
	if lang == Chinese && errors.As(err, &e) {
		return e.text.ZH
	}
	return err.Error()
}

// Language returns the language to answer a request in: that of its query, as
// in ?lang=zh, else the server's.
func (s *Server) Language(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return lang
	}
	return s.Lang
}
