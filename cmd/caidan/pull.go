package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/pull"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type pullOptions struct {
	functionOptions
	accounts      []string
	path, as, out string
	all           bool
}

// toStdout is the value of --out that writes no file.
const toStdout = "-"

func (a *app) pull() *cobra.Command {
	var o pullOptions
	cmd := &cobra.Command{
		Use:   "pull ACCOUNT... | --all",
		Short: a.say(text.Say("Write what is live as menu files", "把线上的菜单写成菜单文件")),
		Long: a.say(text.Say(`Write what is live as menu files, a file for each account, in Jsonnet that uses
caidan.libsonnet or in JSON. It only reads from WeChat.

What the API cannot make is not dropped: a button that only WeChat's console can
make stays as it is, with a comment that says what to choose, and retired
conditions of a conditional menu become comments. What a check finds wrong with
the menus is said at once, and at the top of the file.

A file that is there with other contents is never overwritten, nor is one
written for an account that stands in another file, or JSON that would lose a
part of what is live: that ends with exit code 4.`, `把线上的菜单写成菜单文件，每个账号一份：Jsonnet（使用 caidan.libsonnet）或 JSON。
对微信只读取，不改动。

接口做不出的内容不会丢掉：只有公众平台后台才能做的按钮照原样写出，注释里说明可以
改成什么；个性化菜单里已停用的条件会变成注释。菜单里通不过检查的地方会马上列出，
也写在文件开头。

内容不同的已有文件绝不覆盖；账号已经写在别的文件里、或者写成 JSON 会丢失线上的一部分
时，也不写。这些情况以退出码 4 结束。`)),
		Example: `  caidan pull brand-cn
  caidan pull --all
  caidan pull brand-cn --as json --out -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.accounts = args
			return a.runPull(cmd.Context(), o)
		},
	}
	a.pathFlag(cmd, &o.path)
	a.formatFlag(cmd, &o.format)
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	f := cmd.Flags()
	f.Var(newChoice(&o.as, "jsonnet", "json"), "as", a.say(text.Say("how to write the menus", "菜单的写法")))
	f.StringVar(&o.out, "out", "", a.say(text.Say(
		"the folder to write to, or - for stdout (default: menus/ of the repository)", "写到哪个文件夹，- 表示标准输出（默认写到仓库的 menus/）")))
	f.BoolVar(&o.all, "all", false, a.say(text.Say("every account of Git and of the ledger", "Git 和发布记录里的全部账号")))
	return cmd
}

// check says all that is wrong with the options.
func (o *pullOptions) check() error {
	errs := []error{o.functionOptions.check(), validNames(o.accounts)}
	switch {
	case o.all == (len(o.accounts) > 0):
		errs = append(errs, misused(text.Say("name the accounts to pull, or all of them with --all", "请指定要拉取的账号，或者用 --all 拉取全部")))
	case o.out == toStdout && len(o.accounts) != 1:
		errs = append(errs, misused(text.Say(
			"--out -: stdout takes one account; name it, or a folder for the files", "--out -：标准输出只能写一个账号；请指定一个账号，或者指定文件夹")))
	case o.out == toStdout && o.format != formats[0].name:
		errs = append(errs, misused(text.Sayf(
			"--out - and --format %s: stdout takes the menu or the document; name a folder for the files",
			"--out - 和 --format %s：标准输出只能写菜单或者文档；请指定一个文件夹来写菜单", o.format)))
	}
	return errors.Join(errs...)
}

func (a *app) runPull(ctx context.Context, o pullOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	names, files, err := a.menuFiles(ctx, o.path)
	if err != nil {
		return err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return err
	}
	if o.all {
		if o.accounts, err = k.everywhere(ctx, names); err != nil {
			return err
		}
	}
	reqs := make([]api.Request, 0, len(o.accounts))
	for _, name := range o.accounts {
		reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: name})
	}
	results := k.ask(ctx, reading, reqs)
	if o.out == toStdout {
		return a.pullOne(&results[0], &o)
	}
	p := puller{as: o.as, lang: a.lang, files: files}
	if err := p.open(&o); err != nil {
		return err
	}
	doc := report.NewPull(p.all(results))
	return a.show(o.format, ended(doc, doc.Verdict))
}

// menuFiles returns the accounts in Git, and the file of each: of one that does not
// compile, the account that its name stands for as well. A repository without
// menus is one that is about to get some.
func (a *app) menuFiles(ctx context.Context, path string) (names []string, files map[string]string, err error) {
	checked, err := a.look(ctx, check.Options{Paths: []string{path}})
	if err != nil && !noMenus(err) {
		return nil, nil, err
	}
	files = map[string]string{}
	for i := range checked.Accounts {
		acc := &checked.Accounts[i]
		files[acc.Name] = acc.File
		if acc.Compiled() {
			names = append(names, acc.Name)
		}
	}
	return names, files, nil
}

// everywhere returns the accounts of Git and of the ledger, sorted.
func (k *asker) everywhere(ctx context.Context, names []string) ([]string, error) {
	all, err := k.recorded(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, names...)
	slices.Sort(all)
	if all = slices.Compact(all); len(all) == 0 {
		return nil, misused(text.Say(
			"neither Git nor the ledger has an account; name those to pull", "Git 和发布记录里都没有账号，请指定要拉取的账号"))
	}
	return all, nil
}

// pullOne writes one account's menu to stdout.
func (a *app) pullOne(r *api.Result, o *pullOptions) error {
	if r.Outcome != api.Read {
		doc := report.NewPull([]report.Pulled{{Result: *r}})
		return errors.Join(doc.Text(a.stderr, a.wording(a.stderr)), ends(verdictCode(doc.Verdict)))
	}
	file, err := liveSource(liveOf(r), o.as, a.lang)
	var loss *pull.LossError
	switch {
	case errors.As(err, &loss):
		return &endError{exitRefused, err}
	case err != nil:
		return err
	}
	if _, err := a.stdout.Write(file); err != nil {
		return fmt.Errorf("write stdout: %w", err)
	}
	return nil
}

// liveOf returns what a result says is live.
func liveOf(r *api.Result) pull.Live {
	return pull.Live{Account: r.Account, API: r.Live.API, Shown: r.Live.Shown, Open: r.Live.Open}
}

// liveSource returns what is live as a menu file.
func liveSource(f pull.Live, as string, l text.Lang) ([]byte, error) {
	if as == "json" {
		return f.JSON()
	}
	return f.Jsonnet(l), nil
}

// puller writes what is live into files.
type puller struct {
	as   string
	lang text.Lang
	// files are those that accounts have in Git, relative to the root.
	files map[string]string
	// dir is the folder to write to, shown what people know it by. home is
	// set where it is the repository's own.
	dir, shown string
	home       bool
}

// open finds the folder to write to, and makes it.
func (p *puller) open(o *pullOptions) error {
	p.dir, p.shown = o.out, o.out
	if o.out == "" {
		root, err := source.FindRoot(o.path)
		if err != nil {
			return err
		}
		p.dir, p.shown, p.home = filepath.Join(root, "menus"), "menus", true
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return unwritten(p.shown, err)
	}
	return nil
}

// all writes a file for each account that could be read.
func (p *puller) all(results []api.Result) []report.Pulled {
	out := make([]report.Pulled, 0, len(results))
	for i := range results {
		out = append(out, p.one(results[i]))
	}
	return out
}

// one writes the file of an account that could be read, or says why not.
func (p *puller) one(r api.Result) report.Pulled {
	if r.Outcome != api.Read {
		return report.Pulled{Result: r}
	}
	name := r.Account + "." + p.as
	done := report.Pulled{Result: r, File: filepath.ToSlash(filepath.Join(p.shown, name))}
	if r.Live.Empty() {
		return done
	}
	if other, ok := p.files[r.Account]; ok && p.home && other != done.File {
		done.Result = p.without(r, api.Refused, &text.Error{
			Meaning: text.Sayf("the account is defined in %s, and a file of its own would define it twice", "该账号已写在 %s 里，另写一个文件就重复了", other),
			Remedy:  text.Say("write the new file elsewhere with --out, or remove the account from there", "请用 --out 写到别处，或者先从那个文件里去掉它"),
		})
		return done
	}
	f := liveOf(&r)
	file, err := liveSource(f, p.as, p.lang)
	if err == nil {
		done.Written, err = writeNew(filepath.Join(p.dir, name), file)
	}
	done.Findings = f.Findings(p.lang)
	var loss *pull.LossError
	switch {
	case errors.As(err, &loss):
		done.Result = p.without(r, api.Refused, err)
	case errors.Is(err, errExists):
		done.Result = p.without(r, api.Refused, &text.Error{
			Meaning: text.Sayf("%s exists with other contents, and caidan never overwrites a menu file", "%s 已经存在，内容不同；已有的文件不会被覆盖", done.File),
			Remedy:  text.Say("write elsewhere with --out and compare, or move the file away", "请用 --out 写到别处再比较，或者先移走这个文件"),
		})
	case err != nil:
		done.Result = p.without(r, api.Failed, err)
	}
	return done
}

// without returns the result of an account of which no file was written, with
// the reason.
func (p *puller) without(r api.Result, outcome api.Outcome, err error) api.Result {
	meaning, remedy := text.Explain(err, text.English)
	r.Outcome, r.Error = outcome, &api.Error{Op: string(api.OpPull), Meaning: meaning, Remedy: remedy, Local: err}
	return r
}
