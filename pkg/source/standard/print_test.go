package standard

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkPrinted compares what a program is printed as with what Jsonnet prints.
func checkPrinted(t interface{ Errorf(string, ...any) }, text string) {
	node, other := parsed(text), parsed(text)
	value, err := Exact.NewVM().Evaluate(other)
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return
	}
	want, err := Compact(value)
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return
	}
	if got, _, err := Quick.NewVM().Print(node, 500, true); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %s of %d bytes, %v; want %s of %d", text, got.JSON, got.Size, err, want.JSON, want.Size)
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	var characters strings.Builder
	for c := range rune(0x2100) {
		fmt.Fprintf(&characters, `\u%04x`, c)
	}
	for _, text := range []string{
		"null", "true", "[]", "{}", "[[], {}, [[]], [{}]]", "{ a: [], b: {} }", "{ b: 1, a: 2, B: 3, ba: 4, '': 5, '菜单': 6 }", "{ a:: 1, b::: 2 }", "{ assert true }",
		"0", "-0", "1e15", "1e16", "-1e21", "1e22", "1e300", "5e-324", "0.1", "-1.5", "1e-7", "123456789.125", "1.7976931348623157e308", "1 / 3", "9007199254740993",
		`"` + characters.String() + `"`, "'\ufffd🍵\U0010ffff'", "std.char(55296)", "std.char(57343) + 'x'", "{ [std.char(55296)]: std.char(0) }", "'\n'", `'"\\/'`,
	} {
		checkPrinted(t, text)
	}
}

// TestPrintIsJsonnets prints random values.
func TestPrintIsJsonnets(t *testing.T) {
	t.Parallel()
	var value func(t *rapid.T, level int) string
	value = func(t *rapid.T, level int) string {
		text := func() string { return "@'" + strings.ReplaceAll(rapid.String().Draw(t, "text"), "'", "''") + "'" }
		switch kind := rapid.IntRange(0, 6).Draw(t, "kind"); {
		case kind == 0:
			return rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "word")
		case kind == 1:
			return strconv.FormatFloat(rapid.Float64().Draw(t, "number"), 'g', -1, 64)
		case kind == 2:
			return strconv.Itoa(rapid.Int().Draw(t, "whole number"))
		case kind == 3 || level > 4:
			return text()
		case kind < 6:
			list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return value(t, level+1) }), 0, 4).Draw(t, "list")
			return "[" + strings.Join(list, ", ") + "]"
		}
		var fields []string
		for i := range rapid.IntRange(0, 4).Draw(t, "fields") {
			fields = append(fields, fmt.Sprintf("[%s + %d]: %s", text(), i, value(t, level+1)))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	rapid.Check(t, func(t *rapid.T) { checkPrinted(t, value(t, 0)) })
}
