// Package trace says where the values of a compiled file were written.
//
// A finding about a value needs the line that wrote the value, and Jsonnet
// forgets it. A [Tracer] finds it out, for the values that are asked about
// alone. Where the way to each is plain, through literals, names, imports and
// calls of functions that are written out, it reads the program (plain.go).
// Otherwise it evaluates the file once more in a rewritten form, which keeps the
// origin of each value beside it:
//
//   - each field has a hidden field beside it with the origin of its value, so
//     that sums of objects override and inherit origins as they do values;
//   - each call hands over a record of itself, with the origins of its
//     arguments, so that a value made by a function leads to the argument;
//   - from there origins follow variables, conditions, arrays and
//     comprehensions back to the expression that wrote the value.
//
// Jsonnet's tree of a program is what is rewritten, not its text, so that
// places are those of the files as they are (rewrite.go). A program in
// trace.libsonnet then walks to the values asked for, and answers with their
// origins (evaluate.go).
//
// An answer counts only as far as the values on the way are those that the
// file compiled to (value.go). Of the places in it, the one is taken where a
// mistake would be mended (choose.go): the expression furthest back in a file
// of the user, else the user's call of the function that made the value.
// [Location] has the library line beside that. Where neither is known, it is
// the place of the object or array around the value, then one in vendor/, and
// at last the file as a whole. A value without a place is never an error.
package trace

import (
	"strings"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// Location is where a value was written.
type Location struct {
	// Place is the expression that wrote the value. Without a Line it is the
	// file as a whole.
	diag.Place
	// Via is the library line through which the value was made; nil when
	// there is none.
	Via *diag.Place
	// Name is where the name of the field was written of which this is the value; nil
	// where that is not known, or not in a file of the user.
	Name *diag.Place `json:",omitempty"`
}

// Whole returns the file at name as n locations.
func Whole(name string, n int) []Location {
	list := make([]Location, n)
	for i := range list {
		list[i].File = name
	}
	return list
}

// Tracer says where values were written. Only one goroutine may use it at a
// time.
type Tracer struct {
	shelf *source.Shelf
	// last evaluated the file before; nil when there is none that may go on.
	last *evaluator
	// reader holds the imported files as they are, to be read; nil until there
	// is one.
	reader *source.VM
}

// New returns a tracer of the files that s is for.
func New(s *source.Shelf) *Tracer { return &Tracer{shelf: s} }

// Read is Locate for those of pointers whose places can be read off the program
// without evaluating anything; it returns which. Program is that of the file at
// name.
func (t *Tracer) Read(name string, program ast.Node, value []byte, pointers []string) (known []string, found []Location) {
	for _, p := range pointers {
		answered := false
		at := place(name, value, []string{p}, func(q *question, whole *compiled) (*evaluator, *sight) {
			e, answer := t.readProgram(program, q, whole)
			answered = answer != nil
			return e, answer
		})
		if answered {
			known, found = append(known, p), append(found, at...)
		}
	}
	return known, found
}

// answering answers a question about the whole value of a file; the answer is nil
// where it cannot.
type answering func(q *question, whole *compiled) (*evaluator, *sight)

// Locate returns for each of pointers (RFC 6901, into what the file at name
// compiled to, which is value) where the value there was written.
//
// It reads them off the program where the way to each is plain. Otherwise it
// evaluates the file a second time, which costs about as much as compiling it.
// What it cannot tell for sure, or what comes out different from value, is
// given the place of the object or array around it, and at last the file as a
// whole.
//
// Without calls it does not keep track of function calls, which is cheaper:
// values made by functions then have the place of an object around them.
func (t *Tracer) Locate(name string, value []byte, pointers []string, calls bool) []Location {
	return place(name, value, pointers, func(q *question, whole *compiled) (*evaluator, *sight) {
		if calls {
			return t.either(name, q, whole)
		}
		return t.answer(name, q, calls)
	})
}

// either answers q by reading the program, else by evaluating it.
func (t *Tracer) either(name string, q *question, whole *compiled) (*evaluator, *sight) {
	if e, answer := t.read(name, q, whole); answer != nil {
		return e, answer
	}
	return t.answer(name, q, true)
}

// place is Locate with what answers the question about all pointers.
func place(name string, value []byte, pointers []string, by answering) []Location {
	found := Whole(name, len(pointers))
	if len(pointers) == 0 {
		return found
	}
	whole := &compiled{raw: value}
	q := newQuestion()
	values, turns := make([][]*compiled, len(pointers)), make([][]int, len(pointers))
	for i, p := range pointers {
		values[i], turns[i] = whole.walk(p, q)
	}
	e, answer := by(q, whole)
	for i, p := range pointers {
		seen := checked(answer, values[i], turns[i])
		if at, ok := e.choose(seen, values[i]); ok {
			found[i] = at
		}
		around, field := cutLast(p)
		if outer := strings.Count(around, "/"); outer < len(seen) && len(values[i]) == outer+2 {
			found[i].Name = e.name(seen[outer], field)
		}
	}
	return found
}

// read answers q without evaluating anything; the answer is nil where that is
// not possible.
func (t *Tracer) read(name string, q *question, whole *compiled) (*evaluator, *sight) {
	program, err := t.shelf.Program(name)
	if err != nil {
		return nil, nil
	}
	return t.readProgram(program, q, whole)
}

// readProgram is read for a program at hand.
func (t *Tracer) readProgram(program ast.Node, q *question, whole *compiled) (*evaluator, *sight) {
	if t.reader == nil || t.reader.Full() {
		t.reader = t.shelf.NewVM(maxStack)
	}
	p := &plain{vm: t.reader}
	answer, ok := p.answer(program, q, whole)
	if !ok {
		return nil, nil
	}
	return &evaluator{entry: p.nodes}, answer
}

// answer answers q, and when that goes wrong tries once more without calls. The
// answer is nil when both go wrong.
func (t *Tracer) answer(name string, q *question, calls bool) (*evaluator, *sight) {
	for {
		e := t.last
		if e == nil || e.calls != calls || e.vm.Full() {
			var err error
			if e, err = newEvaluator(t.shelf, calls); err != nil {
				return nil, nil
			}
		}
		// Whatever fails may leave the VM in pieces.
		t.last = nil
		answer, err := e.ask(name, q)
		if err == nil {
			t.last = e
			return e, answer
		}
		if !calls {
			return nil, nil
		}
		calls = false
	}
}

// checked returns what answer says of the whole value and of each on the way
// that turns go inside it, as long as it is about the same values as those
// the file compiled to.
func checked(answer *sight, values []*compiled, turns []int) []*sight {
	var seen []*sight
	for i, v := range values {
		if answer == nil || !v.matches(answer) {
			break
		}
		seen = append(seen, answer)
		if i == len(turns) || turns[i] >= len(answer.Inside) {
			break
		}
		answer = answer.Inside[turns[i]]
	}
	return seen
}
