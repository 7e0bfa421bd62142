package worker

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/text"
)

// What a task asks to be done with a file.
const (
	doCompile = "compile"
	doLint    = "lint"
	doLocate  = "locate"
	// doFile is not a task: it answers what was asked during one.
	doFile = "file"
)

// hello is the first frame a worker gets.
type hello struct {
	// Dir is the absolute path of the tree.
	Dir string
	// Lang is the language of findings.
	Lang text.Lang
	// Memory is the bytes the process may use beyond what it has at rest.
	Memory uint64
	// GCPercent is for [debug.SetGCPercent]; 0 leaves what Go has.
	GCPercent int
	// Reads asks for what each value depends on.
	Reads bool
	// Ask says that files are not read from Dir, but asked for.
	Ask bool
}

// task is what a worker is given about one file. With doLocate the bytes
// beside it are the value of the file, with doFile the file itself; with doCompile
// the pointers are those whose places are likely to be asked for next.
type task struct {
	Do       string
	Path     string
	Pointers []string `json:",omitempty"`
	Calls    bool     `json:",omitempty"`
	// Reads is what the value depends on, with doLocate; nil where that is not known.
	Reads *source.Reads `json:",omitempty"`
	File  wireFile      `json:",omitzero"`
}

// answer is what a worker answers to a task, and first to hello. With
// doCompile the bytes beside it are the value of the file, if it has one.
type answer struct {
	Findings  []wireFinding    `json:",omitempty"`
	Locations []trace.Location `json:",omitempty"`
	// Pointers are those of the task that Locations are of, with doCompile: the
	// others are not known yet.
	Pointers []string `json:",omitempty"`
	// Reads is what the value depends on, if hello asks for it.
	Reads *source.Reads `json:",omitempty"`
	// Ask names a file that is needed before there is an answer.
	Ask string `json:",omitempty"`
	// Counted is how far a table has come before there is an answer.
	Counted *counted `json:",omitempty"`
	// Error says why the worker cannot work at all.
	Error string `json:",omitempty"`
}

// counted is how many accounts of a table came about, of all.
type counted struct{ Done, All int }

// result returns what a file compiled to; value is the bytes beside the answer.
func (a *answer) result(value []byte) source.Result {
	return source.Result{JSON: value, Findings: fromWire(a.Findings), Reads: a.Reads}
}

// wireFinding is a finding with what its own JSON leaves out.
type wireFinding struct {
	diag.Finding
	Excerpt string `json:"excerpt,omitempty"`
}

// toWire returns findings as they go over a pipe.
func toWire(findings []diag.Finding) []wireFinding {
	var list []wireFinding
	for _, f := range findings {
		list = append(list, wireFinding{Finding: f, Excerpt: f.Excerpt})
	}
	return list
}

// fromWire is the reverse of toWire.
func fromWire(list []wireFinding) []diag.Finding {
	var findings []diag.Finding
	for _, w := range list {
		w.Finding.Excerpt = w.Excerpt
		findings = append(findings, w.Finding)
	}
	return findings
}
