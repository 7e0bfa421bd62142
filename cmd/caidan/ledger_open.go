package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/ledger/dynamo"
	"github.com/caidan-dev/caidan/pkg/ledger/mysql"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/text"
)

// opened is a ledger of one of the kinds.
type opened struct {
	store interface {
		ledger.Store
		ledger.Restorer
		io.Closer
	}
	// reader is the same without a way to write.
	reader ledger.Reader
	// backup copies its file; nil where it is not in one.
	backup func() (io.ReadCloser, int64, error)
}

// openLedger opens the ledger that a name leads to, by the kind before the colon.
func (a *app) openLedger(ctx context.Context, name string) (opened, error) {
	kind, rest, err := ledgerKind(name)
	switch {
	case err != nil:
		return opened{}, err
	case kind == "bolt":
		return openBolt(rest)
	default:
		return a.openMySQL(ctx, rest)
	}
}

// ledgerKind returns the kind of a ledger, bolt or mysql, and where it is.
func ledgerKind(name string) (kind, rest string, err error) {
	kind, rest, _ = strings.Cut(name, ":")
	if rest != "" && (kind == "bolt" || kind == "mysql") {
		return kind, rest, nil
	}
	return "", "", misused(text.Sayf(
		"ledger %q: it must be bolt:PATH, mysql:file:PATH or mysql:env:NAME, as in bolt:/var/lib/caidan/ledger.db",
		"ledger %q：应是 bolt:PATH、mysql:file:PATH 或 mysql:env:NAME，例如 bolt:/var/lib/caidan/ledger.db", name))
}

func openBolt(path string) (opened, error) {
	store, err := bolt.Open(path)
	if err != nil {
		return opened{}, publish.Explain(err)
	}
	return opened{store, store.Reader, func() (io.ReadCloser, int64, error) {
		copied, size, err := store.Backup()
		if err != nil {
			err = &copyError{err}
		}
		return copied, size, err
	}}, nil
}

// copyError is a ledger that could not be copied.
type copyError struct{ error }

// Reason says why, to who asked a server for the copy.
func (e *copyError) Reason() api.Reason { return publish.Reason(e.error) }

// table is the ledger of functions on AWS. To close it is nothing.
type table struct{ *dynamo.Store }

func (table) Close() error { return nil }

// openTable opens the ledger in a table of DynamoDB, with the AWS credentials of the
// environment.
func openTable(ctx context.Context, name string) (opened, error) {
	cfg, err := awsConfig(ctx, "")
	if err != nil {
		return opened{}, err
	}
	store := dynamo.New(dynamodb.NewFromConfig(cfg), name)
	return opened{store: table{store}, reader: &store.Reader}, nil
}

// openMySQL opens the ledger in the database whose DSN is in a file or a variable.
func (a *app) openMySQL(ctx context.Context, where string) (opened, error) {
	dsn, err := a.secretDSN(where)
	if err != nil {
		return opened{}, err
	}
	store, err := mysql.Open(ctx, dsn)
	var form *mysql.FormError
	switch {
	case errors.As(err, &form):
		return opened{}, &endError{exitUsage, dsnError(where, form)}
	case err != nil:
		return opened{}, publish.Explain(err)
	}
	return opened{store, store.Reader, nil}, nil
}

// secretDSN returns the DSN that a file or a variable has.
func (a *app) secretDSN(where string) (string, error) {
	kind, name, _ := strings.Cut(where, ":")
	var dsn string
	switch {
	case kind == "env" && name != "":
		dsn = a.getenv(name)
	case kind == "file" && name != "":
		data, err := os.ReadFile(name)
		if err != nil {
			return "", &text.Error{Meaning: text.Colon(text.Same("ledger mysql:"+where), text.Cause(err)), Cause: err}
		}
		dsn = string(data)
	default: // it may be the DSN itself: nothing of it is repeated
		return "", misused(text.Say(
			"ledger mysql: it must be mysql:file:PATH or mysql:env:NAME, because a DSN has a password and belongs in a file or a variable of its own",
			"ledger mysql：应是 mysql:file:PATH 或 mysql:env:NAME，因为 DSN 里有密码，要放在单独的文件或环境变量里"))
	}
	if dsn = strings.TrimSpace(dsn); dsn == "" {
		return "", misused(text.Sayf("ledger mysql:%s: there is nothing in it", "ledger mysql:%s：里面没有内容", where))
	}
	return dsn, nil
}

// dsnError says what is wrong with a DSN, and repeats nothing of it.
func dsnError(where string, e *mysql.FormError) error {
	var meaning text.Spoken
	switch e.What {
	case "":
		meaning = text.Sayf("what is in %s is not a DSN", "%s 里的内容不是 DSN", where)
	case "?":
		meaning = text.Sayf("the DSN in %s has a parameter other than tls and ca", "%s 里的 DSN 有 tls 和 ca 以外的参数", where)
	default:
		meaning = text.Sayf("in the DSN in %s, the value of %s cannot be used", "%s 里的 DSN 中，%s 的值无法使用", where, e.What)
	}
	return &text.Error{
		Meaning: meaning,
		Remedy: text.Say("write it as USER:PASSWORD@tcp(HOST:3306)/DATABASE, and after that ?tls=true, preferred, skip-verify or false; with tls=true, &ca=FILE may name the certificate of its authority",
			"写成 USER:PASSWORD@tcp(HOST:3306)/DATABASE，后面可以加 ?tls=true、preferred、skip-verify 或 false；用 tls=true 时，可以再用 &ca=FILE 指定 CA 证书"),
		Cause: e,
	}
}
