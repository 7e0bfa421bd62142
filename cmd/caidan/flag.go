package main

import (
	"errors"
	"fmt"
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

// badValue is a value that a flag, under the name it was given by, does not
// take.
func badValue(name string, f *pflag.Flag, value string, err error) error {
	switch f.Value.Type() {
	case "int", "int64":
		return &usageError{fmt.Sprintf("%s %q: want a whole number", name, value)}
	case "bool":
		return &usageError{fmt.Sprintf("%s %q: want true or false", name, value)}
	case "duration":
		return &usageError{fmt.Sprintf("%s %q: want a time such as 30s", name, value)}
	default:
		return &usageError{fmt.Sprintf("%s: %s", name, err)}
	}
}

// flagError turns a mistake in the flags into a usage error with the nearest
// flag there is.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	// A word that names no command leaves its flags to the root, which has
	// none of them.
	if word := firstWord(a.args); !cmd.HasParent() && word != "" {
		return unknown("command", word, commandNames(cmd))
	}
	var missing *pflag.NotExistError
	var bad *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &missing):
		return unknownFlag(cmd, missing)
	case errors.As(err, &bad):
		return badValue("--"+bad.GetFlag().Name, bad.GetFlag(), bad.GetValue(), bad.Unwrap())
	case errors.As(err, &empty):
		return &usageError{fmt.Sprintf("--%s: a value is missing; see %s --help", empty.GetFlag().Name, cmd.CommandPath())}
	default:
		return &usageError{fmt.Sprintf("%s; see %s --help", err, cmd.CommandPath())}
	}
}

// unknownFlag is a flag that the command does not have. One dash before a long
// name makes it a row of short ones.
func unknownFlag(cmd *cobra.Command, missing *pflag.NotExistError) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	name, s := missing.GetSpecifiedName(), "unknown flag --"+missing.GetSpecifiedName()
	if short := missing.GetSpecifiedShortnames(); short != "" {
		name, s = short, "unknown flag -"+short
	}
	if near, ok := text.Nearest(name, names); ok {
		return &usageError{s + ", did you mean --" + near + "?"}
	}
	return &usageError{s + "; see " + cmd.CommandPath() + " --help"}
}

// firstWord returns the first argument that is no flag and no flag's value, as
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
	for _, w := range c.allowed {
		if w == word {
			*c.value = word
			return nil
		}
	}
	return unknown("value", word, c.allowed)
}

func (a *app) formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().Var(newChoice(format, "text", "json"), "format", "text or json")
}

func pathFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "path", ".", "the repository, or a folder or file of it")
}

// unknown is a word that names nothing, with the nearest that does.
func unknown(kind, word string, known []string) error {
	const shown = 10 // names: a line, not a page
	s := fmt.Sprintf("unknown %s %q", kind, word)
	if near, ok := text.Nearest(word, known); ok {
		s += ", did you mean " + near + "?"
	} else if len(known) > 0 {
		s += "; there is " + strings.Join(known[:min(len(known), shown)], ", ")
		if len(known) > shown {
			s += fmt.Sprintf(" and %d more", len(known)-shown)
		}
	}
	return &usageError{s}
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &usageError{fmt.Sprintf("%q: %s takes no arguments", args[0], cmd.CommandPath())}
	}
	return nil
}
