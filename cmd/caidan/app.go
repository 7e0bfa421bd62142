package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
)

// app is one run of the command.
type app struct {
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	// written is set once stdout has a JSON document.
	written bool
}

// run runs the command and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	if err.Error() != "" {
		a.complain(err)
	}
	if a.wantsJSON(args) && !a.written {
		if werr := report.JSON(a.stdout, report.NewCheck(cmd.Name(), nil, err)); werr != nil {
			a.complain(werr)
		}
	}
	return exitCode(err)
}

// complain tells a person what went wrong and what to do.
func (a *app) complain(err error) {
	_, _ = fmt.Fprintf(a.stderr, "caidan: %s\n", report.Clean(err.Error()))
	var remedied interface{ Remedy() string }
	if errors.As(err, &remedied) && remedied.Remedy() != "" {
		_, _ = fmt.Fprintf(a.stderr, "help: %s\n", report.Clean(remedied.Remedy()))
	}
}

// wantsJSON reports whether JSON was asked for, even in arguments that could
// not be parsed.
func (a *app) wantsJSON(args []string) bool {
	i := slices.Index(args, "--format")
	switch {
	case slices.Contains(args, "--format=json"):
		return true
	case i >= 0:
		return i+1 < len(args) && args[i+1] == "json"
	default:
		return a.getenv(envName("format")) == "json"
	}
}

// json writes the command's one document.
func (a *app) json(document any) error {
	a.written = true
	return report.JSON(a.stdout, document)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "caidan",
		Short: "WeChat menus as code",
		Long: `caidan keeps the custom menus of WeChat Official Accounts in a Git repository.

Every flag has a twin in the environment: --format is CAIDAN_FORMAT.

` + exitHelp,
		Example: `  caidan demo                 the whole way on this machine, nothing to set up
  caidan check                compile and check menus/
  caidan render brand-cn      the exact bytes WeChat would be sent
  caidan publish brand-cn     publish one account through the Lambda`,
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
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(a.demo(), a.check(), a.render(), a.publish(), a.sandbox(), a.action(), a.version())
	for _, cmd := range root.Commands() {
		cmd.Long = strings.TrimSpace(cmd.Long + "\n\n" + exitHelp)
	}
	return root
}

// environment fills flags that were not given from their twins.
func (a *app) environment(cmd *cobra.Command) error {
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value := a.getenv(envName(f.Name))
		if f.Changed || value == "" || f.Name == "help" || err != nil {
			return
		}
		if serr := cmd.Flags().Set(f.Name, value); serr != nil {
			err = &usageError{fmt.Sprintf("%s: %s", envName(f.Name), serr)}
		}
	})
	return err
}

// envName returns the environment twin of a flag.
func envName(flag string) string {
	return "CAIDAN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// flagError turns a mistake in the flags into a usage error with the nearest
// flag there is.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if errors.As(err, &missing) && missing.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := missing.GetSpecifiedName()
		text := "unknown flag --" + name
		if near, ok := diag.Nearest(name, names); ok {
			text += ", did you mean --" + near + "?"
		}
		return &usageError{text}
	}
	return &usageError{fmt.Sprintf("%s; see caidan %s --help", err, cmd.Name())}
}

// unknown is a word that names nothing, with the nearest that does.
func unknown(kind, word string, known []string) error {
	text := fmt.Sprintf("unknown %s %q", kind, word)
	if near, ok := diag.Nearest(word, known); ok {
		text += ", did you mean " + near + "?"
	} else if len(known) > 0 {
		text += "; there is " + strings.Join(known[:min(len(known), 10)], ", ")
	}
	return &usageError{text}
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Root().Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// noArgs refuses arguments.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &usageError{fmt.Sprintf("%q: this command takes no arguments", args[0])}
	}
	return nil
}
