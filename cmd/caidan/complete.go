package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
)

// completing is how long a shell waits for words: longer is taken for a key that does
// nothing.
const completing = 3 * time.Second

// completed has a shell complete what a command takes: the words of its flags, and the
// accounts of Git for its arguments. What cannot be found out completes nothing.
func (a *app) completed(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		var words func(cmd *cobra.Command, args []string) []string
		switch c, isChoice := f.Value.(*choice); {
		case isChoice:
			words = func(*cobra.Command, []string) []string { return c.allowed }
		case f.Name == "first":
			words = func(cmd *cobra.Command, _ []string) []string { return a.accountsOf(cmd) }
		case f.Name == "to":
			words = func(cmd *cobra.Command, args []string) []string {
				return append([]string{api.Previous}, a.recordsOf(cmd, args)...)
			}
		case f.Name == "record":
			words = a.recordsOf
		default:
			return
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return words(cmd, args), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		}) // the flag is there
	})
	if !strings.Contains(cmd.Use, " ACCOUNT") && !strings.Contains(cmd.Use, "[ACCOUNT...]") || cmd.Flags().Lookup("rung") != nil || cmd.Name() == "retire" {
		return // init names new ones, and retire those that left
	}
	one := strings.HasSuffix(cmd.Use, " ACCOUNT")
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if one && len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return slices.DeleteFunc(a.accountsOf(cmd), func(name string) bool { return slices.Contains(args, name) }), cobra.ShellCompDirectiveNoFileComp
	}
}

// accountsOf returns the accounts of the repository that a command is called in.
func (a *app) accountsOf(cmd *cobra.Command) []string {
	ctx, stop := context.WithTimeout(cmd.Context(), completing)
	defer stop()
	path := "."
	if f := cmd.Flags().Lookup("path"); f != nil {
		path = f.Value.String()
	}
	checked, err := a.look(ctx, check.Options{Paths: []string{path}})
	if err != nil {
		return nil
	}
	return names(checked.Accounts)
}

// recordsOf returns the numbers of the newest records of the account that a command is
// called with, the newest first.
func (a *app) recordsOf(cmd *cobra.Command, args []string) []string {
	if len(args) != 1 || a.environment(cmd) != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(cmd.Context(), completing)
	defer stop()
	o := functionOptions{function: inspectFunction, parallel: 1}
	for name, value := range map[string]*string{"inspect-function": &o.function, "aws-region": &o.region} {
		if f := cmd.Flags().Lookup(name); f != nil {
			*value = f.Value.String()
		} else if set := a.getenv(envName(name)); set != "" {
			*value = set
		}
	}
	k, err := a.asker(ctx, &o)
	if err != nil {
		return nil
	}
	k.watched = io.Discard
	var numbers []string
	for _, r := range k.ask(ctx, reading, []api.Request{{Schema: api.Schema, Op: api.OpHistory, Account: args[0], Limit: api.DefaultRecords}}) {
		for i := range r.Records {
			numbers = append(numbers, strconv.Itoa(r.Records[i].Number))
		}
	}
	return numbers
}
