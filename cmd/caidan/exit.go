package main

import (
	"errors"

	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Exit codes, as exitHelp says them.
const (
	exitOK     = 0
	exitFailed = 1
	// exitDiffers is for commands that only compare.
	exitDiffers = 2
	exitInvalid = 3
	exitRefused = 4
	// exitUsage is EX_USAGE of BSD's sysexits.
	exitUsage = 64
)

// exitHelp is the table of exit codes.
var exitHelp = text.Say(
	`Exit codes:
  0   done, or nothing to do
  1   failed, or the state could not be read
  2   there are differences (drift, plan --exit-code, fmt --check, fmt --diff)
  3   what was asked for is invalid; a push then publishes nothing
  4   refused by a guard
  64  wrong usage`,
	`退出码：
  0   已完成，或无事可做
  1   失败，或无法读取状态
  2   有差异（drift、plan --exit-code、fmt --check、fmt --diff）
  3   所要处理的菜单无效；推送时什么都不发布
  4   被某项保护拦下
  64  用法错误`,
)

// endError ends the command with an exit code.
type endError struct {
	code int
	// cause says why; nil where all has been said.
	cause error
}

func (e *endError) Error() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}

// Unwrap returns the cause.
func (e *endError) Unwrap() error { return e.cause }

// ends ends the command with a code after everything has been said.
func ends(code int) error {
	if code == exitOK {
		return nil
	}
	return &endError{code: code}
}

// misused is a mistake in how caidan was called.
func misused(meaning text.Spoken) error {
	return &endError{exitUsage, &text.Error{Meaning: meaning}}
}

// exitCode returns the code an error ends the process with.
func exitCode(err error) int {
	var end *endError
	var event *github.EventError
	var missing *source.NotFoundError
	var path *source.PathError
	var commit *git.UnknownError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &end):
		return end.code
	case errors.As(err, &event), errors.As(err, &missing), errors.As(err, &path), errors.As(err, &commit):
		return exitUsage
	default:
		return exitFailed
	}
}

// verdictCode returns the exit code of a command with this verdict.
func verdictCode(v report.Verdict) int {
	switch v {
	case report.Failed:
		return exitFailed
	case report.Invalid:
		return exitInvalid
	case report.Refused:
		return exitRefused
	case report.Differs:
		return exitDiffers
	case report.OK, report.Warnings:
	}
	return exitOK
}
