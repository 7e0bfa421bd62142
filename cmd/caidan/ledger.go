package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
)

type ledgerOptions struct {
	functionOptions
	// ledger is the one to be exported, or imported to.
	ledger string
}

// streamed is stdout or stdin in place of a file.
const streamed = "-"

func (a *app) ledger() *cobra.Command {
	var o ledgerOptions
	verbs := map[string]func(context.Context, *ledgerOptions, string) error{"backup": a.backup, "export": a.export, "import": a.importLedger}
	cmd := &cobra.Command{
		Use:   "ledger backup|export|import FILE",
		Short: a.say(text.Say("Copy a ledger, or move it to another store", "备份发布记录，或者迁移到另一个存储")),
		Long: a.say(text.Say(`backup copies the ledger of caidan serve to a new file, as it is at one moment, while
the server goes on. The copy is read once it is whole. To go back to it, stop the
server, put the file in the place of its ledger, and start it.

export writes the ledger of a function, or the one that --ledger names, to a new file
of JSON lines, and import writes that file to another ledger: records, unfinished
publishes, quarantine and marks, byte for byte. Publish nothing meanwhile. import
writes to no account that is there already. With "-" for FILE, export writes to stdout
and import reads stdin.`, `backup 把 caidan serve 的发布记录备份到一个新文件，内容是某一时刻的完整状态，服务器照常
运行。备份完成后会检查一遍。要恢复，先停止服务器，用这个文件替换它的发布记录，再
启动。

export 把函数的发布记录（或者 --ledger 指定的那一个）导出为一个新的 JSON Lines 文件，
import 把这个文件导入另一个存储：发布记录、未完成的发布、已被回滚的菜单和运行标记都
逐字节保留。期间请不要发布。已经存在的账号不会被 import 覆盖。FILE 写成“-”时，export
写到标准输出，import 读取标准输入。`)),
		Example: `  caidan ledger backup ledger-2026-11-29.db --inspect-function https://menus.example.cn
  caidan ledger export ledger.jsonl --inspect-function caidan-inspect
  caidan ledger export ledger.jsonl --ledger bolt:/var/lib/caidan/ledger.db
  caidan ledger import ledger.jsonl --ledger mysql:file:/etc/caidan/dsn`,
		ValidArgs: []string{"backup", "export", "import"},
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) != 2 || verbs[args[0]] == nil:
				return misused(text.Say("say what to do, and name a file: caidan ledger backup|export|import FILE", "请写明要做什么并指定文件：caidan ledger backup|export|import FILE"))
			case args[0] == "backup" && args[1] == streamed:
				return misused(text.Say(`caidan ledger backup makes a file, which it reads once it is whole; name one instead of "-"`, "caidan ledger backup 写成文件并在完成后检查一遍；请指定文件，不能写“-”"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return verbs[args[0]](cmd.Context(), &o, args[1]) },
	}
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	cmd.Flags().StringVar(&o.ledger, "ledger", "", a.say(text.Say(
		"the ledger to export, or to import to: bolt:PATH, dynamodb:TABLE, mysql:file:PATH or mysql:env:NAME, where PATH or NAME has the DSN",
		"要导出或导入的发布记录：bolt:PATH、dynamodb:TABLE、mysql:file:PATH 或 mysql:env:NAME（后两者是存放 DSN 的文件或环境变量）")))
	return cmd
}

// backup copies the ledger of a server to a file that is not there yet.
func (a *app) backup(ctx context.Context, o *ledgerOptions, file string) error {
	if !api.IsAddress(o.function) {
		return misused(text.Say(
			"--inspect-function: name the https address of caidan serve; a ledger on AWS has its backups there, point-in-time recovery",
			"--inspect-function：请写 caidan serve 的 https 地址；AWS 上的发布记录由那里的时间点恢复（PITR）备份"))
	}
	address, err := api.Address(o.function)
	if err != nil {
		return &endError{exitUsage, err}
	}
	var n ledger.Count
	err = freshFile(file, func(temp *os.File) error {
		err := remote.Backup(ctx, remote.Server{Address: address, Bearer: a.bearer(&o.functionOptions, address)}, temp)
		if err = errors.Join(err, temp.Sync()); err != nil {
			return err
		}
		n, err = whole(ctx, temp.Name())
		return err
	})
	if err != nil {
		return err
	}
	return a.moved(a.stdout, text.Same(text.Clean(file)), n)
}

