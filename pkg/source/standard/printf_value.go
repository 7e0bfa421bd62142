package standard

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxExact is the least number that the library's arithmetic may not be exact
// for, and so is left to it; standard.libsonnet has it too.
const maxExact = 1e15

// pad makes s as wide as the conversion asks for.
func (c code) pad(s string) string {
	blanks := strings.Repeat(" ", max(c.width-utf8.RuneCountInString(s), 0))
	if c.left {
		return s + blanks
	}
	return blanks + s
}

// text returns what the conversion makes of a value, before it is padded; it
// reports whether that is known.
func (c code) text(value any) (string, bool) {
	if s, ok := value.(string); ok {
		return s, c.verb == 's' && isText(s)
	}
	v, ok := value.(float64)
	if !ok || math.Abs(v) >= maxExact {
		return "", false
	}
	digits := max(c.precision, 0)
	switch c.verb {
	case 's':
		return number(v), true
	case 'o':
		prefix := ""
		if c.alt {
			prefix = "0"
		}
		return c.whole(v <= -1, math.Abs(v), 8, prefix, c.zeros(), digits), true
	case 'x', 'X':
		return c.hexadecimal(math.Floor(v), digits), true
	case 'f', 'F':
		return c.decimal(v)
	}
	return c.whole(v <= -1, math.Abs(v), 10, "", c.zeros(), digits), true
}

// number returns v as Jsonnet prints it.
func number(v float64) string {
	if v == math.Floor(v) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.17g", v)
}

// zeros returns the width that is filled with zeros.
func (c code) zeros() int {
	if c.zero && !c.left {
		return c.width
	}
	return 0
}

// sign returns what stands before a number.
func (c code) sign(negative bool) string {
	switch {
	case negative:
		return "-"
	case c.plus:
		return "+"
	case c.blank:
		return " "
	}
	return ""
}

// whole returns a whole number without its fraction, at least so wide and with
// at least so many digits. A prefix counts as digits, and zero has none.
func (c code) whole(negative bool, size float64, base int, prefix string, width, digits int) string {
	s := "0"
	if size >= 1 {
		s = prefix + strconv.FormatInt(int64(size), base)
	}
	sign := c.sign(negative)
	return sign + leadingZeros(s, max(width-len(sign), digits))
}

// hexadecimal returns a whole number in base 16.
func (c code) hexadecimal(v float64, digits int) string {
	sign, prefix := c.sign(v < 0), ""
	if c.alt {
		prefix = "0x"
	}
	s := strconv.FormatInt(int64(math.Abs(v)), 16)
	s = sign + prefix + leadingZeros(s, max(c.zeros()-len(sign)-len(prefix), digits))
	if c.verb == 'X' {
		return strings.ToUpper(s)
	}
	return s
}

// decimal returns a number with the digits of its fraction, rounded as the
// library does; it reports whether the library's arithmetic is exact.
func (c code) decimal(v float64) (string, bool) {
	digits := c.precision
	if digits < 0 {
		digits = 6
	}
	scale := math.Pow(10, float64(digits))
	scaled := math.Abs(v)*scale + 0.5
	if scaled >= maxExact {
		return "", false
	}
	point := ""
	if digits > 0 || c.alt {
		point = "."
	}
	s := c.whole(v < 0, math.Floor(scaled/scale), 10, "", c.zeros()-digits-len(point), 0) + point
	if digits > 0 {
		s += leadingZeros(strconv.FormatInt(int64(math.Mod(math.Floor(scaled), scale)), 10), digits)
	}
	return s, true
}

// leadingZeros returns s with zeros before it up to a width.
func leadingZeros(s string, width int) string {
	return strings.Repeat("0", max(width-len(s), 0)) + s
}
