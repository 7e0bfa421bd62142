package source

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source/standard"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// crashMark is what Jsonnet puts before the text of a Go panic.
	crashMark = "(CRASH)"
	// topLevelCall is the name of the stack frame in which Jsonnet calls a
	// file that is a function.
	topLevelCall = "Top-level function call"
	// functionValue is what Jsonnet says of a function inside the result.
	functionValue = "couldn't manifest function as JSON"
	// assertionFailed and objectAssertionFailed are what Jsonnet says of an
	// assert without words of its own.
	assertionFailed       = "Assertion failed"
	objectAssertionFailed = "Object assertion failed."
)

// explain returns the finding for err, which stopped the compiling of file.
// The program in node is nil when the file does not parse.
func (c *Compiler) explain(file string, node ast.Node, err error) diag.Finding {
	var r *refusalError
	if errors.As(err, &r) {
		return r.finding(diag.Place{File: file}, c.shelf.lang)
	}
	var syntax located
	if errors.As(err, &syntax) {
		return c.shelf.syntaxFinding(syntax)
	}
	var running jsonnet.RuntimeError
	if errors.As(err, &running) {
		return c.explainRunning(file, node, running)
	}
	// Whatever crashed may have left the VM in pieces.
	c.renew()
	s, _, _ := strings.Cut(err.Error(), "\n")
	s = strings.TrimSpace(strings.TrimPrefix(s, crashMark))
	message := text.Sayf("Jsonnet crashed on this file: %q", "Jsonnet 编译此文件时崩溃：%q", s)
	help := text.Sayf("this is a fault in Jsonnet; write the last change to the file in another way", "这是 Jsonnet 的缺陷；请换一种方式编写最近的改动")
	return NewFinding(RuleCompile, c.shelf.lang, message, help, diag.Place{File: file})
}

// explainRunning returns the finding for an error that the program in node
// ended with.
func (c *Compiler) explainRunning(file string, node ast.Node, err jsonnet.RuntimeError) diag.Finding {
	if syntax := c.vm.syntaxError(err.Msg); syntax != nil {
		return c.shelf.syntaxFinding(syntax)
	}
	at, via := blame(err.StackTrace)
	if !at.IsSet() {
		at = descend(node, steps(err.StackTrace))
	}
	place := diag.Place{File: file}
	if at.IsSet() {
		place = PlaceOf(at)
	}
	if r, ok := c.vm.imports.refused[err.Msg]; ok {
		return r.finding(place, c.shelf.lang)
	}
	said := c.describe(err, innermost(err.StackTrace))
	f := NewFinding(RuleCompile, c.shelf.lang, said.message, said.help, place)
	if via.IsSet() {
		library := PlaceOf(via)
		f.Via = &library
	}
	return f
}

// describe returns what to say of err, which is about the place at.
func (c *Compiler) describe(err jsonnet.RuntimeError, at ast.LocationRange) explanation {
	switch {
	case err.Msg == functionValue:
		return explanation{
			text.Sayf("the value at %s is a function, and JSON has none", "%s 处的值是函数，JSON 里没有函数", pointer(steps(err.StackTrace))),
			text.Say("call it, or hide the field by writing :: after its name", "请调用它，或在字段名后写 :: 把字段隐藏"),
		}
	case err.Msg == standard.StackExceeded:
		return explanation{
			text.Sayf("calls nest deeper than %d", "调用嵌套超过 %d 层", maxStack),
			text.Say("a function or field probably needs itself without end", "可能有函数或字段在无休止地引用自身"),
		}
	case isTopLevelCall(err.StackTrace):
		return explanation{
			text.Say("the file is a function; caidan gives it no arguments", "此文件是一个函数，caidan 不会给它传参数"),
			text.Say("write the menu itself, and import what it depends on", "请直接写菜单，并导入它所依赖的内容"),
		}
	case !isOwn(at, err.Msg):
		return say(c.shelf, at, err.Msg)
	case plain(err.Msg) == "":
		return explanation{
			text.Say("the file stops with an error that has no text", "此文件以没有文字的 error 结束"),
			text.Say("write what is wrong after the word error", "请在 error 后写明哪里有问题"),
		}
	}
	return explanation{text.Same(err.Msg), text.Same("")}
}

// isTopLevelCall reports whether the error is about the call of a file that
// is a function, and not about what happens inside that function.
func isTopLevelCall(frames []jsonnet.TraceFrame) bool {
	n := len(frames)
	return n > 0 && frames[n-1].Loc.FileName == topLevelCall
}

// innermost returns the place of the last of frames that has one.
func innermost(frames []jsonnet.TraceFrame) ast.LocationRange {
	for _, f := range slices.Backward(frames) {
		if f.Loc.IsSet() {
			return f.Loc
		}
	}
	return ast.LocationRange{}
}

// isOwn reports whether the program itself has the words of an error at the
// place, after error or assert.
func isOwn(at ast.LocationRange, words string) bool {
	line := lineOf(at.File, at.Begin.Line)
	word := line[min(max(at.Begin.Column-1, 0), len(line)):]
	end := strings.IndexFunc(word, func(r rune) bool { return r > unicode.MaxASCII || !isWordByte(byte(r)) })
	if end >= 0 {
		word = word[:end]
	}
	switch word {
	case "error":
		return at.FileName != ""
	case "assert":
		return at.FileName != "" && words != assertionFailed && words != objectAssertionFailed
	}
	return false
}

// sentenceOf returns what Jsonnet says without the place, which is a field of
// the finding.
func sentenceOf(err located) string {
	at := err.Loc()
	sentence := strings.TrimSpace(strings.TrimPrefix(err.Error(), at.String()))
	// Of an escape in a string Jsonnet says it twice.
	return strings.TrimSpace(strings.TrimPrefix(sentence, at.String()))
}

// syntaxFinding returns the finding for an error with a place of its own.
func (s *Shelf) syntaxFinding(err located) diag.Finding {
	said := say(s, err.Loc(), sentenceOf(err))
	return NewFinding(RuleCompile, s.lang, said.message, said.help, PlaceOf(err.Loc()))
}