// freshFile makes a file that is not there yet, whole or not at all.
func freshFile(file string, write func(*os.File) error) error {
	if _, err := os.Lstat(file); err == nil {
		return &endError{exitRefused, &text.Error{
			Meaning: text.Sayf("%q is there already, and is not overwritten", "%q已经存在，不会被覆盖", file),
			Remedy:  text.Say("name a new file", "请指定一个新文件"),
		}}
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".caidan-*")
	if err != nil {
		return unwritten(file, err)
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	var unwritable *fs.PathError
	if err := errors.Join(write(temp), temp.Close()); errors.As(err, &unwritable) && unwritable.Path == temp.Name() {
		return unwritten(file, err)
	} else if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return unwritten(file, err)
	}
	return nil
}

// whole reads all of a copy of a ledger, and counts it.
func whole(ctx context.Context, file string) (ledger.Count, error) {
	store, err := bolt.Open(file)
	if err != nil {
		return ledger.Count{}, publish.Explain(err)
	}
	n, err := ledger.Verify(ctx, store)
	if err = errors.Join(err, store.Close()); err != nil {
		return n, publish.Explain(err)
	}
	return n, nil
}

// openNamed opens the ledger of --ledger.
func (a *app) openNamed(ctx context.Context, o *ledgerOptions) (opened, error) {
	if o.ledger == "" {
		return opened{}, misused(text.Say("--ledger is missing; name the ledger as the settings of caidan serve do, or as dynamodb:TABLE", "缺少 --ledger，写法与 caidan serve 配置里的 ledger 相同，或者写 dynamodb:TABLE"))
	}
	switch kind, rest, _ := strings.Cut(o.ledger, ":"); {
	case kind == "dynamodb" && rest != "":
		return openTable(ctx, rest)
	case kind != "bolt" && kind != "mysql" || rest == "":
		return opened{}, misused(text.Sayf(
			"--ledger %q: it must be bolt:PATH, dynamodb:TABLE, mysql:file:PATH or mysql:env:NAME",
			"--ledger %q：应是 bolt:PATH、dynamodb:TABLE、mysql:file:PATH 或 mysql:env:NAME", o.ledger))
	}
	return a.openLedger(ctx, o.ledger)
}

// exported returns the ledger of --ledger, or else that of the function, and what is
// to be done in the end.
func (a *app) exported(ctx context.Context, o *ledgerOptions) (ledger.Stored, func(), error) {
	if o.ledger == "" {
		k, err := a.asker(ctx, &o.functionOptions)
		return remoteLedger{k}, func() {}, err
	}
	if path, is := strings.CutPrefix(o.ledger, "bolt:"); is { // opening it would make one
		if _, err := os.Stat(path); err != nil {
			return nil, nil, &text.Error{Meaning: text.Cause(err), Cause: err}
		}
	}
	from, err := a.openNamed(ctx, o)
	return from.store, func() { _ = from.store.Close() }, err
}

// export writes a ledger to a file that is not there yet, or to stdout.
func (a *app) export(ctx context.Context, o *ledgerOptions, file string) error {
	from, end, err := a.exported(ctx, o)
	if err != nil {
		return err
	}
	defer end()
	if file == streamed {
		n, err := ledger.Export(ctx, from, a.stdout, a.now())
		if err != nil {
			return unmoved(err)
		}
		return a.moved(a.stderr, text.Say("stdout", "标准输出"), n)
	}
	var n ledger.Count
	err = freshFile(file, func(temp *os.File) error {
		n, err = ledger.Export(ctx, from, temp, a.now())
		if err == nil {
			return temp.Sync()
		}
		return unmoved(err)
	})
	if err != nil {
		return err
	}
	return a.moved(a.stdout, text.Same(text.Clean(file)), n)
}

// spooled returns a file with all of stdin, and what ends it.
func (a *app) spooled(ctx context.Context) (*os.File, func(), error) {
	temp, err := os.CreateTemp("", "caidan-*")
	if err != nil {
		return nil, nil, err
	}
	end := func() {
		_ = temp.Close() // before it is removed, as Windows wants it
		_ = os.Remove(temp.Name())
	}
	done := make(chan error, 1)
	// Nothing ends a read from a terminal, so it is left behind with Ctrl-C.
	go func() {
		_, err := io.Copy(temp, a.stdin)
		_, begin := temp.Seek(0, io.SeekStart)
		done <- errors.Join(err, begin)
	}()
	select {
	case <-ctx.Done():
		err = ctx.Err()
	case err = <-done:
	}
	if err != nil {
		end()
	}
	return temp, end, err
}

