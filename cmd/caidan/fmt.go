package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type formatOptions struct {
	check, diff bool
}

func (a *app) format() *cobra.Command {
	var o formatOptions
	cmd := &cobra.Command{
		Use:   "fmt [PATH...|-]",
		Short: "Format Jsonnet",
		Long: `Format Jsonnet files as jsonnetfmt does, and print the names of those that
changed. PATH is a file or a folder; of a repository, and without a PATH, it is
menus/, lib/ and the settings file. What is in vendor/ is left alone. With "-"
the program on stdin goes to stdout.

--check and --diff change nothing; they end with code 2 when a file would. A
file with a syntax error stays as it is; the others are formatted.`,
		Example: `  caidan fmt
  caidan fmt --check
  caidan fmt - <menus/brand-cn.jsonnet`,
		RunE: func(cmd *cobra.Command, paths []string) error { return a.runFormat(cmd.Context(), paths, o) },
	}
	cmd.Flags().BoolVar(&o.check, "check", false, "change nothing, list what is not formatted")
	cmd.Flags().BoolVar(&o.diff, "diff", false, "change nothing, show what would change")
	return cmd
}

func (a *app) runFormat(ctx context.Context, paths []string, o formatOptions) error {
	format := a.formatFile
	switch {
	case !slices.Contains(paths, "-"):
		var err error
		if paths, err = programs(paths); err != nil {
			return err
		}
	case len(paths) > 1:
		return &usageError{`"-" is stdin and stands alone`}
	default:
		format = a.formatStdin
	}
	differs, invalid, failed := false, false, false
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("format: %w", err)
		}
		did, err := format(ctx, path, o)
		if err != nil {
			a.complain(err)
		}
		var program *programError
		syntax := errors.As(err, &program)
		differs, invalid, failed = differs || did, invalid || syntax, failed || err != nil && !syntax
	}
	switch {
	case failed:
		return codeError(exitFailed)
	case invalid:
		return codeError(exitInvalid)
	case differs && (o.check || o.diff):
		return codeError(exitDiffers)
	default:
		return nil
	}
}

// programError is a program that cannot be formatted.
type programError struct{ cause *text.Error }

func (e *programError) Error() string { return e.cause.Error() }

// Unwrap returns what is wrong with the program.
func (e *programError) Unwrap() error { return e.cause }

// Remedy says what to do.
func (e *programError) Remedy() string { return e.cause.Remedy.In(text.English) }

// formatted returns a program in its usual form; one that has none is a
// programError.
func formatted(name string, program []byte) ([]byte, error) {
	out, err := source.Format(name, program)
	var wrong *text.Error
	if errors.As(err, &wrong) {
		return nil, &programError{wrong}
	}
	return out, err
}

// formatFile formats one file, or says what that would do, and reports whether
// there is a difference.
func (a *app) formatFile(_ context.Context, file string, o formatOptions) (bool, error) {
	text, err := readProgram(file)
	if err != nil {
		return false, err
	}
	out, err := formatted(file, text)
	if err != nil || bytes.Equal(text, out) {
		return false, err
	}
	if !o.check && !o.diff {
		if err := replace(file, out); err != nil {
			return false, err
		}
	}
	return true, a.tellDifference(file, text, out, o)
}

// formatStdin formats stdin to stdout, or says what that would do.
func (a *app) formatStdin(ctx context.Context, _ string, o formatOptions) (bool, error) {
	const name = "<stdin>"
	text, err := a.readStdin(ctx)
	if err != nil {
		return false, err
	}
	out, err := formatted(name, text)
	if err != nil {
		return false, err
	}
	if o.check || o.diff {
		if bytes.Equal(text, out) {
			return false, nil
		}
		return true, a.tellDifference(name, text, out, o)
	}
	if _, err := a.stdout.Write(out); err != nil {
		return false, fmt.Errorf("write stdout: %w", err)
	}
	return false, nil
}

// readStdin reads all of stdin, or as much as shows that it is too much.
func (a *app) readStdin(ctx context.Context) ([]byte, error) {
	type input struct {
		text []byte
		err  error
	}
	done := make(chan input, 1)
	// Nothing ends a read from a terminal, so it is left behind with Ctrl-C.
	go func() {
		text, err := io.ReadAll(io.LimitReader(a.stdin, source.MaxSource+1))
		done <- input{text, err}
	}()
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("read stdin: %w", ctx.Err())
	case in := <-done:
		if in.err != nil {
			return nil, fmt.Errorf("read stdin: %w", in.err)
		}
		return in.text, nil
	}
}

// tellDifference prints how a program differs from its usual form, or only
// that it does.
func (a *app) tellDifference(name string, before, after []byte, o formatOptions) error {
	name = text.Clean(name)
	s := name + "\n"
	if o.diff {
		s = cleanLines(diff.Diff(name, before, name, after))
	}
	if _, err := io.WriteString(a.stdout, s); err != nil {
		return fmt.Errorf("write stdout: %w", err)
	}
	return nil
}

// cleanLines makes untrusted lines safe to print, their ends and tabs apart.
func cleanLines(s []byte) string {
	lines := strings.SplitAfter(string(s), "\n")
	for i, line := range lines {
		body, ended := strings.CutSuffix(line, "\n")
		lines[i] = text.Clean(strings.ReplaceAll(body, "\t", "        "))
		if ended {
			lines[i] += "\n"
		}
	}
	return strings.Join(lines, "")
}

// readProgram reads a file, or as much as shows that it is too large.
func readProgram(file string) (text []byte, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	defer func() { _ = f.Close() }()
	if text, err = io.ReadAll(io.LimitReader(f, source.MaxSource+1)); err != nil {
		return nil, fmt.Errorf("format: %w", err)
	}
	return text, nil
}

// replace gives a file new contents at once: whoever reads it meanwhile reads
// the old ones.
func replace(file string, text []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("format: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".caidan-fmt-*")
	if err != nil {
		return fmt.Errorf("format %s: %w", file, unnamed(err))
	}
	_, err = temp.Write(text)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("format %s: %w", file, err)
	}
	return nil
}

// unnamed returns the cause of an error about a path that nobody gave.
func unnamed(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
