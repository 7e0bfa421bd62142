package source

import (
	"errors"
	"strconv"
	"strings"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
)

const (
	// crashMark is what Jsonnet puts before the text of a Go panic.
	crashMark = "(CRASH)"
	// topLevelCall is the name of the stack frame in which Jsonnet calls a
	// file that is a function.
	topLevelCall = "Top-level function call"
	// functionValue is what Jsonnet says of a function inside the result.
	functionValue = "couldn't manifest function as JSON"
	// stackExceeded is what Jsonnet says when calls nest too deep.
	stackExceeded = "max stack frames exceeded."
	// unknownCharacter is what Jsonnet says before a character that it has no
	// use for outside quotes.
	unknownCharacter = "Could not lex the character "
)

// explain returns the finding for err, which stopped the compiling of file.
// The program in node is nil when the file does not parse.
func (c *compiler) explain(file string, node ast.Node, err error) diag.Finding {
	var syntax located
	if errors.As(err, &syntax) {
		return syntaxFinding(syntax)
	}
	var running jsonnet.RuntimeError
	if errors.As(err, &running) {
		return c.explainRunning(file, node, running)
	}
	// Whatever crashed may have left the VM in pieces.
	c.renew()
	text, _, _ := strings.Cut(err.Error(), "\n")
	text = strings.TrimSpace(strings.TrimPrefix(text, crashMark))
	return newFinding(RuleCompile, "Jsonnet crashed on this file: "+text,
		"this is a fault in Jsonnet; write the last change to the file in another way", diag.Place{File: file})
}

// explainRunning returns the finding for an error that the program in node
// ended with.
func (c *compiler) explainRunning(file string, node ast.Node, err jsonnet.RuntimeError) diag.Finding {
	if syntax := c.imports.syntaxError(c.vm, err.Msg); syntax != nil {
		return syntaxFinding(syntax)
	}
	at, via := blame(err.StackTrace)
	if !at.IsSet() {
		at = descend(node, steps(err.StackTrace))
	}
	place := diag.Place{File: file}
	if at.IsSet() {
		place = placeOf(at)
	}
	if r, ok := c.imports.refused[err.Msg]; ok {
		return r.finding(place)
	}
	message, help := describe(err)
	f := newFinding(RuleCompile, message, help, place)
	if via.IsSet() {
		library := placeOf(via)
		library.File = LibraryName
		f.Via = &library
	}
	return f
}

// describe returns the message for err and what to do about it, in words of
// our own where Jsonnet's help nobody who does not know Jsonnet.
func describe(err jsonnet.RuntimeError) (message, help string) {
	switch {
	case err.Msg == functionValue:
		return "the value at " + pointer(steps(err.StackTrace)) + " is a function, and JSON has none",
			"call it, or hide the field by writing :: after its name"
	case err.Msg == stackExceeded:
		return err.Msg, "a function or field probably needs itself without end"
	case isTopLevelCall(err.StackTrace):
		return "the file is a function; caidan gives it no arguments",
			"write the menu itself, and import what it depends on"
	case plain(err.Msg) == "":
		return "the file stops with an error that has no text", "write what is wrong after the word error"
	}
	return err.Msg, ""
}

// isTopLevelCall reports whether the error is about the call of a file that
// is a function, and not about what happens inside that function.
func isTopLevelCall(frames []jsonnet.TraceFrame) bool {
	n := len(frames)
	return n > 0 && frames[n-1].Loc.FileName == topLevelCall
}

// syntaxFinding returns the finding for an error with a place of its own.
func syntaxFinding(err located) diag.Finding {
	at := err.Loc()
	// The place is a field of the finding, so it need not be in the text.
	message := strings.TrimSpace(strings.TrimPrefix(err.Error(), at.String()))
	help := ""
	if quoted, ok := strings.CutPrefix(message, unknownCharacter); ok {
		// Jsonnet prints a Chinese comma as '\uff0c'.
		if char, err := strconv.Unquote(quoted); err == nil {
			message = unknownCharacter + "'" + char + "'"
		}
		help = "put text in quotes, and type commas, colons, quotes and brackets in half width"
	}
	return newFinding(RuleCompile, message, help, placeOf(at))
}
