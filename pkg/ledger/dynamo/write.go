package dynamo

import (
	"context"
	"errors"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// Swap writes a state in the place of the one of its version.
func (s *Store) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	next := st.Next()
	data, err := ledger.EncodeState(next)
	if err == nil {
		err = s.swap(ctx, st.Version, next, data)
	}
	if err != nil {
		return ledger.State{}, err
	}
	return next, nil
}

// swap writes next, which is data, in the place of a version.
func (s *Store) swap(ctx context.Context, version int64, next ledger.State, data []byte) error {
	it := stateKey(next.Account)
	it[attrVersion] = number(next.Version)
	it[attrNonce] = text(next.Nonce)
	it[attrData] = &types.AttributeValueMemberB{Value: data}
	in := dynamodb.PutItemInput{Item: it, ConditionExpression: aws.String("attribute_not_exists(pk)")}
	if version > 0 {
		in.ConditionExpression = aws.String("version = :version")
		in.ExpressionAttributeValues = item{":version": number(version)}
	}
	failed, err := s.put(ctx, in)
	if err != nil || !failed {
		return err
	}
	stored, err := s.State(ctx, next.Account)
	if err != nil || stored.Nonce == next.Nonce {
		return err
	}
	return &ledger.ConflictError{Account: next.Account, Stored: stored}
}

// Append writes a record once.
func (s *Store) Append(ctx context.Context, rec ledger.Record) error {
	data, err := ledger.EncodeRecord(rec)
	if err != nil {
		return err
	}
	return s.append(ctx, rec, data)
}

// Restore writes an item of another ledger, as it was stored there.
func (s *Store) Restore(ctx context.Context, it ledger.Item) error {
	return it.Restore(
		func(st ledger.State) error { return s.swap(ctx, 0, st, it.Data) },
		func(rec ledger.Record) error { return s.append(ctx, rec, it.Data) })
}

// append writes a record, which is data, once, after its number in the index.
func (s *Store) append(ctx context.Context, rec ledger.Record, data []byte) error {
	if run := rec.Origin.RunID; run > 0 {
		entry := item{attrPK: text(runPrefix + rec.Account), attrSK: text(runKeys(run) + sortKey(rec.Number))}
		if _, err := s.put(ctx, dynamodb.PutItemInput{Item: entry}); err != nil {
			return err
		}
	}
	it := recordKey(rec.Account, rec.Number)
	it[attrID] = text(rec.ID)
	it[attrData] = &types.AttributeValueMemberB{Value: data}
	failed, err := s.put(ctx, dynamodb.PutItemInput{Item: it, ConditionExpression: aws.String("attribute_not_exists(pk)")})
	if err != nil || !failed {
		return err
	}
	stored, err := s.get(ctx, recordKey(rec.Account, rec.Number))
	if err != nil {
		return err
	}
	if textOf(stored, attrID) == rec.ID {
		return nil
	}
	return &ledger.ConflictError{Account: rec.Account, Number: rec.Number}
}

// put writes an item, and reports whether its condition failed.
func (s *Store) put(ctx context.Context, in dynamodb.PutItemInput) (failed bool, err error) {
	in.TableName = &s.table
	_, err = s.api.PutItem(ctx, &in)
	var condition *types.ConditionalCheckFailedException
	if errors.As(err, &condition) {
		return true, nil
	}
	if err != nil {
		return false, s.explain(ctx, "dynamodb:PutItem", err)
	}
	return false, nil
}

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
