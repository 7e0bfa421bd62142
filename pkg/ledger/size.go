package ledger

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
	// Fit to be right: an & that comes back as &amp; in each parameter of a URL
	// stays far below it.
	growth = 2
	// reserve is what Fit keeps for all but menus, in bytes: eight texts of a
	// request, of a kilobyte each, and in the state the digests of what a
	// publish passes through, of which three rounds that each replace nine
	// menus take 8 KB.
	reserve = 16 << 10
)

// Size returns how many bytes a record takes as stored.
func Size(r Record) (int, error) {
	data, err := pack(recordOf(r.Account, r.Number), recordEnvelope(r))
	return len(data), err
}

// Fit makes room for a record and its intent, to be asked before the first
// write to WeChat: API, Shown and Readback of r need not be known. It keeps
// room for both answers at twice the size of what is to be sent, each
// compressed by itself. Where what was replaced is kept whole and does not fit
// beside that, r keeps its digests alone.
//
// A *SizeError means that there is no room even so. Nothing that Fit is about
// grows from one publish to the next, whatever was replaced, and whatever the
// origin and the reason are: after a record that fits, one of menus as large fits too.
//
// What is read back may be larger still, when another publisher published much
// more at the same moment. Append then returns a *SizeError, and the record
// fits when it is written with what was sent in API and Shown.
func Fit(r *Record) error {
	what := recordOf(r.Account, r.Number)
	size, err := room(what, Record{Desired: r.Desired, Replaced: r.Replaced})
	if size <= MaxSize {
		return err
	}
	r.Replaced = r.Replaced.withoutSets()
	if size, err = room(what, Record{Desired: r.Desired}); size <= MaxSize {
		return err
	}
	return &SizeError{What: what, Size: size, Max: MaxSize}
}

// room returns what a record of these menus may come to; 0 with an error.
func room(what string, menus Record) (int, error) {
	// What fits as it is need not be compressed to know; half is left for what
	// compressing could add.
	size, err := roomAs(plain, what, menus)
	if size <= MaxSize/2 {
		return size, err
	}
	return roomAs(pack, what, menus)
}

// roomAs returns what a record may come to, its parts written in that form; 0
// with an error.
func roomAs(form func(what string, v any) ([]byte, error), what string, menus Record) (int, error) {
	size := reserve
	for _, part := range []struct {
		value any
		times int
	}{{recordEnvelope(menus), 1}, {menus.Desired, growth}, {menus.Desired.Default(), growth}} {
		data, err := form(what, part.value)
		if err != nil {
			return 0, err
		}
		size += part.times * len(data)
	}
	return size, nil
}
