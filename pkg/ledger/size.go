package ledger

import "github.com/caidan-dev/caidan/pkg/menu"

const (
	// MaxSize is the most bytes a state or record may take as stored.
	// DynamoDB lets an item have 400 KB with its keys and the names of its
	// attributes; a kilobyte is more than these take. The other stores keep
	// to it, so that what a demo can publish can be published.
	// Source: Amazon DynamoDB, quotas, item size.
	MaxSize = 400_000 - 1_000
	// MaxNumber is the highest number a record may have: that of an int of 32
	// bits, whose ten digits stores sort by.
	MaxNumber = 1<<31 - 1
	// growth is how many times larger than what was sent an answer may be for
	// CheckRoom to be right: an & that comes back as &amp; in each parameter
	// of a URL stays far below it.
	growth = 2
)

// Size returns how many bytes a record takes as stored.
func Size(r Record) (int, error) {
	data, err := pack(recordOf(r.Account, r.Number), envelope{Schema: Schema, Record: &r})
	return len(data), err
}

// CheckRoom returns a *SizeError when a record might turn out too large to be
// stored, to be asked before the first write to WeChat: API, Shown and Readback
// of r need not be known. Room is kept for both answers at twice the size of
// what is to be sent, each compressed by itself.
//
// What is read back may be larger still, when somebody else published much
// more at the same moment. Append then returns a *SizeError, and the record
// fits when it is written with what was sent in API and Shown.
func CheckRoom(r Record) error {
	r.API, r.Shown = menu.Set{}, menu.Set{}
	// What fits as it is need not be compressed to know; half is left for what
	// compressing could add.
	size, err := room(&r, plain)
	if err != nil || size <= MaxSize/2 {
		return err
	}
	if size, err = room(&r, pack); err != nil || size <= MaxSize {
		return err
	}
	return &SizeError{What: recordOf(r.Account, r.Number), Size: size, Max: MaxSize}
}

// room returns what a record may come to, its parts written in that form.
func room(r *Record, form func(what string, v any) ([]byte, error)) (int, error) {
	what := recordOf(r.Account, r.Number)
	data, err := form(what, envelope{Schema: Schema, Record: r})
	size := len(data)
	for _, answer := range []menu.Set{r.Desired, r.Desired.Default()} {
		if err != nil {
			return 0, err
		}
		data, err = form(what, answer)
		size += growth * len(data)
	}
	return size, err
}
