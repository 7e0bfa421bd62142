package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
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
	// lang is the language that was asked for; empty means the locale's.
	lang string
	// args are the arguments as they were given.
	args []string
	// written is set once stdout has a JSON document.
	written bool
}

// run runs the command and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	a.args = args
	root := a.root()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	if err.Error() != "" {
		a.complain(err)
	}
	if !a.written && a.wantsJSON(cmd) {
		if werr := a.json(report.NewCheck(cmd.Name(), nil, advised(err)...)); werr != nil {
			a.complain(werr)
		}
	}
	return exitCode(err)
}

// complain tells a person what went wrong and what to do.
func (a *app) complain(err error) {
	for _, e := range several(err) {
		if e.Error() == "" {
			continue // all has been said
		}
		_, _ = fmt.Fprintf(a.stderr, "caidan: %s\n", text.Clean(e.Error()))
		if help := remedy(e); help != "" {
			_, _ = fmt.Fprintf(a.stderr, "help: %s\n", text.Clean(help))
		}
	}
}

// several returns the errors that were joined into one, else the one.
func several(err error) []error {
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		return []error{err}
	}
	var errs []error
	for _, e := range joined.Unwrap() {
		errs = append(errs, several(e)...)
	}
	return errs
}

// remedy returns what an error says to do about it, if it does.
func remedy(err error) string {
	var remedied interface{ Remedy() string }
	if errors.As(err, &remedied) {
		return remedied.Remedy()
	}
	return ""
}

// advised returns each error with its remedy in its text.
func advised(err error) []error {
	var errs []error
	for _, e := range several(err) {
		if help := remedy(e); help != "" {
			e = fmt.Errorf("%w; %s", e, help)
		}
		if e.Error() != "" {
			errs = append(errs, e)
		}
	}
	return errs
}

// wantsJSON reports whether JSON was asked for, even in arguments that could
// not be parsed. The environment asks it only of commands that can: what render
// prints is not a report.
func (a *app) wantsJSON(cmd *cobra.Command) bool {
	format := ""
	if cmd.Flags().Lookup("format") != nil || !cmd.HasParent() {
		format = a.getenv(envName("format"))
	}
	for i, arg := range a.args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--format="); ok {
			format = value
		} else if arg == "--format" && i+1 < len(a.args) {
			format = a.args[i+1]
		}
	}
	return format == "json"
}

// json writes the command's one document.
func (a *app) json(document any) error {
	a.written = true
	return report.JSON(a.stdout, document)
}

// print writes a document in the format asked for.
func (a *app) print(format string, document any, text func(io.Writer) error) error {
	if format == "json" {
		return a.json(document)
	}
	return text(a.stdout)
}

// worded returns how a report writes itself as text in this run.
func (a *app) worded(text func(io.Writer, report.Options) error) func(io.Writer) error {
	return func(w io.Writer) error { return text(w, a.wording(w)) }
}

// wording is how reports are written to w.
func (a *app) wording(w io.Writer) report.Options {
	return report.Options{Lang: a.language(), Color: isTerminal(w) && a.getenv("NO_COLOR") == ""}
}

// language returns the language of reports: the one asked for, else that of
// the locale, as POSIX looks for it.
func (a *app) language() text.Lang {
	if a.lang != "" {
		return text.Lang(a.lang)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := a.getenv(name); locale != "" {
			if strings.HasPrefix(locale, "zh") {
				return text.Chinese
			}
			break
		}
	}
	return text.English
}

// commands are all but those that every program of cobra's has.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.demo(), a.check(), a.render(), a.plan(), a.publish(), a.rollback(), a.history(), a.status(), a.drift(),
		a.pull(), a.format(), a.rules(), a.explain(),
		a.sandbox(), a.action(), a.version(),
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "caidan",
		Short: "WeChat menus as code",
		Long: `caidan keeps the custom menus of WeChat Official Accounts in a Git repository.

Every flag has a twin in the environment, --format is CAIDAN_FORMAT, but for those
that let a publish past a guard. A word that only other commands take is left to
them, as CAIDAN_FORMAT=sarif is to check.`,
		Example: `  caidan demo                 the whole way on this machine, nothing to set up
  caidan check                compile and check menus/
  caidan render brand-cn      the exact bytes WeChat would be sent
  caidan plan                 what a publish would do, and what would stop it
  caidan publish brand-cn     publish one account through the Lambda
  caidan rollback brand-cn --to previous
                              put the menus from before live again`,
		Version:       versionText(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknown("command", args[0], commandNames(cmd))
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.environment(cmd) },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(a.flagError)
	root.PersistentFlags().Var(&choice{&a.lang, []string{"en", "zh"}}, "lang", "language of reports: en or zh (default: the locale's)")
	root.AddCommand(a.commands()...)
	root.SetHelpCommand(help())
	root.InitDefaultHelpCmd()
	addCompletion(root)
	describeExits(root)
	return root
}
