package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// help returns the help command. The one cobra brings takes an unknown command
// for success.
func help() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		Long:  "Show the help of a command, as its flag --help does.",
		Example: `  caidan help
  caidan help publish`,
		RunE: func(cmd *cobra.Command, args []string) error {
			named, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknown("command", strings.Join(args, " "), commandNames(cmd))
			}
			named.InitDefaultHelpFlag()
			return named.Help()
		},
	}
}

// addCompletion adds the completion command, which cobra would add later, with
// what the others have and it lacks.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil || completion == root {
		return
	}
	completion.Short = "Write the completion script for a shell"
	completion.Example = "  source <(caidan completion bash)"
	var shells []string
	for _, shell := range completion.Commands() {
		shell.Args = noArgs
		shell.Example = fmt.Sprintf("  caidan completion %s", shell.Name())
		shells = append(shells, shell.Name())
	}
	completion.Args = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknown("shell", args[0], shells)
		}
		return nil
	}
	completion.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

// describeExits adds the exit codes to the help of a command and of those
// below it.
func describeExits(cmd *cobra.Command) {
	cmd.Long = strings.TrimSpace(cmd.Long) + "\n\n" + exitHelp
	for _, sub := range cmd.Commands() {
		describeExits(sub)
	}
}

// commandNames returns the names of the commands there are.
func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Root().Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}
