package api

import "github.com/caidan-dev/caidan/pkg/text"

// worded is a code that is said in one word, in each language. about is what it
// means in a sentence, empty where no reader asks.
type worded[C ~string] struct {
	code  C
	text  text.Text
	about text.Text
}

// codes returns the codes of a table, in its order.
func codes[C ~string](table []worded[C]) []C {
	var out []C
	for _, row := range table {
		out = append(out, row.code)
	}
	return out
}

// wordFor returns the word for a code; one that a newer function sends, as it is.
func wordFor[C ~string](table []worded[C], code C) text.Text {
	for _, row := range table {
		if row.code == code {
			return row.text
		}
	}
	return text.Both(text.Same(code))
}
