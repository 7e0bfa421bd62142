package text

import "errors"

// Error is an error for people: what happened and what to do about it, in every
// language.
type Error struct {
	// Meaning says what happened, in a clause.
	Meaning Spoken
	// Remedy says what to do, in a clause; nil where the meaning does.
	Remedy Spoken
	// Cause is the error below, nil where there is none. Its text is not
	// shown: what a reader needs of it is in Meaning.
	Cause error
}

// Error returns the meaning in English.
func (e *Error) Error() string { return e.Meaning.In(English) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Explain returns what an error says in a language and what to do about it,
// empty where that is not known. An error that is not an [Error] has words in
// one language only; where that is another one they are quoted as foreign.
func Explain(err error, l Lang) (meaning, remedy string) {
	var e *Error
	switch {
	case errors.As(err, &e):
		if e.Remedy != nil {
			remedy = e.Remedy.In(l)
		}
		return e.Meaning.In(l), remedy
	case l == Chinese:
		return Sayf("an error: %s", "出错：%s", Quote(err.Error())).In(l), ""
	default:
		return err.Error(), ""
	}
}
