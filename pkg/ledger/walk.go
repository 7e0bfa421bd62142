package ledger

import "context"

// page is how many records Walk reads at a time. A record may take some
// megabytes in memory, and what is looked for is nearly always among the newest
// few.
const page = 20

// Walk gives an account's records with numbers below before to f, newest
// first, until f returns false; before 0 is from the newest. It returns the
// number of the last record that f was given, which is the before to go on
// from, and 0 when that was the first record of all.
func Walk(ctx context.Context, r Reader, account string, before int, f func(*Record) bool) (next int, err error) {
	for {
		list, err := r.Records(ctx, account, before, page)
		if err != nil {
			return 0, err
		}
		for i := range list {
			before = list[i].Number
			more := before > 1 && (i < len(list)-1 || len(list) == page)
			switch goOn := f(&list[i]); {
			case !more:
				return 0, nil
			case !goOn:
				return before, nil
			}
		}
		if len(list) == 0 {
			return 0, nil
		}
	}
}