// imported returns the file that is imported, and what ends it.
func (a *app) imported(ctx context.Context, file string) (*os.File, func(), error) {
	if file == streamed {
		return a.spooled(ctx)
	}
	in, err := os.Open(file)
	return in, func() { _ = in.Close() }, err
}

// importLedger writes a file, or stdin, to a ledger.
func (a *app) importLedger(ctx context.Context, o *ledgerOptions, file string) error {
	in, end, err := a.imported(ctx, file)
	if err != nil {
		return &text.Error{Meaning: text.Cause(err), Cause: err}
	}
	defer end()
	if _, err := in.Seek(0, io.SeekCurrent); err != nil { // it is read twice
		return misused(text.Sayf(`%q is not a file; for a pipe, write "-" and lead it into stdin`, "%q不是普通文件；来自管道时请写“-”，并接到标准输入", file))
	}
	if err := ledger.Read(in); err != nil { // a ledger that is new is made
		return unimported(err)
	}
	to, err := a.openNamed(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = to.store.Close() }()
	n, err := ledger.Import(ctx, to.store, in)
	if err != nil {
		return unmoved(err)
	}
	return a.moved(a.stdout, text.Same(text.Clean(o.ledger)), n)
}

// moved says to w how much is where now.
func (a *app) moved(w io.Writer, where text.Spoken, n ledger.Count) error {
	_, err := fmt.Fprintln(w, a.say(text.Sayf("%s: %s, %s", "%s：%s，%s", where,
		text.Count(n.Accounts, text.Say("%d account", "%d 个账号"), text.Say("%d accounts", "%d 个账号")), text.Count(n.Records, text.Say("%d record", "%d 条记录"), text.Say("%d records", "%d 条记录")))))
	return err
}

// unimported says why a file cannot be imported.
func unimported(err error) error {
	if errors.As(err, new(*ledger.SchemaError)) {
		return &text.Error{
			Meaning: text.Say("a later release of caidan wrote the file", "这个文件由更新版本的 caidan 导出"),
			Remedy:  text.Say("import it with that release", "请用那个版本导入"),
			Cause:   err,
		}
	}
	return unmoved(err)
}

// unmoved says why a ledger was not exported or imported.
func unmoved(err error) error {
	var changed *ledger.ChangedError
	var there *ledger.NotEmptyError
	var line *ledger.FileError
	switch {
	case errors.As(err, &changed):
		return &text.Error{
			Meaning: text.Sayf("%s was published to while the ledger was read", "读取发布记录时，%s 正好有一次发布", changed.Account),
			Remedy:  text.Say("stop the server, and export again", "先停止服务器，再重新导出"),
			Cause:   err,
		}
	case errors.As(err, &there):
		return &endError{exitRefused, &text.Error{
			Meaning: text.Sayf("the ledger has %s already, and an import overwrites nothing", "发布记录里已经有 %s，导入不会覆盖任何内容", there.Account),
			Remedy:  text.Say("import to a new ledger", "请导入到一个新的存储"),
			Cause:   err,
		}}
	case errors.As(err, &line):
		return &text.Error{
			Meaning: text.Sayf("line %d: %s", "第 %d 行：%s", line.Line, faults[line.Fault]),
			Remedy:  text.Say("export the ledger again", "请重新导出"),
			Cause:   err,
		}
	case ours(err):
		return publish.Explain(err)
	default:
		return err
	}
}

// ours reports whether an error is one of a ledger's, and not of a file's.
func ours(err error) bool {
	return errors.As(err, new(*ledger.AccessError)) || errors.As(err, new(*ledger.SchemaError)) || errors.As(err, new(*ledger.BusyError))
}

// faults are what is wrong with a file of a ledger.
var faults = map[ledger.Fault]text.Text{
	ledger.NoExport:   text.Say("the file is not a ledger that caidan ledger export wrote", "这个文件不是 caidan ledger export 导出的"),
	ledger.NoLine:     text.Say("the line is not one of an export", "这一行不是导出的内容"),
	ledger.LongLine:   text.Say("the line is longer than any of an export", "这一行比导出的任何一行都长"),
	ledger.Disordered: text.Say("the line is not where an export has it", "这一行的位置不对"),
	ledger.Spoilt:     text.Say("what the line has is damaged", "这一行的内容已经损坏"),
	ledger.Cut:        text.Say("lines are missing before it; the file was cut", "前面缺少内容，文件不完整"),
}
