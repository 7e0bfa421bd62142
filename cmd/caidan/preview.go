package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/preview/live"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type previewOptions struct {
	functionOptions
	paths      []string
	out, serve string
	live       bool
	// before is what to compare with; nil where that is not asked for, or not
	// known yet.
	before earlier
}

// earlier tells of an account what followers see before the menus of Git, and
// what there is to say of that; a nil set is not known.
type earlier func(account string) (before *menu.Set, notice text.Spoken)

func (a *app) preview() *cobra.Command {
	var o previewOptions
	cmd := &cobra.Command{
		Use:   "preview [PATH...]",
		Short: a.say(text.Say("Show the menus on a phone, in a browser", "在浏览器里用手机画面查看菜单")),
		Long: a.say(text.Say(`Show the menus as followers' phones do, on a page in a browser: tap a button and
its sub-menu opens, or the page says what the tap does. Names are cut as the phone
cuts them, a conditional menu shows for the tag and the phone system that you
choose, and what a check finds stands beside the phone, with its line. Menus
that are invalid are shown too.

PATH is what it is to check. With --live the page shows as well what is live now,
which the inspect function reads, and marks what differs. Without --out the page is served at an address of
this machine, until interrupted, and follows every change of the repository's
files. With --out it is written to one file that needs no network.`, `在浏览器里像粉丝的手机那样显示菜单：点一个按钮，子菜单就会打开，或者页面说明点击
后会做什么。名称按手机的样子截断，可以选择标签和手机系统来查看个性化菜单，检查
发现的问题连同行号列在手机旁边。无效的菜单也会显示。

PATH 的含义与 check 相同。带 --live 时，页面还显示线上现在的菜单（由 inspect 函数
读取），并标出不同之处。不带 --out 时，页面在本机的一个地址上提供，直到被中断；
仓库里的文件一有改动，页面就会更新。带 --out 时，页面写成一个不需要网络的文件。`)),
		Example: `  caidan preview
  caidan preview --serve=127.0.0.1:8080
  caidan preview --live
  caidan preview menus/brand-cn.jsonnet --out preview.html`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths, o.format = args, formats[0].name
			if err := o.check(); err != nil {
				return err
			}
			serve := cmd.Flags().Changed("serve")
			if serve && len(args) > 0 && isAddress(args[0]) {
				return misused(text.Sayf("%q: write the address as --serve=%s", "%q：地址的写法是 --serve=%s", args[0], args[0]))
			}
			if o.out != "" {
				if serve {
					return misused(text.Say("--out writes the page, --serve serves it; give one of them", "--out 把页面写成文件，--serve 提供页面；请只用其中一个"))
				}
				return a.writePreview(cmd.Context(), o)
			}
			return a.servePreview(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", a.say(text.Say("the file to write the page to", "把页面写到哪个文件")))
	f.StringVar(&o.serve, "serve", anyPort, a.say(text.Say("the loopback address to serve the page at; port 0 takes a free one", "提供页面的本机地址，端口 0 表示任选一个空闲端口")))
	f.Lookup("serve").NoOptDefVal = anyPort
	f.BoolVar(&o.live, "live", false, a.say(text.Say("show what is live as well, and what differs", "同时显示线上的菜单和不同之处")))
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	return cmd
}

// isAddress reports whether a path is meant as the address of --serve.
func isAddress(path string) bool {
	_, port, err := net.SplitHostPort(path)
	_, missing := os.Stat(path)
	return err == nil && port != "" && missing != nil
}

// anyPort is a loopback address with a port that is free.
const anyPort = "127.0.0.1:0"

// writePreview writes the page to a file.
func (a *app) writePreview(ctx context.Context, o previewOptions) error {
	page, err := a.page(ctx, &o)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.HTML(&b); err != nil {
		return err
	}
	return replace(o.out, b.Bytes())
}

// servePreview serves the page, and draws it again when files change.
func (a *app) servePreview(ctx context.Context, o previewOptions) error {
	root, err := source.FindRoot(append(o.paths, ".")[0])
	if err != nil {
		return err
	}
	before := stamp(root) // what changes from here on is drawn again
	page, err := a.page(ctx, &o)
	if err != nil {
		return err
	}
	var server live.Server
	if _, err := server.Show(page); err != nil {
		return err
	}
	listener, err := listen(ctx, o.serve)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(a.stdout, "http://%s/\n", listener.Addr()); err != nil {
		_ = listener.Close()
		return err
	}
	_, _ = fmt.Fprintln(a.stderr, a.say(text.Say("the page follows the files; stop it with Ctrl-C", "页面会随文件更新；按 Ctrl-C 停止")))
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return server.Serve(ctx, listener) })
	g.Go(func() error {
		return a.watch(ctx, root, before, func() error {
			page, err := a.page(ctx, &o)
			if err != nil {
				page = preview.Page{Lang: a.lang, Title: previewTitle, Problem: text.Both(problem{err})}
			}
			_, err = server.Show(page)
			return err
		})
	})
	return g.Wait()
}

