package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/caidan-dev/caidan/pkg/text"
)

// envName returns the environment twin of a flag.
func envName(flag string) string {
	return "CAIDAN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// noTwin marks a flag that has no twin in the environment.
const noTwin = "caidan_no_twin"

// withoutTwin marks flags of a command as having no twin in the environment.
func withoutTwin(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		cmd.Flags().Lookup(name).Annotations = map[string][]string{noTwin: nil}
	}
}

// hasTwin reports whether the environment may set a flag.
func hasTwin(f *pflag.Flag) bool {
	_, without := f.Annotations[noTwin]
	return !without && f.Name != "help" && f.Name != "version"
}

// environment fills flags that were not given from their twins, and says all
// that is wrong with them. A word that only other commands take is theirs:
// CAIDAN_FORMAT=sarif is for check, and a plan beside it is written as ever.
func (a *app) environment(cmd *cobra.Command) error {
	var errs []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value := a.getenv(envName(f.Name))
		if f.Changed || value == "" || !hasTwin(f) {
			return
		}
		if err := f.Value.Set(value); err != nil && !elsewhere(cmd, f.Name, value) {
			errs = append(errs, badValue(envName(f.Name), f, value, err))
		}
	})
	return errors.Join(errs...)
}

// elsewhere reports whether another command has a flag of that name which takes
// one of a few words, and this among them.
func elsewhere(cmd *cobra.Command, name, word string) bool {
	return slices.ContainsFunc(cmd.Root().Commands(), func(other *cobra.Command) bool {
		f := other.Flags().Lookup(name)
		if f == nil {
			return false
		}
		c, ok := f.Value.(*choice)
		return ok && slices.Contains(c.allowed, word)
	})
}

// flagTypes stand in the help, in every language, for what a flag of a type takes,
// as ACCOUNT does for an argument; a choice names its words, and a switch takes
// nothing.
var flagTypes = map[string]string{
	"bool": "", "word": "WORD", "string": "TEXT", "stringArray": "TEXT", "stringSlice": "LIST",
	"int": "NUMBER", "int64": "NUMBER", "duration": "TIME",
}

// badValue is a value that a flag, under the name it was given by, does not
// take.
func badValue(name string, f *pflag.Flag, value string, err error) error {
	switch f.Value.Type() {
	case "int", "int64":
		return misused(text.Sayf("%s %q: want a whole number", "%s %q：需要一个整数", name, value))
	case "bool":
		return misused(text.Sayf("%s %q: want true or false", "%s %q：只能是 true 或 false", name, value))
	case "duration":
		return misused(text.Sayf("%s %q: want a time such as 30s", "%s %q：需要一段时间，例如 30s", name, value))
	default:
		return misused(text.Colon(text.Same(name), text.Cause(err)))
	}
}

// flagError turns a mistake in the flags into a usage error with the nearest
// flag there is.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	// A word that names no command leaves its flags to the root, which has
	// none of them.
	if word := firstWord(a.args); !cmd.HasParent() && word != "" {
		return misused(unknown(aCommand, word, commandNames(cmd)))
	}
	var missing *pflag.NotExistError
	var bad *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	var garbled *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &missing):
		return unknownFlag(cmd, missing)
	case errors.As(err, &bad):
		return badValue("--"+bad.GetFlag().Name, bad.GetFlag(), bad.GetValue(), bad.Unwrap())
	case errors.As(err, &empty):
		return misused(text.Sayf(
			"--%s: a value is missing; see %s --help", "--%s：缺少值，用法见 %s --help", empty.GetFlag().Name, cmd.CommandPath(),
		))
	case errors.As(err, &garbled):
		return misused(text.Sayf(
			"%q: write a flag as --name=value; see %s --help", "%q：选项的写法是 --name=value，用法见 %s --help",
			garbled.GetSpecifiedFlag(), cmd.CommandPath(),
		))
	default:
		return misused(text.Sayf("%s; see %s --help", "%s；用法见 %s --help", text.Cause(err), cmd.CommandPath()))
	}
}

// unknownFlag is a flag that the command does not have. One dash before a long
// name makes it a row of short ones.
func unknownFlag(cmd *cobra.Command, missing *pflag.NotExistError) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	name := missing.GetSpecifiedName()
	flag := "--" + name
	if short := missing.GetSpecifiedShortnames(); short != "" {
		name, flag = short, "-"+short
	}
	flag = text.Cut(flag, text.Shown)
	if near, ok := text.Nearest(name, names); ok {
		return misused(text.Sayf("unknown flag %s, did you mean --%s?", "未知的选项 %s，是不是 --%s？", flag, near))
	}
	return misused(text.Sayf("unknown flag %s; see %s --help", "未知的选项 %s，用法见 %s --help", flag, cmd.CommandPath()))
}

// firstWord returns the first argument that is neither a flag nor its value, as
// cobra looks for a command.
func firstWord(args []string) string {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return ""
		case !strings.HasPrefix(arg, "-"):
			return arg
		case strings.HasPrefix(arg, "--") && !strings.Contains(arg, "="):
			i++
		}
	}
	return ""
}

// choice is a flag that takes one of a few words.
type choice struct {
	value   *string
	allowed []string
}

// newChoice returns a choice whose default is the first word.
func newChoice(value *string, allowed ...string) *choice {
	*value = allowed[0]
	return &choice{value, allowed}
}

func (c *choice) String() string { return *c.value }

// Type names what the flag takes in the help.
func (*choice) Type() string { return "word" }

// Set takes one of the words.
func (c *choice) Set(word string) error {
	if !slices.Contains(c.allowed, word) {
		return misused(unknown(aValue, word, c.allowed))
	}
	*c.value = word
	return nil
}

func (a *app) pathFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "path", ".", a.say(text.Say("the repository, or a folder or file of it", "仓库，或者其中的文件夹、文件")))
}

// What a word may be meant to name.
var (
	aCommand  = text.Say("command", "命令")
	aValue    = text.Say("value", "值")
	anAccount = text.Say("account", "账号")
	aGuard    = text.Say("guard", "保护")
	aWord     = text.Say("word", "词")
)

// unknown says of a word that it names nothing, with the nearest that do, else
// with some of those that do.
func unknown(kind text.Text, word string, known []string) text.Spoken {
	const shown = 10 // names: a line, not a page
	if near := text.Near(word, known); len(near) > 0 {
		return text.Sayf("unknown %s %q, %s", "未知的%s%q，%s", kind, word, text.DidYouMean(near...))
	}
	if len(known) == 0 {
		return text.Sayf("unknown %s %q", "未知的%s%q", kind, word)
	}
	return text.Sayf("unknown %s %q; choose from %s", "未知的%s%q，可选 %s", kind, word, text.List(known).Most(shown))
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misused(text.Sayf("%q: %s takes no arguments", "%q：%s 不带参数", args[0], cmd.CommandPath()))
	}
	return nil
}
