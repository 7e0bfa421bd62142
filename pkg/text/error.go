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

// Words returns the meaning and the remedy.
func (e *Error) Words() (meaning, remedy Spoken) { return e.Meaning, e.Remedy }

// Worded is an error with words in every language: an [*Error], or a type of
// another package's that a caller branches on.
type Worded interface {
	error
	// Words returns what happened and what to do, nil where that is not
	// known.
	Words() (meaning, remedy Spoken)
}

// Explain returns what an error says in a language and what to do about it,
// empty where that is not known. An error without words of ours is what [Cause]
// says of it.
func Explain(err error, l Lang) (meaning, remedy string) {
	var worded Worded
	if !errors.As(err, &worded) {
		return Cause(err).In(l), ""
	}
	m, r := worded.Words()
	if r != nil {
		remedy = r.In(l)
	}
	return m.In(l), remedy
}
