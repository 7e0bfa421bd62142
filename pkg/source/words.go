package source

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/text"
)

// phrase is a sentence of Jsonnet's own, and what is said in its place.
type phrase struct {
	// jsonnet is the whole sentence, with %s for each operand.
	jsonnet string
	// says is a format of the operands, as read has them; nil is as they are.
	says text.Text
	read func(operand string) any
	// help says what to do about it; it may be empty.
	help text.Text
	// hint says so better, from the program at the place and the first
	// operand; it may be nil, and know nothing.
	hint func(s *Shelf, at ast.LocationRange, operand string) text.Spoken
}

// explanation is a message and what to do about it.
type explanation struct{ message, help text.Spoken }

// say returns what is said for a sentence of Jsonnet's about the place at. One
// that has no phrase is quoted where the reader's language is not its own. The
// shelf is nil where the program cannot be looked into.
func say(s *Shelf, at ast.LocationRange, sentence string) explanation {
	if said, ok := sayCharacter(sentence); ok {
		return said
	}
	sentence = withToken(sentence, at)
	for _, table := range [][]phrase{syntaxPhrases, runningPhrases, lintPhrases} {
		for _, p := range table {
			if found, ok := operands(p.jsonnet, sentence); ok {
				return p.say(s, at, found)
			}
		}
	}
	return explanation{foreign(sentence), text.Same("")}
}

// say returns what p says of its operands.
func (p *phrase) say(s *Shelf, at ast.LocationRange, operands []string) explanation {
	args := make([]any, len(operands))
	for i, o := range operands {
		args[i] = o
		if p.read != nil {
			args[i] = p.read(o)
		}
	}
	said := explanation{p.says, p.help}
	if strings.Contains(p.says.EN, "%") {
		said.message = p.says.With(args...)
	}
	if p.hint != nil && s != nil {
		if hint := p.hint(s, at, fmt.Sprint(args[0])); hint != nil {
			said.help = hint
		}
	}
	return said
}

// operands returns what stands in sentence for each %s of format, false where
// it is another sentence.
func operands(format, sentence string) (found []string, ok bool) {
	first, rest, more := strings.Cut(format, "%s")
	if !more {
		return nil, format == sentence
	}
	if sentence, ok = strings.CutPrefix(sentence, first); !ok {
		return nil, false
	}
	for more {
		var part, operand string
		part, rest, more = strings.Cut(rest, "%s")
		if !more {
			operand, ok = strings.CutSuffix(sentence, part)
		} else {
			operand, sentence, ok = strings.Cut(sentence, part)
		}
		if !ok {
			return nil, false
		}
		found = append(found, operand)
	}
	return found, true
}

// foreign is words that there are in English only.
type foreign string

// In returns the words, in Chinese as a quotation.
func (q foreign) In(l text.Lang) string {
	if l == text.Chinese {
		return text.Sayf("Jsonnet says %s", "Jsonnet 报错：%s", text.QuoteWhole(string(q))).In(l)
	}
	return string(q)
}

// withToken ends a sentence about a missing comma with what stands in its
// place, where Jsonnet does not say that.
func withToken(sentence string, at ast.LocationRange) string {
	if sentence != commaBeforeField && sentence != commaBeforeElement {
		return sentence
	}
	line := lineOf(at.File, at.Begin.Line)
	begin := min(max(at.Begin.Column-1, 0), len(line))
	end := len(line)
	if at.End.Line == at.Begin.Line {
		end = min(max(at.End.Column-1, begin), end)
	}
	if token := strings.TrimSpace(line[begin:end]); token != "" {
		return sentence + gotToken + strconv.Quote(token)
	}
	return sentence + gotToken + endOfFile
}

const (
	commaBeforeField   = "Expected a comma before next field"
	commaBeforeElement = "Expected a comma before next array element"
	gotToken           = ", got "
	endOfFile          = "end of file"
)

// readToken returns a word of a program as Jsonnet prints it: as (KIND, "word"),
// in quotes, or as it is.
func readToken(token string) any {
	switch token {
	case endOfFile:
		return text.Say("the end of the file", "文件结尾")
	case "IDENTIFIER":
		return text.Say("a name", "名称")
	}
	if _, word, found := strings.Cut(token, `, "`); found && strings.HasPrefix(token, "(") {
		token = strings.TrimSuffix(word, `")`)
	} else if word, err := strconv.Unquote(token); err == nil {
		token = word
	}
	return text.Quote(token)
}

// readType returns what Jsonnet calls the kind of a value, such as "string",
// "a string" or "*jsonnet.valueString".
func readType(name string) any {
	_, short, found := strings.Cut(name, "jsonnet.value")
	if !found {
		short = strings.TrimPrefix(strings.TrimPrefix(name, "a "), "an ")
	}
	if said, ok := typeWords[strings.ToLower(short)]; ok {
		return said
	}
	return text.Same(name)
}

// typeWords are the kinds of values.
var typeWords = map[string]text.Text{
	"array":    text.Say("an array", "数组"),
	"bool":     text.Say("a boolean", "布尔值"),
	"boolean":  text.Say("a boolean", "布尔值"),
	"function": text.Say("a function", "函数"),
	"null":     {EN: "null", ZH: " null "},
	"number":   text.Say("a number", "数字"),
	"object":   text.Say("an object", "对象"),
	"string":   text.Say("a string", "字符串"),
}

// readQuoted returns a name that Jsonnet prints in quotes.
func readQuoted(name string) any {
	if s, err := strconv.Unquote(name); err == nil {
		return s
	}
	return name
}
