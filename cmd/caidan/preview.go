package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/preview/live"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type previewOptions struct {
	functionOptions
	paths      []string
	out, serve string
	base       string
	live       bool
	// as is a follower's openid.
	as string
	// before is what to compare with; nil where that is not asked for, or not
	// known yet.
	before earlier
}

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

PATH is what it is to check. With --base the page shows as well what the menus were
in a commit, with --live what is live now, which the inspect function reads; it
marks what differs. Without --out the page is served at an address of
this machine, until interrupted, and follows every change of the repository's
files. With --out it is written to one file that needs no network.

caidan preview ACCOUNT --as OPENID draws what one follower sees now, with the
conditional menu that WeChat chooses: in the terminal, or on the page with --serve
or --out. The inspect function asks WeChat; neither it nor the ledger keeps the
openid.`, `在浏览器里像粉丝的手机那样显示菜单：点一个按钮，子菜单就会打开，或者页面说明点击
后会做什么。名称按手机的样子截断，可以选择标签和手机系统来查看个性化菜单，检查
发现的问题连同行号列在手机旁边。无效的菜单也会显示。

PATH 的含义与 check 相同。带 --base 时，页面还显示某个提交里的菜单；带 --live 时，还
显示线上现在的菜单（由负责读取的函数读取）；不同之处会标出。不带 --out 时，页面在
本机的一个地址上提供，直到被中断；仓库里的文件一有改动，页面就会更新。带 --out 时，
页面写成一个不需要网络的文件。

caidan preview ACCOUNT --as OPENID 画出某个粉丝现在看到的菜单，个性化菜单由微信选择：
画在终端里，带 --serve 或 --out 时画在页面上。由负责读取的函数向微信查询；函数和
发布记录都不保存 OpenID。`)),
		Example: `  caidan preview
  caidan preview --serve=127.0.0.1:8080
  caidan preview --base main
  caidan preview --live
  caidan preview brand-cn --as oABC123
  caidan preview menus/brand-cn.jsonnet --out preview.html`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths, o.format = args, formats[0].name
			serve := cmd.Flags().Changed("serve")
			if err := o.check(serve); err != nil {
				return err
			}
			if cmd.Flags().Changed("as") {
				return a.previewAs(cmd.Context(), o, serve)
			}
			if o.out != "" {
				return a.inFile(cmd.Context(), a.writePreview(cmd.Context(), o))
			}
			return a.inFile(cmd.Context(), a.servePreview(cmd.Context(), o))
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", a.say(text.Say("the file to write the page to", "把页面写到哪个文件")))
	f.StringVar(&o.serve, "serve", anyPort, a.say(text.Say("the loopback address to serve the page at; port 0 takes a free one", "提供页面的本机地址，端口 0 表示任选一个空闲端口")))
	f.Lookup("serve").NoOptDefVal = anyPort
	f.StringVar(&o.base, "base", "", a.say(text.Say("show the menus of this commit as well, and what differs", "同时显示这个提交里的菜单和不同之处")))
	f.BoolVar(&o.live, "live", false, a.say(text.Say("show what is live as well, and what differs", "同时显示线上的菜单和不同之处")))
	f.StringVar(&o.as, "as", "", a.say(text.Say("the openid of a follower of the account: draw what that one sees", "账号的一个粉丝的 OpenID：画出这个粉丝看到的菜单")))
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	return cmd
}

// check says all that is wrong with the options; serve is set where an address
// was asked for.
func (o *previewOptions) check(serve bool) error {
	errs := []error{o.functionOptions.check()}
	if serve && len(o.paths) > 0 && isAddress(o.paths[0]) {
		errs = append(errs, misused(text.Sayf("%q: write the address as --serve=%s", "%q：地址的写法是 --serve=%s", o.paths[0], o.paths[0])))
	}
	if serve && o.out != "" {
		errs = append(errs, misused(text.Say("--out writes the page, --serve serves it; give one of them", "--out 把页面写成文件，--serve 提供页面；请只用其中一个")))
	}
	if o.base != "" && o.live {
		errs = append(errs, misused(text.Say("--base compares with a commit, --live with what is live; give one of them", "--base 与提交比较，--live 与线上比较；请只用其中一个")))
	}
	return errors.Join(errs...)
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
	if err := a.address(listener); err != nil {
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

// address says where a page is served.
func (a *app) address(l net.Listener) error {
	_, err := fmt.Fprintf(a.stdout, "http://%s/\n", l.Addr())
	if err != nil {
		_ = l.Close()
	}
	return err
}
