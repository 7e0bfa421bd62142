package standard

import (
	"cmp"
	"errors"
)

// The functions below are what standard.libsonnet calls for std.find and for
// sets, as those in quick.go. They go through arrays as the library does, so
// that what is not in order comes out the same.

// occurrences returns where in an array a value is that is neither an array nor
// an object.
func occurrences(args []any) any {
	arr, ok := args[1].([]any)
	switch v := args[0].(type) {
	case string:
		ok = ok && isText(v)
	case []any, map[string]any:
		ok = false
	}
	if !ok {
		return nil
	}
	at := []any{}
	for i, e := range arr {
		if e == args[0] {
			at = append(at, i)
		}
	}
	return at
}

// errMembers makes the library join sets that are of something else, as any
// error inside of it does.
var errMembers = errors.New("the sets are not of strings, or of numbers")

// part says which members of two sets a third one has.
type part struct{ first, both, second bool }

// union returns the members of either set.
func union(args []any) any { return part{first: true, both: true, second: true}.of(args) }

// intersection returns the members that both sets have.
func intersection(args []any) any { return part{both: true}.of(args) }

// difference returns the members of a set that another does not have.
func difference(args []any) any { return part{first: true}.of(args) }

// of returns part p of two arrays whose members all are strings, or numbers.
func (p part) of(args []any) any {
	if a, b, ok := members(args, isText); ok {
		return merge(p, a, b)
	}
	if a, b, ok := members(args, func(float64) bool { return true }); ok {
		return merge(p, a, b)
	}
	return errMembers
}

// members returns two arrays, and whether the members of both are such values.
func members[T any](args []any, such func(T) bool) (a, b []T, ok bool) {
	var lists [2][]T
	for i := range lists {
		arr, isArray := args[i].([]any)
		if !isArray {
			return nil, nil, false
		}
		for _, e := range arr {
			v, isValue := e.(T)
			if !isValue || !such(v) {
				return nil, nil, false
			}
			lists[i] = append(lists[i], v)
		}
	}
	return lists[0], lists[1], true
}

// merge returns part p of a and b.
func merge[T cmp.Ordered](p part, a, b []T) []any {
	out := []any{}
	take := func(wanted bool, v T) {
		if wanted {
			out = append(out, v)
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			take(p.both, a[i])
			i, j = i+1, j+1
		case a[i] < b[j]:
			take(p.first, a[i])
			i++
		default:
			take(p.second, b[j])
			j++
		}
	}
	for _, v := range a[i:] {
		take(p.first, v)
	}
	for _, v := range b[j:] {
		take(p.second, v)
	}
	return out
}
