// Package dynamo keeps ledgers in a DynamoDB table.
//
// The table has the keys pk and sk, both strings. Its items:
//
//	pk              sk                              beside data
//	state           ACCOUNT                         version (N), nonce (S)
//	record#ACCOUNT  0000000118                      id (S)
//	run#ACCOUNT     0000000015234567890#0000000118  (no data)
//
// data (B) is what ledger.EncodeState and ledger.EncodeRecord return; the
// attributes beside it are what conditions are about. All accounts are listed
// by one Query and the records of one account by another; nothing scans. The
// items of runs lead from a GitHub run to the numbers of its records. One is
// written before its record: where the record then is not, it leads to nothing,
// which its reader has to check.
//
// Every other write is conditional and every read consistent. When a condition
// fails, what is stored is read and compared: it may be this very write, sent
// twice because the first answer was lost.
package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// ReadAPI is the part of *dynamodb.Client that reading uses.
type ReadAPI interface {
	GetItem(ctx context.Context, in *dynamodb.GetItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	Query(ctx context.Context, in *dynamodb.QueryInput, opts ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
}

// API is the part of *dynamodb.Client that the store uses.
type API interface {
	ReadAPI
	PutItem(ctx context.Context, in *dynamodb.PutItemInput, opts ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error)
}

// Reader reads the ledgers in a table. It has no way to write.
type Reader struct {
	api   ReadAPI
	table string
}

// Store is the ledgers in a table.
type Store struct {
	Reader
	api API
}

var (
	_ ledger.Reader   = (*Reader)(nil)
	_ ledger.Store    = (*Store)(nil)
	_ ledger.Restorer = (*Store)(nil)
	_ API             = (*dynamodb.Client)(nil)
)

// NewReader returns the ledgers in a table, to be read only.
func NewReader(api ReadAPI, table string) *Reader { return &Reader{api: api, table: table} }

// New returns the ledgers in a table.
func New(api API, table string) *Store { return &Store{Reader: *NewReader(api, table), api: api} }

// The names of attributes, and the partition of all states.
const (
	attrPK, attrSK               = "pk", "sk"
	attrVersion, attrNonce       = "version", "nonce"
	attrID, attrData             = "id", "data"
	statePartition, recordPrefix = "state", "record#"
	runPrefix                    = "run#"
)

type item = map[string]types.AttributeValue

func stateKey(account string) item {
	return item{attrPK: text(statePartition), attrSK: text(account)}
}

func recordKey(account string, number int) item {
	return item{attrPK: text(recordPrefix + account), attrSK: text(sortKey(number))}
}

// sortKey returns the sort key of a record; keys sort as the numbers do.
func sortKey(number int) string { return fmt.Sprintf("%010d", number) }

// runKeys returns the beginning of the sort keys of a run's records.
func runKeys(run int64) string { return fmt.Sprintf("%019d#", run) }

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

// textOf returns a string attribute; "" when there is none.
func textOf(it item, name string) string {
	s, _ := it[name].(*types.AttributeValueMemberS)
	if s == nil {
		return ""
	}
	return s.Value
}

// dataOf returns a binary attribute; nil when there is none.
func dataOf(it item) []byte {
	b, _ := it[attrData].(*types.AttributeValueMemberB)
	if b == nil {
		return nil
	}
	return b.Value
}

// get reads an item; nil when there is none.
func (r *Reader) get(ctx context.Context, key item) (item, error) {
	out, err := r.api.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &r.table, Key: key, ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return nil, r.explain(ctx, "dynamodb:GetItem", err)
	}
	return out.Item, nil
}
