package source

import (
	"errors"
	"strconv"
	"strings"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
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
	// stackExceeded is what Jsonnet says when calls nest too deep.
	stackExceeded = "max stack frames exceeded."
	// unknownCharacter is what Jsonnet says before a character that it has no
	// use for outside quotes.
	unknownCharacter = "Could not lex the character "
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
		return syntaxFinding(syntax, c.shelf.lang)
	}
	var running jsonnet.RuntimeError
	if errors.As(err, &running) {
		return c.explainRunning(file, node, running)
	}
	// Whatever crashed may have left the VM in pieces.
	c.renew()
	s, _, _ := strings.Cut(err.Error(), "\n")
	s = strings.TrimSpace(strings.TrimPrefix(s, crashMark))
	message := text.Sayf("Jsonnet crashed on this file: %s", "Jsonnet 编译此文件时崩溃：%s", s)
	help := text.Sayf("this is a fault in Jsonnet; write the last change to the file in another way", "这是 Jsonnet 的缺陷；请换一种方式编写最近的改动")
	return NewFinding(RuleCompile, c.shelf.lang, message, help, diag.Place{File: file})
}

// explainRunning returns the finding for an error that the program in node
// ended with.
func (c *Compiler) explainRunning(file string, node ast.Node, err jsonnet.RuntimeError) diag.Finding {
	if syntax := c.vm.syntaxError(err.Msg); syntax != nil {
		return syntaxFinding(syntax, c.shelf.lang)
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
	message, help := describe(err)
	f := NewFinding(RuleCompile, c.shelf.lang, message, help, place)
	if via.IsSet() {
		library := PlaceOf(via)
		f.Via = &library
	}
	return f
}

// describe returns the message for err and what to do about it, in words of
// our own where Jsonnet's help nobody who does not know Jsonnet. Its other words
// it has in English only.
func describe(err jsonnet.RuntimeError) (message, help text.Spoken) {
	switch {
	case err.Msg == functionValue:
		return text.Sayf("the value at %s is a function, and JSON has none", "%s 处的值是函数，JSON 里没有函数", pointer(steps(err.StackTrace))),
			text.Sayf("call it, or hide the field by writing :: after its name", "请调用它，或在字段名后写 :: 把字段隐藏")
	case err.Msg == stackExceeded:
		return text.Sayf("calls nest deeper than %d", "调用嵌套超过 %d 层", maxStack),
			text.Sayf("a function or field probably needs itself without end", "可能有函数或字段在无休止地引用自身")
	case isTopLevelCall(err.StackTrace):
		return text.Sayf("the file is a function; caidan gives it no arguments", "此文件是一个函数，caidan 不会给它传参数"),
			text.Sayf("write the menu itself, and import what it depends on", "请直接写菜单，并导入它所依赖的内容")
	case plain(err.Msg) == "":
		return text.Sayf("the file stops with an error that has no text", "此文件以没有文字的 error 结束"),
			text.Sayf("write what is wrong after the word error", "请在 error 后写明哪里有问题")
	}
	return text.Same(err.Msg), text.Same("")
}

// isTopLevelCall reports whether the error is about the call of a file that
// is a function, and not about what happens inside that function.
func isTopLevelCall(frames []jsonnet.TraceFrame) bool {
	n := len(frames)
	return n > 0 && frames[n-1].Loc.FileName == topLevelCall
}

// syntaxFinding returns the finding for an error with a place of its own.
func syntaxFinding(err located, l text.Lang) diag.Finding {
	at := err.Loc()
	// The place is a field of the finding, so it need not be in the text.
	message := strings.TrimSpace(strings.TrimPrefix(err.Error(), at.String()))
	var help text.Spoken = text.Same("")
	if quoted, ok := strings.CutPrefix(message, unknownCharacter); ok {
		// Jsonnet prints a Chinese comma as '\uff0c'.
		if char, err := strconv.Unquote(quoted); err == nil {
			message = unknownCharacter + "'" + char + "'"
		}
		help = text.Sayf("put text in quotes, and type commas, colons, quotes and brackets in half width", "文字请加引号；逗号、冒号、引号和括号请用半角输入")
	}
	return NewFinding(RuleCompile, l, text.Same(message), help, PlaceOf(at))
}
