package source

import (
	"crypto/rand"
	"errors"
	"sync"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

// way is a way for a VM to format.
//
// What a program formats may be wrong, or never be needed, or nest too many
// calls, and each of these ends in a certain error at a certain place. To get
// them right takes several times as long as to format. So programs are
// evaluated as quick, and when that is not sure to be the end Jsonnet comes to,
// once more with more care.
type way int

const (
	// quick evaluates all that functions in Go are called with, in any order. It
	// has the value of a program, and those errors that have nothing to do with
	// the library.
	quick way = iota
	// careful has all errors right but that of too many nested calls.
	careful
	// exact leaves everything to the library.
	exact
)

const (
	// quickShare is the most calls that the library nests where quick nests
	// one, as in a format that has a format as its value.
	quickShare = 5
	// carefulMargin is the most calls that the library nests for a format
	// beyond those that careful does.
	carefulMargin = 60
)

// stack returns how many calls a program may nest so that the library could
// not nest more than limit.
func (w way) stack(limit int) int {
	switch w {
	case quick:
		return (limit - carefulMargin) / quickShare
	case careful:
		return limit - carefulMargin
	case exact:
	}
	return limit
}

// secret is in the names of the functions that addTo gives, other ones in each
// process: no program can ask std.native for them.
var secret = sync.OnceValue(rand.Text)

// addTo gives vm the functions that standard.libsonnet calls.
func (w way) addTo(vm *jsonnet.VM) {
	p := &printf{parsed: make(map[string]*format)}
	add := func(name string, f func([]any) any, params ...ast.Identifier) {
		answer := func(args []any) (any, error) {
			value := f(args)
			err, _ := value.(error)
			return value, err
		}
		vm.NativeFunction(&jsonnet.NativeFunction{Name: secret() + " " + name, Params: params, Func: answer})
	}
	if w == quick {
		add("mod", p.mod, "a", "b")
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
	if w != exact {
		add("careful", p.careful, "str", "vals")
	}
}

// doubts reports whether an error may not be the one Jsonnet ends with.
func (w way) doubts(err error) bool {
	var running jsonnet.RuntimeError
	if w == exact || !errors.As(err, &running) {
		return false
	}
	if running.Msg == stackExceeded {
		return true
	}
	for _, f := range running.StackTrace {
		if w == quick && f.Loc.IsSet() && f.Loc.FileName == "" {
			return true // inside the library
		}
	}
	return false
}
