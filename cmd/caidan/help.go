package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/caidan-dev/caidan/pkg/text"
)

// helpCommand returns the help command. The one cobra brings takes an unknown
// command for success.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: a.say(text.Say("Show the help of a command", "显示某个命令的帮助")),
		Long:  a.say(text.Say("Show the help of a command, as its flag --help does.", "显示某个命令的帮助，与它的选项 --help 相同。")),
		Example: `  caidan help
  caidan help publish`,
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return commandNames(cmd), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			named, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return misused(unknown(aCommand, strings.Join(args, " "), commandNames(cmd)))
			}
			return named.Help()
		},
	}
}

// help writes the help of a command. The exit codes are those of all commands and
// stand below the list of them.
func (a *app) help(cmd *cobra.Command) {
	// Cobra takes a word before --help that names no command for one of the root's.
	if words := cmd.Flags().Args(); !cmd.HasParent() && len(words) > 0 {
		a.unhelped = misused(unknown(aCommand, words[0], commandNames(cmd)))
		return
	}
	var b strings.Builder
	if cmd.Long != "" {
		b.WriteString(strings.TrimSpace(cmd.Long) + "\n")
	}
	section := func(title text.Text, body string) {
		if body != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", a.say(title), strings.TrimRight(body, "\n"))
		}
	}
	section(text.Say("Usage:", "用法："), a.usageLines(cmd))
	section(text.Say("Examples:", "示例："), cmd.Example)
	for _, group := range cmd.Groups() {
		section(text.Both(text.Same(group.Title)), commandTable(cmd, group.ID))
	}
	section(text.Say("Flags:", "选项："), a.flagTable(cmd.LocalFlags()))
	section(text.Say("Global Flags:", "全局选项："), a.flagTable(cmd.InheritedFlags()))
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + a.say(exitHelp) + "\n\n" + a.say(text.Say(
			"caidan COMMAND --help says more about a command.", "caidan COMMAND --help 显示某个命令的详细说明。")) + "\n")
	}
	_, a.unhelped = fmt.Fprint(a.stdout, b.String())
}

// usageLines are the forms in which a command is called.
func (a *app) usageLines(cmd *cobra.Command) string {
	line := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	if cmd.HasAvailableSubCommands() {
		line = cmd.CommandPath() + " COMMAND"
	}
	return "  " + line + a.say(text.Say(" [flags]", " [选项]"))
}

// commandTable lists the commands of a group, a line each.
func commandTable(cmd *cobra.Command, group string) string {
	return aligned(func(w *tabwriter.Writer) {
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() && c.GroupID == group {
				_, _ = fmt.Fprintf(w, "  %s\t%s\n", c.Name(), c.Short)
			}
		}
	})
}

// flagTable lists flags, a line each, with what they take and what holds where
// they are not given.
func (a *app) flagTable(flags *pflag.FlagSet) string {
	return aligned(func(w *tabwriter.Writer) {
		flags.VisitAll(func(f *pflag.Flag) {
			name := "      --" + f.Name
			if f.Shorthand != "" {
				name = "  -" + f.Shorthand + ", --" + f.Name
			}
			takes, usage := flagTypes[f.Value.Type()], f.Usage
			if c, ok := f.Value.(*choice); ok {
				takes = strings.Join(c.allowed, "|")
			}
			if takes != "" {
				name += " " + takes
			}
			if !slices.Contains([]string{"", "false", "0", "[]"}, f.DefValue) {
				usage += a.say(text.Sayf(" (default %s)", "（默认 %s）", f.DefValue))
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\n", name, usage)
		})
	})
}

// aligned returns lines whose columns, which tabs part, stand below each other.
func aligned(write func(*tabwriter.Writer)) string {
	const gap = 3 // blanks between columns
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, gap, ' ', 0)
	write(w)
	_ = w.Flush()
	return b.String()
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
