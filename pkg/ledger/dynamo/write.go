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
	if err != nil {
		return ledger.State{}, err
	}
	it := stateKey(st.Account)
	it[attrVersion] = number(next.Version)
	it[attrNonce] = text(next.Nonce)
	it[attrData] = &types.AttributeValueMemberB{Value: data}
	in := dynamodb.PutItemInput{Item: it, ConditionExpression: aws.String("attribute_not_exists(pk)")}
	if st.Version > 0 {
		in.ConditionExpression = aws.String("version = :version")
		in.ExpressionAttributeValues = item{":version": number(st.Version)}
	}
	switch failed, err := s.put(ctx, in); {
	case err != nil:
		return ledger.State{}, err
	case !failed:
		return next, nil
	}
	stored, err := s.State(ctx, st.Account)
	if err != nil {
		return ledger.State{}, err
	}
	if stored.Nonce == next.Nonce {
		return next, nil
	}
	return ledger.State{}, &ledger.ConflictError{Account: st.Account, Stored: stored}
}

// Append writes a record once.
func (s *Store) Append(ctx context.Context, rec ledger.Record) error {
	data, err := ledger.EncodeRecord(rec)
	if err != nil {
		return err
	}
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
