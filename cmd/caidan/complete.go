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
		if f.Name == "accept-live" {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, a.liveOf) // the flag is there
			return
		}
		switch c, isChoice := f.Value.(*choice); {
		case isChoice:
			words = func(*cobra.Command, []string) []string { return c.allowed }
		case f.Name == "allow":
			words = func(*cobra.Command, []string) []string { return guardNames() }
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
		_ = cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			offered := words(cmd, args)
			if _, isList := f.Value.(pflag.SliceValue); isList {
				offered = listed(offered, begun)
			}
			return offered, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
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

// listed returns what a list that was begun comes to with one more word.
func listed(words []string, begun string) (lists []string) {
	has := strings.Split(begun, ",")
	has = has[:len(has)-1] // the last is begun
	for _, word := range words {
		if !slices.Contains(has, word) {
			lists = append(lists, strings.Join(append(slices.Clone(has), word), ","))
		}
	}
	return lists
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

// liveOf returns ACCOUNT=DIGEST of what is live: of the accounts that a command is called
// with, or of that in the word begun; where there is none, the accounts that may be.
func (a *app) liveOf(cmd *cobra.Command, args []string, begun string) (words []string, then cobra.ShellCompDirective) {
	if account, _, named := strings.Cut(begun, "="); named {
		args = []string{account}
	}
	if len(args) == 0 {
		for _, name := range a.accountsOf(cmd) {
			words = append(words, name+"=")
		}
		return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	var reqs []api.Request
	for _, name := range args {
		reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: name})
	}
	for _, r := range a.answers(cmd, reqs) {
		if r.Digests.Live != "" {
			words = append(words, r.Account+"="+r.Digests.Live)
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// recordsOf returns the numbers of the newest records of the account that a command is
// called with, the newest first.
func (a *app) recordsOf(cmd *cobra.Command, args []string) []string {
	if len(args) != 1 {
		return nil
	}
	var numbers []string
	for _, r := range a.answers(cmd, []api.Request{{Schema: api.Schema, Op: api.OpHistory, Account: args[0], Limit: api.DefaultRecords}}) {
		for i := range r.Records {
			numbers = append(numbers, strconv.Itoa(r.Records[i].Number))
		}
	}
	return numbers
}

// answers returns what the inspect function answers in the time that a shell waits.
func (a *app) answers(cmd *cobra.Command, reqs []api.Request) []api.Result {
	if a.environment(cmd) != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(cmd.Context(), completing)
	defer stop()
	o := functionOptions{function: inspectFunction, parallel: len(reqs)}
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
	return k.ask(ctx, reading, reqs)
}
