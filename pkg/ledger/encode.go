package ledger

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Schema is the version of what is stored. A release that adds a field raises
// it, because one that does not know the field refuses to read on.
//
// Schema 2 keeps each set of a record once and what was replaced by its record,
// quarantine by digests and with the record that ends it, and the newest record
// in the mark.
const Schema = 2

// maxText is the most that a stored thing may hold before it is compressed, in
// bytes. A request to a function may have 6 MB and a record holds five sets,
// so none comes near.
// Source: AWS Lambda quotas, invocation payload (request and response).
const maxText = 32 << 20

// envelope is what is stored: compressed JSON of one of its parts.
type envelope struct {
	Schema int           `json:"schema"`
	State  *State        `json:"state,omitempty"`
	Record *storedRecord `json:"record,omitempty"`
}

// EncodeState returns the form in which every store keeps a state, or a
// *SizeError. Equal states have equal bytes.
func EncodeState(s State) ([]byte, error) {
	what := stateOf(s.Account)
	if s.Account == "" || s.Version < 1 || s.Nonce == "" {
		return nil, fmt.Errorf("store %s: it has no account, version or nonce", what)
	}
	return encode(what, envelope{Schema: Schema, State: &s})
}

// EncodeRecord returns the form in which every store keeps a record, or a
// *SizeError. Equal records have equal bytes.
func EncodeRecord(r Record) ([]byte, error) {
	what := recordOf(r.Account, r.Number)
	if r.Account == "" || r.Number < 1 || r.Number > MaxNumber || r.ID == "" {
		return nil, fmt.Errorf("store %s: it has no account, no id, or no number from 1 to %d", what, MaxNumber)
	}
	return encode(what, recordEnvelope(r))
}

// errOther is what is sound, and stands where another thing should.
var errOther = errors.New("it is something else")

// DecodeState reads an account's state back. It may fail with a *SchemaError.
func DecodeState(account string, data []byte) (State, error) {
	var e envelope
	if err := decode(stateOf(account), data, &e); err != nil {
		return State{}, err
	}
	if e.State == nil || e.State.Account != account || e.State.Version < 1 || e.State.Nonce == "" {
		return State{}, &DamageError{What: stateOf(account), Cause: errOther}
	}
	return *e.State, nil
}

// DecodeRecord reads a record back. It may fail with a *SchemaError.
func DecodeRecord(account string, number int, data []byte) (Record, error) {
	var e envelope
	if err := decode(recordOf(account, number), data, &e); err != nil {
		return Record{}, err
	}
	if e.Record == nil || e.Record.Account != account || e.Record.Number != number || e.Record.ID == "" {
		return Record{}, &DamageError{What: recordOf(account, number), Cause: errOther}
	}
	return e.Record.whole(), nil
}

func stateOf(account string) string { return "state of " + account }

func recordOf(account string, number int) string {
	return fmt.Sprintf("record %d of %s", number, account)
}

func encode(what string, e envelope) ([]byte, error) {
	data, err := pack(what, e)
	if err != nil {
		return nil, err
	}
	if len(data) > MaxSize {
		return nil, &SizeError{What: what, Size: len(data), Max: MaxSize}
	}
	return data, nil
}

// unit is how much is stored as it is: DynamoDB counts what is written in
// whole kilobytes, so that compressing less saves nothing.
// Source: Amazon DynamoDB, write request units.
const unit = 1 << 10

// pack returns a value's JSON, compressed where that is worth it.
func pack(what string, v any) ([]byte, error) {
	text, err := plain(what, v)
	if len(text) <= unit { // none with an error
		return text, err
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(text) // into memory: it cannot fail
	_ = w.Close()
	return packed.Bytes(), nil
}

// plain returns a value's JSON.
func plain(what string, v any) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("store %s: %w", what, err)
	}
	if text.Len() > maxText {
		return nil, &SizeError{What: what, Size: text.Len(), Max: maxText}
	}
	return text.Bytes(), nil
}

func decode(what string, data []byte, e *envelope) error {
	text, err := unpack(data)
	if err != nil {
		return &DamageError{What: what, Cause: err}
	}
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil || head.Schema < 1 {
		return &DamageError{What: what, Cause: errors.New("it has no schema")}
	}
	if head.Schema > Schema {
		return &SchemaError{What: what, Schema: head.Schema}
	}
	if err := strict(text, e); err != nil {
		if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			return &SchemaError{What: what, Field: field}
		}
		return &DamageError{What: what, Cause: err}
	}
	if head.Schema == 1 {
		e.shorten()
	}
	return nil
}

// unpack returns what pack compressed.
func unpack(data []byte) ([]byte, error) {
	if len(data) > 0 && data[0] == '{' {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxText+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxText {
		return nil, errors.New("it is too large")
	}
	return text, nil
}
