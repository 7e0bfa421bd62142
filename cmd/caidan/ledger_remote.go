package main

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/text"
)

// remoteLedger is the ledger of a function, which is asked for what is stored.
type remoteLedger struct{ *asker }

var _ ledger.Stored = remoteLedger{}

// Accounts returns the names of all accounts with a state, sorted.
func (l remoteLedger) Accounts(ctx context.Context) ([]string, error) { return l.recorded(ctx) }

// StoredState returns an account's state; nil where there is none.
func (l remoteLedger) StoredState(ctx context.Context, account string) ([]byte, error) {
	res, err := l.part(ctx, account, 0)
	if err != nil || len(res.Stored) == 0 || res.Stored[0].Record != 0 {
		return nil, err
	}
	return res.Stored[0].Data, nil
}

// Stored returns at most limit records with numbers below before, newest first;
// before 0 is from the newest.
func (l remoteLedger) Stored(ctx context.Context, account string, before, limit int) (list []ledger.Item, err error) {
	for len(list) < limit {
		res, err := l.part(ctx, account, before)
		if err != nil {
			return nil, err
		}
		for _, s := range res.Stored {
			if s.Record > 0 && len(list) < limit {
				list = append(list, ledger.Item{Account: account, Number: s.Record, Data: s.Data})
			}
		}
		if before = res.Next; before <= 1 {
			break
		}
	}
	return list, nil
}

// part asks for a part of an account's ledger.
func (l remoteLedger) part(ctx context.Context, account string, before int) (api.Result, error) {
	res, err := l.client.Do(ctx, api.Request{Schema: api.Schema, Op: api.OpExport, Account: account, Before: before})
	if err != nil {
		res = lost(api.Request{Account: account}, err)
	}
	if res.Error != nil {
		meaning, remedy := both(res.Error)
		return res, &text.Error{Meaning: text.Sayf("the ledger of %s cannot be read: %s", "无法读取 %s 的发布记录：%s", account, meaning), Remedy: remedy}
	}
	return res, nil
}
