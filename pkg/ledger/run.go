package ledger

import (
	"context"
	"errors"
)

const (
	// runRecords is the most records of one run that are looked at: one for
	// each time it was started again.
	runRecords = 100
	// unindexed is how many of the newest records are looked through for a run
	// that is not in the index, because a release from before the index may
	// have written them.
	unindexed = 100
)

// RunRecords returns the records that a GitHub run wrote, newest first; none
// for a run that is not known. However long the ledger is, it reads no more
// than a few hundred records: of the runs that a release before the index of
// runs recorded it finds those among the newest records only.
func RunRecords(ctx context.Context, r Reader, account string, run int64) ([]Record, error) {
	if run <= 0 {
		return nil, nil
	}
	numbers, err := r.OfRun(ctx, account, run, runRecords)
	if err != nil {
		return nil, err
	}
	var list []Record
	for _, n := range numbers {
		rec, err := r.Record(ctx, account, n)
		switch {
		case err == nil && rec.Origin.RunID == run:
			list = append(list, rec)
		case err != nil && !errors.As(err, new(*NoRecordError)):
			return nil, err
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	seen := 0
	_, err = Walk(ctx, r, account, 0, func(rec *Record) bool {
		if rec.Origin.RunID == run {
			list = append(list, *rec)
		}
		seen++
		return seen < unindexed
	})
	return list, err
}
