// Package standard has in Go the functions of Jsonnet's standard library that menus
// use most and that are slow in Jsonnet, in which it is written. A program comes to
// the same value, or the same error at the same place, as with the library alone.
package standard

import (
	"crypto/rand"
	"errors"
	"sync"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

// Way is a way for a VM to do what the library is asked for.
//
// What a program formats may be wrong, or never be needed, or nest too many
// calls, and each of these ends in a certain error at a certain place. To get
// them right takes several times as long as to format. So programs are
// evaluated as Quick, and when that is not sure to be the end Jsonnet comes to,
// once more with more care.
type Way int

const (
	// Quick evaluates all that functions in Go are called with, in any order. It
	// has the value of a program, and those errors that have nothing to do with
	// the library.
	Quick Way = iota
	// Careful has all errors right but that of too many nested calls.
	Careful
	// Exact leaves everything to the library.
	Exact
)

const (
	// quickShare is the most calls that the library nests where Quick nests
	// one, as in a format that has a format as its value.
	quickShare = 5
	// carefulMargin is the most calls that the library nests for a format
	// beyond those that Careful does.
	carefulMargin = 60
)

// Stack returns how many calls a program may nest so that the library could
// not nest more than limit.
func (w Way) Stack(limit int) int {
	switch w {
	case Quick:
		return (limit - carefulMargin) / quickShare
	case Careful:
		return limit - carefulMargin
	case Exact:
	}
	return limit
}

// StackExceeded is what Jsonnet says when calls nest too deep.
const StackExceeded = "max stack frames exceeded."

// VM is a VM that works in a way.
type VM struct {
	*jsonnet.VM
	way Way
	// Counted, if it is set, is called by [VM.Print] after each account of a table, with
	// how many are done, of how many.
	Counted func(done, all int)

	// printed is what the program that is evaluated comes to, accounts those of its
	// table, if it is one, each up to one of ends.
	printed, accounts Printed
	ends              []int
}

// NewVM returns a VM that works in a way.
func (w Way) NewVM() *VM {
	extendStandard()
	vm := &VM{VM: jsonnet.MakeVM(), way: w}
	w.addTo(vm)
	return vm
}

// secret is in the names of the functions that addTo gives, other ones in each
// process: no program can ask std.native for them.
var secret = sync.OnceValue(rand.Text)

// addTo gives vm the functions that standard.libsonnet and short programs call.
func (w Way) addTo(vm *VM) {
	p := &printf{parsed: make(map[string]*format)}
	add := func(name string, f func([]any) any, params ...ast.Identifier) {
		answer := func(args []any) (any, error) {
			value := f(args)
			err, _ := value.(error)
			return value, err
		}
		vm.NativeFunction(&jsonnet.NativeFunction{Name: secret() + " " + name, Params: params, Func: answer})
	}
	if w == Quick {
		add("mod", p.mod, "a", "b")
		add("short", p.short, "str", "vals")
		add("format", p.quick, "str", "vals")
		add("slice", slicePart, "length", "index", "end", "step")
		add("upper", upper, "str")
		add("lower", lower, "str")
		add("prune", prune, "a")
		add("find", occurrences, "value", "arr")
		add("union", union, "a", "b")
		add("inter", intersection, "a", "b")
		add("diff", difference, "a", "b")
	}
	if w != Exact {
		add("print", vm.print, "value")
		add(account, vm.account, "all", "value")
		add("careful", p.careful, "str", "vals")
	}
}

// Doubts reports whether an error may not be the one Jsonnet ends with.
func (w Way) Doubts(err error) bool {
	var running jsonnet.RuntimeError
	if w == Exact || !errors.As(err, &running) {
		return false
	}
	if running.Msg == StackExceeded {
		return true
	}
	for _, f := range running.StackTrace {
		if w == Quick && f.Loc.IsSet() && f.Loc.FileName == "" {
			return true // inside the library
		}
	}
	return false
}
