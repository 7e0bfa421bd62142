package source

import (
	"bytes"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Jsonnet's parser calls itself for what is nested, and Go ends the process
// when its stack is full. So files are measured before they are parsed.
const (
	// maxBrackets is the most brackets, braces and parentheses that may be
	// open at once. Each takes the parser up to 60 KB of stack; a menu has
	// about ten.
	maxBrackets = 200
	// maxLinks is the most operators, local, if, function, assert and error
	// that may follow each other in one expression, where each holds all that
	// come after it or before it. Each takes 2 to 3 KB of stack.
	maxLinks = 10_000
)

// checkNesting refuses a program that nests too deep to be parsed.
func checkNesting(name string, program []byte) *refusalError {
	s := scanner{text: program, open: make([]depth, 1, 16)}
	s.scan()
	if s.tooDeep == nil {
		return nil
	}
	help := text.Say(
		"split the expression with local, or write it as an array and join that with std.join or std.foldl",
		"请用 local 拆分表达式，或写成数组后用 std.join 或 std.foldl 连接",
	)
	r := refusal(name, s.tooDeep, help)
	r.rule = RuleLimit
	r.at = placeAt(name, program, s.pos)
	return r
}

// placeAt returns the place of the character at an offset of text.
func placeAt(name string, text []byte, offset int) diag.Place {
	start := bytes.LastIndexByte(text[:offset], '\n') + 1
	line := bytes.Count(text[:offset], []byte{'\n'}) + 1
	column := utf8.RuneCount(text[start:offset]) + 1
	return diag.Place{File: name, Line: line, Column: column, EndLine: line, EndColumn: column + 1}
}

// depth counts the links of one expression that is still open.
type depth struct {
	// spine counts local and its like: what follows is inside them.
	spine int
	// operators counts operators, which end with the bind or element.
	operators int
}

// scanner reads the words of a program, as far as it takes to tell code from
// strings and comments. What it cannot make sense of Jsonnet refuses before
// it parses anything.
type scanner struct {
	text  []byte
	pos   int
	open  []depth
	links int // of all that are open
	// tooDeep says what nests too deep at pos; its zero value is nothing.
	tooDeep text.Spoken
}

// scan reads up to the end, or to where the program nests too deep.
func (s *scanner) scan() {
	for s.pos < len(s.text) {
		end := s.word()
		switch {
		case len(s.open)-1 > maxBrackets:
			s.tooDeep = text.Sayf("nests more than %d brackets in each other", "中的括号嵌套超过 %d 层", maxBrackets)
			return
		case s.links > maxLinks:
			s.tooDeep = text.Sayf("has an expression of more than %d operators", "中有一个表达式的运算符超过 %d 个", maxLinks)
			return
		}
		s.pos = end
	}
}

// word counts the word at pos and returns where it ends.
func (s *scanner) word() int {
	rest := s.text[s.pos:]
	switch c := rest[0]; {
	case isWordByte(c):
		return s.pos + s.name(rest)
	case c == '"' || c == '\'':
		return s.pos + 1 + quoted(rest[1:], c)
	case c == '@' && len(rest) > 1 && (rest[1] == '"' || rest[1] == '\''):
		return s.pos + 2 + verbatim(rest[2:], rest[1])
	case c == '#' || bytes.HasPrefix(rest, []byte("//")):
		return s.pos + through(rest, "\n")
	case bytes.HasPrefix(rest, []byte("/*")):
		return s.pos + 2 + through(rest[2:], "*/")
	case bytes.HasPrefix(rest, []byte("|||")):
		return s.pos + 3 + block(rest[3:])
	default:
		s.symbol(c)
		return s.pos + 1
	}
}

// symbol counts one character outside names, strings and comments.
func (s *scanner) symbol(c byte) {
	top := &s.open[len(s.open)-1]
	switch c {
	case '[', '{', '(':
		top.operators++
		s.links++
		s.open = append(s.open, depth{})
	case ']', '}', ')':
		s.links -= top.operators + top.spine
		*top = depth{}
		if len(s.open) > 1 {
			s.open = s.open[:len(s.open)-1]
		}
	case ',':
		s.links -= top.operators
		top.operators = 0
		// Outside brackets a comma stands only between the binds of a local.
		if len(s.open) > 1 {
			s.links -= top.spine
			top.spine = 0
		}
	case ';':
		s.links -= top.operators
		top.operators = 0
	case '.', '!', '~', '+', '-', '&', '|', '^', '<', '>', '*', '/', '%', '=':
		top.operators++
		s.links++
	}
}

// name counts the name, number or keyword that rest starts with, and returns
// its length.
func (s *scanner) name(rest []byte) int {
	n := 1
	for n < len(rest) && isWordByte(rest[n]) {
		n++
	}
	switch string(rest[:n]) {
	case "local", "if", "function", "assert", "error":
		s.open[len(s.open)-1].spine++
		s.links++
	case "in":
		s.open[len(s.open)-1].operators++
		s.links++
	}
	return n
}

// isWordByte reports whether c belongs to a name or number.
func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// quoted returns the length of the rest of a string up to and with its
// closing quote.
func quoted(rest []byte, quote byte) int {
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return len(rest)
}

// verbatim is quoted for a string in which only a doubled quote is special.
func verbatim(rest []byte, quote byte) int {
	for i := 0; i < len(rest); i++ {
		if rest[i] != quote {
			continue
		}
		if i+1 == len(rest) || rest[i+1] != quote {
			return i + 1
		}
		i++
	}
	return len(rest)
}

// through returns the length of rest up to and with the first end.
func through(rest []byte, end string) int {
	if i := bytes.Index(rest, []byte(end)); i >= 0 {
		return i + len(end)
	}
	return len(rest)
}

// block returns the length of the rest of a text block after its opening
// bars. It goes on for as long as lines are empty or start with the blanks
// that its first line starts with.
func block(rest []byte) int {
	pos := through(rest, "\n")
	var indent []byte
	for pos < len(rest) {
		line := rest[pos : pos+through(rest[pos:], "\n")]
		text := bytes.TrimLeft(line, " \t")
		switch {
		case line[0] == '\n':
		case indent == nil:
			indent = line[:len(line)-len(text)]
			if len(indent) == 0 {
				return len(rest)
			}
		case bytes.HasPrefix(line, indent):
		case bytes.HasPrefix(text, []byte("|||")):
			return pos + len(line) - len(text) + 3
		default:
			return len(rest)
		}
		pos += len(line)
	}
	return pos
}
