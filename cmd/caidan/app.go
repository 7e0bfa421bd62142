package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
)

// app is one run of the command.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	// worker starts a process that compiles menus, and gc is its target of
	// garbage collection; 0 is Go's own.
	worker worker.Command
	gc     int
	// lang is the language of everything that is said.
	lang text.Lang
	// args are the arguments as they were given.
	args []string
	// written is set once stdout has what the command came to.
	written bool
	// unhelped says why there was no help: of a command that there is not, or because
	// it could not be written.
	unhelped error
}

// run runs the command and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	a.args = args
	a.lang = a.language()
	root := a.root()
	root.SetArgs(errcodeLast(args))
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = a.unhelped
	}
	if err == nil {
		return exitOK
	}
	a.complain(err)
	if !a.written {
		if werr := a.showFailure(cmd, several(err)); werr != nil {
			a.complain(werr)
		}
	}
	return exitCode(err)
}

// errcodeLast has -1 taken for what it is in caidan explain -1: an errcode of WeChat's,
// and not a flag.
func errcodeLast(args []string) []string {
	const busy = "-1"
	at := slices.Index(args, busy)
	if at < 0 || !slices.Contains(args[:at], "explain") || slices.Contains(args[:at], "--") {
		return args
	}
	return append(slices.Delete(slices.Clone(args), at, at+1), "--", busy)
}

// complain tells a person what went wrong and what to do.
func (a *app) complain(err error) {
	told := ""
	for _, e := range several(err) {
		meaning, remedy := text.Explain(e, a.lang)
		_, _ = fmt.Fprintln(a.stderr, a.say(text.Colon(text.Same("caidan"), text.Clean(meaning))))
		if remedy != "" && remedy != told {
			told = remedy
			_, _ = fmt.Fprintln(a.stderr, a.say(text.Sayf("help: %s", "建议：%s", text.Clean(remedy))))
		}
	}
}

// several returns the errors that were joined into one, else the one, but for
// those of which all has been said. What one with words was caused by, it says.
func several(err error) (errs []error) {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if _, worded := e.(text.Worded); worded { //nolint:errorlint // each layer is looked at in turn
			break
		}
		if joined, is := e.(interface{ Unwrap() []error }); is {
			for _, e := range joined.Unwrap() {
				errs = append(errs, several(e)...)
			}
			return errs
		}
	}
	if err.Error() == "" {
		return nil
	}
	return []error{err}
}

// wording is how reports are written to w.
func (a *app) wording(w io.Writer) report.Options {
	return report.Options{Lang: a.lang, Color: isTerminal(w) && a.getenv("NO_COLOR") == "", Library: source.LibraryName}
}

// commands are all commands, each in its group of the help.
func (a *app) commands(root *cobra.Command) {
	for _, group := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"write", a.say(text.Say("Write menus:", "编写：")), []*cobra.Command{a.initialize(), a.pull(), a.preview(), a.format()}},
		{"check", a.say(text.Say("Check them:", "检查：")), []*cobra.Command{a.check(), a.render(), a.rules(), a.explain()}},
		{"publish", a.say(text.Say("Publish them:", "发布：")), []*cobra.Command{a.plan(), a.publish(), a.rollback(), a.retire()}},
		{"look", a.say(text.Say("Look at what is live:", "查看线上：")), []*cobra.Command{a.status(), a.history(), a.drift(), a.doctor()}},
		{"run", a.say(text.Say("Run services and the tool:", "运行服务和工具：")), []*cobra.Command{
			a.demo(), a.sandbox(), a.serve(), a.ledger(), a.action(), a.version(), a.completion(),
		}},
	} {
		root.AddGroup(&cobra.Group{ID: group.id, Title: group.title})
		for _, cmd := range group.commands {
			cmd.GroupID = group.id
			if cmd.Use == cmd.Name() {
				cmd.Args = noArgs
			}
			a.completed(cmd)
			root.AddCommand(cmd)
		}
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "caidan",
		Short: a.say(text.Say("WeChat menus as code", "用代码管理微信菜单")),
		Long: a.say(text.Say(
			`caidan keeps the custom menus of WeChat Official Accounts in a Git repository.

Every flag has a twin in the environment, --format is CAIDAN_FORMAT, but for those
that let a publish past a guard. A word that only other commands take is left to
them, as CAIDAN_FORMAT=sarif is to check.`,
			`caidan 把微信公众号的自定义菜单放进 Git 仓库来管理。

每个选项都有对应的环境变量，例如 --format 对应 CAIDAN_FORMAT；只有放行发布的那些
选项没有。某个值如果只有别的命令认识，就留给那个命令，例如 CAIDAN_FORMAT=sarif
只对 check 起作用。`,
		)),
		Example: a.say(text.Say(
			`  caidan demo                 the whole way on this machine, nothing to set up
  caidan check                compile and check menus/
  caidan preview              the menus on a phone, in a browser
  caidan render brand-cn      the exact bytes WeChat would be sent
  caidan plan                 what a publish would do, and what would stop it
  caidan publish brand-cn     publish one account through the Lambda
  caidan rollback brand-cn --to previous
                              put the menus from before live again`,
			`  caidan demo                 在本机走完整个流程，不用任何准备
  caidan check                编译并检查 menus/
  caidan preview              在浏览器里用手机画面查看菜单
  caidan render brand-cn      会发给微信的内容，一字不差
  caidan plan                 发布会做什么，会被什么拦下
  caidan publish brand-cn     通过 Lambda 发布一个账号
  caidan rollback brand-cn --to previous
                              把之前的菜单重新上线`,
		)),
		Version:           version.Long(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused(unknown(aCommand, args[0], commandNames(cmd)))
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.environment(cmd) },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.Flags().BoolP("version", "v", false, a.say(text.Say("print the version", "显示版本")))
	root.PersistentFlags().Var(&choice{new(string), languages}, "lang",
		a.say(text.Say("the language to speak (default: the locale's)", "使用的语言（默认取自系统的区域设置）")))
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(languages, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	a.commands(root)
	root.SetHelpCommand(a.helpCommand())
	root.InitDefaultHelpCmd()
	for _, cmd := range append(root.Commands(), root) {
		cmd.Flags().BoolP("help", "h", false, a.say(text.Say("show this help", "显示本帮助")))
	}
	return root
}
