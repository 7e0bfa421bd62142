package worker

import (
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// cause is why a worker process did not answer.
type cause int

const (
	// causeCrash is an end of the process that nothing explains.
	causeCrash cause = iota
	// causeTime is that the file took too long.
	causeTime
	// causeMemory is that the file needed too much memory.
	causeMemory
	// causeDepth is that Go's stack grew too large.
	causeDepth
	// causeKilled is that another process killed it, most likely the
	// system because it was out of memory.
	causeKilled
	// causeRun is that the run was over before the file's turn.
	causeRun
)

// limitError says which limit of a run a file hit.
type limitError struct {
	cause cause
	// time is the time the file had; with causeRun, that of the whole run.
	time time.Duration
	// memory is the bytes the file had.
	memory uint64
	// counted is how far the file came, if it is a table.
	counted counted
}

// Error says what happened, for the developer of caidan.
func (e *limitError) Error() string {
	message, _ := e.texts("the file")
	return message.In(text.English)
}

// finding returns the finding of a file that hit the limit.
func (e *limitError) finding(file source.File, lang text.Lang) diag.Finding {
	message, help := e.texts(file.Path)
	return source.NewFinding(source.RuleLimit, lang, message, help, diag.Place{File: file.Path})
}

// split says what to do about a file that is large.
var split = text.Say("split the file: each file can make a part of the accounts of a table", "拆分文件：一张表的账号可以由几个文件各写一部分")

// texts returns the sentence about the file name, and what to do about it.
func (e *limitError) texts(name string) (message, help text.Spoken) {
	message, help = e.words(name)
	if e.counted.All > 0 {
		message = text.Sayf("%s; it came to %d of its %d accounts", "%s；已编译其 %[3]d 个账号中的 %[2]d 个", message, e.counted.Done, e.counted.All)
	}
	return message, help
}

// words is texts, but for how far a table came.
func (e *limitError) words(name string) (message, help text.Spoken) {
	switch e.cause {
	case causeTime:
		return text.Sayf("%s was stopped after %v, the longest a file may take to compile", "%s 编译超过 %v 的上限，已被终止", name, e.time),
			text.Sayf("look for a function or a loop that does not end, or %s", "请检查是否有不会结束的函数或循环，或者%s", split)
	case causeMemory:
		return text.Sayf("%s needs more than %d MiB of memory to compile", "%s 编译所需内存超过 %d MiB", name, e.memory>>20),
			text.Sayf("look for a function that makes far too much, such as std.range or std.repeat with a large number, or %s", "请检查是否生成了过多内容，例如给 std.range 或 std.repeat 很大的数，或者%s", split)
	case causeDepth:
		return text.Sayf("%s nests calls or expressions deeper than can be compiled", "%s 的函数调用或表达式嵌套过深，无法编译", name),
			text.Sayf("a function probably calls itself without end", "可能有函数在无休止地调用自身")
	case causeKilled:
		return text.Sayf("the process that compiled %s was killed", "编译 %s 的进程被强制结束", name),
			text.Sayf("the machine is probably out of memory; give it more, or compile the file alone to see", "很可能是机器内存不足；请增加内存，或单独编译该文件以确认")
	case causeRun:
		return text.Sayf("%s was not compiled: the run took longer than %v", "%s 未编译：整次运行超过了 %v", name, e.time),
			text.Sayf("correct the files that hit a limit, or check fewer files at a time", "请先修正超限的文件，或减少一次检查的文件数")
	case causeCrash:
	}
	return text.Sayf("the process that compiled %s ended without an answer", "编译 %s 的进程意外结束，没有返回结果", name),
		text.Sayf("this is a fault in caidan or in Jsonnet; write the last change to the file in another way", "这是 caidan 或 Jsonnet 的缺陷；请换一种方式编写最近的改动")
}

// causeOf tells from the last words of a Go process why it ended.
func causeOf(lastWords string) cause {
	for _, known := range []struct {
		text  string
		cause cause
	}{
		{"stack overflow", causeDepth},
		{"out of memory", causeMemory},
		{"cannot allocate memory", causeMemory},
		{"cannot map pages", causeMemory},
		{"cannot reserve", causeMemory},
		{"failed to create new OS thread", causeMemory},
		{"failed to allocate", causeMemory}, // the race detector
		// A fault in Go itself: its collector uses what it asked the system
		// for even where it got nothing. Other faults are panics.
		{"SIGSEGV", causeMemory},
	} {
		if strings.Contains(lastWords, known.text) {
			return known.cause
		}
	}
	return causeCrash
}
