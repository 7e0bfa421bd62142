package main

import (
	"errors"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
)

// Exit codes, as printed in the help.
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

const exitHelp = `Exit codes:
  0   done, or nothing to do
  1   failed, or the state could not be read
  2   there are differences (drift, plan --exit-code, fmt --check, fmt --diff)
  3   the menus are invalid; then nothing is published
  4   refused by a guard
  64  wrong usage`

// usageError is a mistake in how caidan was called.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// refusedError is a refusal by a guard.
type refusedError struct{ text, remedy string }

func (e *refusedError) Error() string { return e.text }

// Remedy says what to do.
func (e *refusedError) Remedy() string { return e.remedy }

// setupError is something this machine or job lacks.
type setupError struct{ text, remedy string }

func (e *setupError) Error() string { return e.text }

// Remedy says what to do.
func (e *setupError) Remedy() string { return e.remedy }

// codeError ends the command with a code after everything has been said.
type codeError int

func (codeError) Error() string { return "" }

// exitCode returns the code an error ends the process with.
func exitCode(err error) int {
	var code codeError
	var usage *usageError
	var refused *refusedError
	var event *github.EventError
	var missing *source.NotFoundError
	var path *check.PathError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage), errors.As(err, &event), errors.As(err, &missing), errors.As(err, &path):
		return exitUsage
	case errors.As(err, &refused):
		return exitRefused
	default:
		return exitFailed
	}
}

// verdictError returns what a command with this verdict ends with.
func verdictError(v report.Verdict) error {
	switch v {
	case report.Failed:
		return codeError(exitFailed)
	case report.Invalid:
		return codeError(exitInvalid)
	case report.Refused:
		return codeError(exitRefused)
	case report.Differs:
		return codeError(exitDiffers)
	case report.OK, report.Warnings:
	}
	return nil
}
