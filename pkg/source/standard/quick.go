package standard

import "strings"

// The functions below are what standard.libsonnet calls in a VM that is quick.
// Their answer is null where the library is to do the work.

// maxPruned is the most arrays and objects in each other that are pruned here;
// the library nests several calls for each.
const maxPruned = 6

// slicePart returns from where on a slice of something so long takes how much.
func slicePart(args []any) any {
	var n [4]int
	length, _ := args[0].(float64)
	for i, missing := range []float64{0, 0, length, 1} {
		if args[i] == nil {
			args[i] = missing
		}
		v, ok := args[i].(float64)
		if !ok || v < 0 || v != float64(int32(v)) {
			return nil
		}
		n[i] = int(v)
	}
	if n[3] != 1 {
		return nil
	}
	return []any{n[1], max(min(n[2], n[0])-n[1], 0)}
}

// upper returns a string with the letters of ASCII in upper case.
func upper(args []any) any { return mapASCII(args[0], 'a', 'A') }

// lower returns a string with the letters of ASCII in lower case.
func lower(args []any) any { return mapASCII(args[0], 'A', 'a') }

// mapASCII returns str with the alphabet that begins at to for that at from.
func mapASCII(str any, from, to rune) any {
	s, ok := str.(string)
	if !ok || !isText(s) {
		return nil
	}
	return strings.Map(func(r rune) rune {
		if from <= r && r < from+26 {
			return r - from + to
		}
		return r
	}, s)
}

// prune returns a value without nulls, empty arrays and empty objects in it.
func prune(args []any) any {
	if pruned, ok := pruneDeep(args[0], maxPruned); ok {
		return pruned
	}
	return nil
}

// pruneDeep returns v pruned, which nests at most so deep, and whether it does.
func pruneDeep(v any, deep int) (pruned any, ok bool) {
	switch v := v.(type) {
	case string:
		return v, isText(v)
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			if e, ok = pruneDeep(e, deep-1); !ok {
				return nil, false
			}
			if hasContent(e) {
				out = append(out, e)
			}
		}
		return out, deep > 0
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			if e, ok = pruneDeep(e, deep-1); !ok || !isText(name) {
				return nil, false
			}
			if hasContent(e) {
				out[name] = e
			}
		}
		return out, deep > 0
	}
	return v, true
}

// hasContent reports whether what is pruned stays in what it is in.
func hasContent(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}