// problem is why nothing can be drawn.
type problem struct{ error }

// In returns what is wrong and what to do about it.
func (p problem) In(l text.Lang) string {
	var lines []string
	for _, err := range several(p.error) {
		meaning, remedy := text.Explain(err, l)
		lines = append(lines, strings.TrimSpace(meaning+"\n"+remedy))
	}
	return strings.Join(lines, "\n")
}

var previewTitle = text.Say("caidan preview", "caidan 菜单预览")

// page draws what the paths hold. What is live is read once for each account.
func (a *app) page(ctx context.Context, o *previewOptions) (preview.Page, error) {
	checked, err := a.look(ctx, check.Options{Paths: o.paths, Keep: true, Faulty: true})
	if err != nil {
		return preview.Page{}, err
	}
	if o.live && o.before == nil {
		if o.before, err = a.readLive(ctx, o, checked.Accounts); err != nil {
			return preview.Page{}, err
		}
	}
	p := preview.Page{Lang: a.lang, Title: previewTitle}
	for i := range checked.Accounts {
		acc := &checked.Accounts[i]
		shown := preview.Account{Name: acc.Name, Detail: acc.File, Set: acc.Set, Findings: acc.Findings}
		if o.before != nil && acc.Compiled() {
			shown.Before, shown.Notice = o.before(acc.Name)
		}
		p.Accounts = append(p.Accounts, shown)
	}
	var lines []error
	for _, list := range [][]diag.Finding{checked.Settings, checked.Unread} {
		for i := range list {
			f := &list[i]
			lines = append(lines, errors.New(f.File+": "+f.Message))
		}
	}
	if len(lines) > 0 {
		p.Problem = text.Both(problem{errors.Join(lines...)})
	}
	return p, nil
}

// readLive asks the inspect function what is live of the accounts.
func (a *app) readLive(ctx context.Context, o *previewOptions, accounts []check.Account) (earlier, error) {
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return nil, err
	}
	var reqs []api.Request
	for i := range accounts {
		if accounts[i].Compiled() {
			reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: accounts[i].Name})
		}
	}
	read := map[string]*api.Result{}
	for _, r := range k.ask(ctx, reading, reqs) {
		read[r.Account] = &r
	}
	return func(account string) (*menu.Set, text.Spoken) {
		r := read[account]
		switch {
		case r == nil:
			return nil, text.Say("What is live was not read; start the preview again.", "没有读取线上的菜单；请重新运行预览。")
		case r.Live == nil:
			return nil, unread(r)
		}
		set := menu.Set{Menu: r.Live.Shown.Menu, Conditional: r.Live.API.Conditional}
		if !r.Live.Open {
			return &set, text.Say("The menu is switched off in the console: followers see no menu now.", "菜单在公众平台后台停用了：粉丝现在看不到菜单。")
		}
		return &set, nil
	}, nil
}

// unread says why it is not known what is live.
func unread(r *api.Result) text.Spoken {
	said := problem{errors.New(string(r.Outcome))}
	if r.Error != nil {
		said = problem{r.Error.Text(r.Error.Local)}
	}
	return text.Both(text.Sayf("What is live could not be read: %s", "线上的菜单读取失败：%s", said))
}
