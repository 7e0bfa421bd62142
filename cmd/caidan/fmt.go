package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
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
		Short: a.say(text.Say("Format Jsonnet", "格式化 Jsonnet")),
		Long: a.say(text.Say(`Format Jsonnet files as jsonnetfmt does, and print the names of those that
changed. PATH is a file or a folder; of a repository, and without a PATH, it is
menus/, lib/ and the settings file. What is in vendor/ is left alone. With "-"
the program on stdin goes to stdout.

--check and --diff change nothing; they end with code 2 when a file would. A
file with a syntax error stays as it is; the others are formatted.`, `像 jsonnetfmt 一样格式化 Jsonnet 文件，并列出有改动的文件。PATH 是文件或文件夹；
如果是仓库，或者不写 PATH，就是 menus/、lib/ 和配置文件。vendor/ 里的文件不动。
用“-”时从标准输入读程序，写到标准输出。

--check 和 --diff 不改动文件，有文件需要改动时以退出码 2 结束。有语法错误的文件保持
原样，其余照常格式化。`)),
		Example: `  caidan fmt
  caidan fmt --check
  caidan fmt - <menus/brand-cn.jsonnet`,
		RunE: func(cmd *cobra.Command, paths []string) error { return a.runFormat(cmd.Context(), paths, o) },
	}
	cmd.Flags().BoolVar(&o.check, "check", false, a.say(text.Say("change nothing, list what is not formatted", "不改动文件，只列出格式不对的")))
	cmd.Flags().BoolVar(&o.diff, "diff", false, a.say(text.Say("change nothing, show what would change", "不改动文件，只显示会怎么改")))
	return cmd
}

func (a *app) runFormat(ctx context.Context, paths []string, o formatOptions) error {
	format := a.formatFile
	switch {
	case !slices.Contains(paths, "-"):
		var err error
		if paths, err = source.Programs(paths); err != nil {
			return err
		}
	case len(paths) > 1:
		return misused(text.Say(`"-" is stdin and stands alone`, `“-”表示标准输入，只能单独使用`))
	default:
		format = a.formatStdin
	}
	differs, invalid, failed := false, false, false
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
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
		return ends(exitFailed)
	case invalid:
		return ends(exitInvalid)
	case differs && (o.check || o.diff):
		return ends(exitDiffers)
	default:
		return nil
	}
}

// programError is a program that cannot be formatted.
type programError struct{ cause error }

func (e *programError) Error() string { return e.cause.Error() }

// Unwrap says what is wrong with the program.
func (e *programError) Unwrap() error { return e.cause }

// formatted returns a program in its usual form; one that has none is a
// programError.
func formatted(name string, program []byte) ([]byte, error) {
	out, err := source.Format(name, program)
	if err != nil {
		return nil, &programError{err}
	}
	return out, nil
}

// formatFile formats one file, or says what that would do, and reports whether
// there is a difference.
func (a *app) formatFile(_ context.Context, file string, o formatOptions) (bool, error) {
	before, err := readProgram(file)
	if err != nil {
		return false, err
	}
	out, err := formatted(file, before)
	if err != nil || bytes.Equal(before, out) {
		return false, err
	}
	if !o.check && !o.diff {
		if err := replace(file, out); err != nil {
			return false, err
		}
	}
	return true, a.tellDifference(file, before, out, o)
}

// formatStdin formats stdin to stdout, or says what that would do.
func (a *app) formatStdin(ctx context.Context, _ string, o formatOptions) (bool, error) {
	const name = "<stdin>"
	before, err := a.readStdin(ctx)
	if err != nil {
		return false, err
	}
	out, err := formatted(name, before)
	if err != nil {
		return false, err
	}
	if o.check || o.diff {
		if bytes.Equal(before, out) {
			return false, nil
		}
		return true, a.tellDifference(name, before, out, o)
	}
	_, err = a.stdout.Write(out)
	return false, err
}

// readStdin reads all of stdin, or as much as shows that it is too much.
func (a *app) readStdin(ctx context.Context) ([]byte, error) {
	type input struct {
		program []byte
		err     error
	}
	done := make(chan input, 1)
	// Nothing ends a read from a terminal, so it is left behind with Ctrl-C.
	go func() {
		program, err := io.ReadAll(io.LimitReader(a.stdin, source.MaxSource+1))
		done <- input{program, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case in := <-done:
		return in.program, in.err
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
	_, err := io.WriteString(a.stdout, s)
	return err
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
func readProgram(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, source.MaxSource+1))
}
