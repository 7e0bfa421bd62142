package source

import "github.com/caidan-dev/caidan/pkg/diag"

// Location is where a value was written.
type Location struct {
	// Place is the expression that wrote the value. Without a Line it is the
	// file as a whole.
	diag.Place
	// Via is the library line through which the value was made; nil when
	// there is none.
	Via *diag.Place
}

// locate returns for each of pointers (RFC 6901, into what file compiled to)
// where the value there was written; value is what compile returned for file.
//
// It evaluates the file a second time, rewritten so that it keeps track of
// where values come from. What it cannot tell for sure, or what comes out
// different from value, is given the place of the object or array around it,
// and at last the file as a whole. It costs about as much as compile.
//
// Without calls it does not keep track of function calls, which is cheaper:
// values made by functions then have the place of an object around them.
func (c *compiler) locate(file File, value []byte, pointers []string, calls bool) []Location {
	found := make([]Location, len(pointers))
	for i := range found {
		found[i].File = file.Path
	}
	if len(pointers) == 0 {
		return found
	}
	source, r := c.shelf.tree.read(file.Path)
	if r != nil {
		return found
	}
	whole := &compiled{raw: value}
	q := newQuestion()
	values, turns := make([][]*compiled, len(pointers)), make([][]int, len(pointers))
	for i, p := range pointers {
		values[i], turns[i] = whole.walk(p, q)
	}
	t, answer := c.trace(file.Path, string(source), q, calls)
	for i := range found {
		if at, ok := t.choose(checked(answer, values[i], turns[i]), values[i]); ok {
			found[i] = at
		}
	}
	return found
}

// trace answers q, and when that goes wrong tries once more without calls.
// There is no answer when that goes wrong, too.
func (c *compiler) trace(name, source string, q *question, calls bool) (*tracer, *sight) {
	for {
		t := c.tracer
		if t == nil || t.calls != calls || len(t.imports.kept) > keepImports {
			var err error
			if t, err = newTracer(c.shelf, calls); err != nil {
				return nil, nil
			}
		}
		// Whatever fails may leave the VM in pieces.
		c.tracer = nil
		answer, err := t.ask(name, source, q)
		if err == nil {
			c.tracer = t
			return t, answer
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
