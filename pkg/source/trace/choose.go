package trace

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// A file's rank says how likely a mistake is mended in it.
const (
	rankLibrary = iota // the built-in library: never
	rankVendor         // a file in vendor/, which others keep
	rankOwn            // a file of the user, libraries included
)

// rank returns the rank of the file at name.
func rank(name string) int {
	switch {
	case name == source.LibraryPath:
		return rankLibrary
	case slices.Contains(strings.Split(name, "/"), "vendor"):
		return rankVendor
	}
	return rankOwn
}

// choose returns the place for the value at the end of levels, which begin
// with the whole value; values are what the file compiled to, on the same
// way. It prefers the place where a mistake in the value would be mended:
//
//  1. the expression furthest back from the value, in a file of the user;
//  2. a call, in a file of the user, of the function that made the value;
//  3. the same for the object or array around the value, and so on, except
//     for the whole value, whose place says nothing;
//  4. an expression in vendor/;
//  5. the place of the whole value.
func (e *evaluator) choose(levels []*sight, values []*compiled) (at Location, ok bool) {
	if len(levels) == 0 {
		return Location{}, false
	}
	last := len(levels) - 1
	exact := last == len(values)-1
	for i := last; i > 0 || i == last; i-- {
		if at, ok = e.pick(levels[i], values[i], rankOwn); !ok {
			continue
		}
		if i < last {
			at.Via = e.outside(levels[last], at)
		}
		return at, true
	}
	if exact {
		if at, ok = e.pick(levels[last], values[last], rankVendor); ok {
			return at, true
		}
	}
	return e.pick(levels[0], values[0], rankVendor)
}

// pick returns the place of the value v that l is about, in a file of at
// least rank least.
func (e *evaluator) pick(l *sight, v *compiled, least int) (Location, bool) {
	if l.Type == "object" && len(l.Literals) == 1 {
		if at, ok := e.pickLiteral(l.Literals[0], least); ok {
			return at, true
		}
	}
	if at, ok := e.pickExpression(l.Chain, v, least); ok {
		return at, true
	}
	// The right side of a sum comes last, and wins.
	for _, literal := range slices.Backward(l.Literals) {
		if at, ok := e.pickLiteral(literal, least); ok {
			return at, true
		}
	}
	return Location{}, false
}

// pickLiteral returns the place of an object literal, or of the call that
// made it.
func (e *evaluator) pickLiteral(spots []int, least int) (Location, bool) {
	if len(spots) == 0 || e.spot(spots[0]) == nil {
		return Location{}, false
	}
	n := e.spot(spots[0])
	if rank(n.Loc().FileName) >= least {
		return Location{Place: placeOf(n)}, true
	}
	return e.pickCall(spots, least)
}

// name returns where the name of a field was written in the object that l is about,
// in a file of the user; nil where that is not known.
func (e *evaluator) name(l *sight, field string) *diag.Place {
	for _, spots := range slices.Backward(l.Literals) {
		if len(spots) == 0 {
			continue
		}
		n, written := e.spot(spots[0]).(*ast.DesugaredObject)
		if !written || !isOwn(n) {
			continue
		}
		for _, f := range n.Fields {
			if name, literal := f.Name.(*ast.LiteralString); literal && name.Value == field {
				loc := *name.Loc()
				if !loc.IsSet() { // an identifier, with which the field begins
					loc = f.LocRange
					loc.End = ast.Location{Line: loc.Begin.Line, Column: loc.Begin.Column + len(field)}
				}
				at := source.PlaceOf(loc)
				return &at
			}
		}
	}
	return nil
}

// pickCall returns the place of the innermost call around the first of spots.
func (e *evaluator) pickCall(spots []int, least int) (Location, bool) {
	for _, number := range spots[1:] {
		if n := e.spot(number); n != nil && rank(n.Loc().FileName) >= least {
			at := Location{Place: placeOf(n)}
			at.Via = via(e.spot(spots[0]), at)
			return at, true
		}
	}
	return Location{}, false
}

// pickExpression returns the place of the last expression on the way from the
// value v to where it was written.
func (e *evaluator) pickExpression(chain [][]int, v *compiled, least int) (Location, bool) {
	if len(chain) == 0 || !v.mayBe(e.spot(chain[len(chain)-1][0])) {
		return Location{}, false
	}
	for i, spots := range slices.Backward(chain) {
		n := e.spot(spots[0])
		if n == nil || rank(n.Loc().FileName) < least {
			continue
		}
		at := Location{Place: placeOf(n)}
		at.Via = e.nearest(chain, i, at)
		return at, true
	}
	for _, spots := range slices.Backward(chain) {
		if at, ok := e.pickCall(spots, least); ok {
			return at, true
		}
	}
	return Location{}, false
}

// nearest returns the library line that is nearest to spot i of chain, which
// is at: on the way to the value, else beyond.
func (e *evaluator) nearest(chain [][]int, i int, at Location) *diag.Place {
	for _, spots := range slices.Backward(chain[:i]) {
		if line := via(e.spot(spots[0]), at); line != nil {
			return line
		}
	}
	if i+1 < len(chain) {
		return via(e.spot(chain[len(chain)-1][0]), at)
	}
	return nil
}

// outside returns the library line that wrote the value l is about; at is the
// place of a value around it.
func (e *evaluator) outside(l *sight, at Location) *diag.Place {
	for _, spots := range slices.Backward(l.Chain) {
		if line := via(e.spot(spots[0]), at); line != nil {
			return line
		}
	}
	return at.Via
}

// via returns the place of n when that is in another file than at.
func via(n ast.Node, at Location) *diag.Place {
	if n == nil {
		return nil
	}
	p := placeOf(n)
	if p.File == at.File {
		return nil
	}
	return &p
}

// placeOf returns the place of n.
func placeOf(n ast.Node) diag.Place {
	return source.PlaceOf(*n.Loc())
}

// mayBe reports whether n can have written v: a literal writes one value only.
func (v *compiled) mayBe(n ast.Node) bool {
	switch n := n.(type) {
	case nil:
		return false
	case *ast.LiteralString:
		value, ok := decode(v.raw)
		return ok && value == n.Value
	case *ast.LiteralNumber:
		literal, err := strconv.ParseFloat(n.OriginalString, 64)
		value, ok := decode(v.raw)
		got, isNumber := value.(json.Number)
		number, errGot := got.Float64()
		return ok && isNumber && err == nil && errGot == nil && literal == number
	case *ast.LiteralBoolean:
		value, ok := decode(v.raw)
		return ok && value == n.Value
	case *ast.LiteralNull:
		return v.kind() == "null"
	case *ast.Array:
		return v.kind() == "array"
	case *ast.DesugaredObject:
		return v.kind() == "object"
	}
	return true
}
