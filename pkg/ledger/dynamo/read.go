package dynamo

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// State returns an account's state; with Version 0 when there is none.
func (r *Reader) State(ctx context.Context, account string) (ledger.State, error) {
	data, err := r.StoredState(ctx, account)
	if err != nil {
		return ledger.State{}, err
	}
	if data == nil {
		return ledger.State{Account: account}, nil
	}
	return ledger.DecodeState(account, data)
}

// StoredState returns an account's state as it is stored, nil without one.
func (r *Reader) StoredState(ctx context.Context, account string) ([]byte, error) {
	it, err := r.get(ctx, stateKey(account))
	if err != nil || it == nil {
		return nil, err
	}
	return append([]byte{}, dataOf(it)...), nil // not nil: there is a state
}

// Last returns an account's newest record.
func (r *Reader) Last(ctx context.Context, account string) (ledger.Record, error) {
	list, err := r.Records(ctx, account, 0, 1)
	if err != nil {
		return ledger.Record{}, err
	}
	if len(list) == 0 {
		return ledger.Record{}, &ledger.NoRecordError{Account: account}
	}
	return list[0], nil
}

// Record returns one record of an account.
func (r *Reader) Record(ctx context.Context, account string, number int) (ledger.Record, error) {
	var it item
	var err error
	if number >= 1 && number <= ledger.MaxNumber {
		if it, err = r.get(ctx, recordKey(account, number)); err != nil {
			return ledger.Record{}, err
		}
	}
	if it != nil {
		return ledger.DecodeRecord(account, number, dataOf(it))
	}
	missing := &ledger.NoRecordError{Account: account, Number: number}
	// The data of the newest may be of a later release: only its key counts.
	err = r.query(ctx, newestFirst(account, 0, 1), func(it item) bool {
		missing.Newest = numberOf(it)
		return false
	})
	if err != nil {
		return ledger.Record{}, err
	}
	return ledger.Record{}, missing
}

// Records returns an account's records with numbers below before, newest
// first.
func (r *Reader) Records(ctx context.Context, account string, before, limit int) ([]ledger.Record, error) {
	items, err := r.Stored(ctx, account, before, limit)
	if err != nil {
		return nil, err
	}
	return ledger.DecodeRecords(items)
}

// Stored returns an account's records with numbers below before, newest first, as
// they are stored.
func (r *Reader) Stored(ctx context.Context, account string, before, limit int) (list []ledger.Item, err error) {
	if limit < 1 || before < 0 || before == 1 {
		return nil, nil
	}
	err = r.query(ctx, newestFirst(account, before, limit), func(it item) bool {
		list = append(list, ledger.Item{Account: account, Number: numberOf(it), Data: dataOf(it)})
		return len(list) < limit
	})
	return list, err
}

// OfRun returns the numbers of the records of a run, newest first.
func (r *Reader) OfRun(ctx context.Context, account string, run int64, limit int) ([]int, error) {
	if limit < 1 {
		return nil, nil
	}
	var numbers []int
	keys := runKeys(run)
	err := r.query(ctx, dynamodb.QueryInput{
		KeyConditionExpression:    aws.String("pk = :pk AND begins_with(sk, :run)"),
		ExpressionAttributeValues: item{":pk": text(runPrefix + account), ":run": text(keys)},
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(int32(min(limit, math.MaxInt32))),
	}, func(it item) bool {
		n, _ := strconv.Atoi(strings.TrimPrefix(textOf(it, attrSK), keys))
		numbers = append(numbers, n)
		return len(numbers) < limit
	})
	return numbers, err
}

// Accounts returns the names of all accounts with a state, sorted.
func (r *Reader) Accounts(ctx context.Context) ([]string, error) {
	var names []string
	err := r.query(ctx, dynamodb.QueryInput{
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": text(statePartition)},
		ProjectionExpression:      aws.String(attrSK),
	}, func(it item) bool {
		names = append(names, textOf(it, attrSK))
		return true
	})
	return names, err
}

// newestFirst asks for an account's records with numbers below before, 0 for
// all.
func newestFirst(account string, before, limit int) dynamodb.QueryInput {
	last := ledger.MaxNumber
	if before > 0 {
		last = min(last, before-1)
	}
	return dynamodb.QueryInput{
		KeyConditionExpression: aws.String("pk = :pk AND sk <= :last"),
		ExpressionAttributeValues: item{
			":pk": text(recordPrefix + account), ":last": text(sortKey(last)),
		},
		ScanIndexForward: aws.Bool(false),
		Limit:            aws.Int32(int32(min(limit, math.MaxInt32))),
	}
}

// query gives the items of a query to f, page after page, until f is false. A
// page has at most a megabyte.
// Source: Amazon DynamoDB, Query, Pagination.
func (r *Reader) query(ctx context.Context, in dynamodb.QueryInput, f func(item) bool) error {
	in.TableName, in.ConsistentRead = &r.table, aws.Bool(true)
	for {
		out, err := r.api.Query(ctx, &in)
		if err != nil {
			return r.explain(ctx, "dynamodb:Query", err)
		}
		for _, it := range out.Items {
			if !f(it) {
				return nil
			}
		}
		if len(out.LastEvaluatedKey) == 0 {
			return nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
}

// numberOf returns a record's number; 0 for a key that is none.
func numberOf(it item) int {
	n, err := strconv.Atoi(textOf(it, attrSK))
	if err != nil {
		return 0
	}
	return n
}
