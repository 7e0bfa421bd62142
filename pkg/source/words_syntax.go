package source

import "github.com/caidan-dev/caidan/pkg/text"

// syntaxPhrases are what Jsonnet says of a program that it cannot read. The
// first that fits is taken.
var syntaxPhrases = []phrase{
	// What stands where something else should.
	{
		jsonnet: "Unexpected end of file",
		says:    text.Say("the file ends where a value is expected", "文件到这里就结束了，但还缺一个值"),
		help:    text.Say("write the rest of the expression, or close the brackets that are open", "请补全表达式，或补上缺少的括号"),
	},
	{
		jsonnet: "Unexpected: end of file while parsing field definition",
		says:    text.Say("the file ends inside an object", "文件在对象中间就结束了"),
		help:    text.Say("close the object with }", "请用 } 结束对象"),
	},
	{
		jsonnet: "Unexpected: %s while parsing field definition", read: readToken,
		says: text.Say("%s stands where the name of a field is expected", "这里应当是字段名，却是%s"),
		help: text.Say("write the name in quotes where it is not a plain word", "字段名不是普通单词时请加引号"),
	},
	{
		jsonnet: "Unexpected: %s while parsing terminal", read: readToken,
		says: text.Say("%s stands where a value is expected", "这里应当是一个值，却是%s"),
		help: text.Say("write the value before it, or remove it", "请在它前面写上值，或删除它"),
	},
	{
		jsonnet: commaBeforeField + gotToken + "%s", read: readToken,
		says: text.Say("%s stands where a comma or the closing } is expected", "这里应当是逗号或结束对象的 }，却是%s"),
	},
	{
		jsonnet: commaBeforeElement + gotToken + "%s", read: readToken,
		says: text.Say("%s stands where a comma or the closing ] is expected", "这里应当是逗号或结束数组的 ]，却是%s"),
	},
	{jsonnet: "Expected a comma before next function argument, got %s", read: readToken, says: commaOrParenthesis},
	{jsonnet: "Expected a comma before next function parameter, got %s", read: readToken, says: commaOrParenthesis},
	{jsonnet: "Expected a comma before next method parameter, got %s", read: readToken, says: commaOrParenthesis},
	{
		jsonnet: "Expected , or ; but got %s", read: readToken,
		says: text.Say("%s stands where the ; after a local definition is expected", "这里应当是结束 local 定义的分号，却是%s"),
	},
	{jsonnet: "Expected token OPERATOR but got %s", read: readToken, says: colonOfField},
	{jsonnet: "Expected one of :, ::, :::, +:, +::, +:::, got: %s", read: readToken, says: colonOfField},
	{
		jsonnet: "Expected token IDENTIFIER but got %s while parsing parameter", read: readToken,
		says: text.Say("%s stands where the name of a parameter is expected", "这里应当是参数名，却是%s"),
	},
	{jsonnet: "Expected token %s but got %s", read: readToken, says: expected},
	{jsonnet: "Expected operator %s but got %s", read: readToken, says: expected},
	{
		jsonnet: "Expected ( but got %s", read: readToken,
		says: text.Say("%s stands where the ( after the word function is expected", "这里应当是 function 后面的 (，却是%s"),
	},
	{
		jsonnet: "Expected . or [ after super",
		says:    text.Say("the word super stands alone", "super 后面缺少字段"),
		help:    text.Say("write super.name or super['name']", "请写成 super.name 或 super['name']"),
	},
	{
		jsonnet: "Expected for, if or %s after for clause, got: %s", read: readToken,
		says: text.Say("%[2]s stands where for, if or %[1]s is expected", "这里应当是 for、if 或%[1]s，却是%[2]s"),
	},
	{
		jsonnet: "Did not expect: %s", read: readToken,
		says: text.Say("%s stands behind a value that is complete", "值已经完整，后面却还有%s"),
		help: text.Say("remove it, or write a comma or an operator before it", "请删除它，或在它前面补上逗号或运算符"),
	},
	{
		jsonnet: "Not a unary operator: %s", read: readToken,
		says: text.Say("the operator %s stands where a value is expected", "这里应当是一个值，却是运算符%s"),
	},
	{
		jsonnet: "Not a binary operator: %s", read: readToken,
		says: text.Say("%s cannot stand between two values", "%s不能用在两个值之间"),
		help: text.Say("a field is written with :, a comparison with ==", "字段用冒号，比较用 =="),
	},
	// What is written twice, or where it must not be.
	{
		jsonnet: "Duplicate field: %s",
		says:    fieldTwice,
	},
	{
		jsonnet: "Duplicate local var: %s",
		says:    text.Say("the name %q is defined twice", "名称%q定义了两次"),
		help:    renameOne,
	},
	{
		jsonnet: "Positional argument after a named argument is not allowed",
		says:    text.Say("an argument without a name stands behind one with a name", "没有名称的参数写在了有名称的参数后面"),
		help:    text.Say("write the arguments without names first", "请先写没有名称的参数"),
	},
	{
		jsonnet: "Cannot use +: syntax sugar in a method: %s",
		says:    text.Say("the function %q is written with +:", "函数%q用了 +:"),
		help:    text.Say("write : or ::", "请改用 : 或 ::"),
	},
	{
		jsonnet: "Can't use self outside of an object.",
		says:    text.Say("self stands outside of an object", "self 写在了对象外面"),
		help:    text.Say("give the object a name with local, and use that", "请用 local 给对象取名，再用这个名称"),
	},
	{
		jsonnet: "Can't use super outside of an object.",
		says:    text.Say("super stands outside of an object", "super 写在了对象外面"),
	},
	{
		jsonnet: "No top-level object found.",
		says:    text.Say("$ stands outside of an object", "$ 写在了对象外面"),
		help:    text.Say("give the object a name with local, and use that", "请用 local 给对象取名，再用这个名称"),
	},
	// Names, strings, numbers and comments.
	{
		jsonnet: unknownVariable, hint: hintVariable,
		says: text.Say("the name %q is not defined", "名称%q没有定义"),
		help: text.Say("correct it, define it with local, or write it in quotes if it is text", "请改正名称，或用 local 定义；如果是文字，请加引号"),
	},
	{
		jsonnet: "Unterminated String",
		says:    text.Say("the string that begins here does not end", "从这里开始的字符串没有结束"),
		help:    text.Say("write the same quote at its end", "请在末尾写上同样的引号"),
	},
	{
		jsonnet: "Multi-line comment has no terminating */",
		says:    text.Say("the comment that begins here does not end", "从这里开始的注释没有结束"),
		help:    text.Say("write */ at its end", "请在末尾写上 */"),
	},
	{
		jsonnet: "Text block requires new line after |||.",
		says:    text.Say("text stands on the line of |||", "||| 所在的行还有文字"),
		help:    text.Say("begin the text on the next line", "请从下一行开始写文字"),
	},
	{
		jsonnet: "Text block's first line must start with whitespace",
		says:    text.Say("the first line after ||| is not indented", "||| 后的第一行没有缩进"),
		help:    text.Say("indent every line of the text by the same blanks", "请让每一行文字有同样的缩进"),
	},
	{jsonnet: "Text block not terminated with |||", says: blockWithoutEnd, help: endBlock},
	{jsonnet: "Unexpected EOF", says: blockWithoutEnd, help: endBlock},
	{
		jsonnet: "Couldn't lex verbatim string, junk after '@': %s",
		says:    text.Say("a string must follow @", "@ 后面必须是字符串"),
	},
	{jsonnet: "Couldn't lex number, junk after %s", says: badNumber},
	{jsonnet: "Couldn't lex number, _ not allowed after leading 0", says: badNumber},
	{jsonnet: "Truncated %s in string literal.", says: badEscape, help: escapes},
	{jsonnet: "Unicode %s", says: badEscape, help: escapes},
	{
		jsonnet: "Unknown escape sequence in string literal: \\%s",
		says:    text.Say("the string has a \\ before %q", "字符串里%q前面有 \\"),
		help:    escapes,
	},
	// Imports and comprehensions.
	{
		jsonnet: "Computed imports are not allowed",
		says:    text.Say("the name of an imported file is computed", "import 的文件名不能是计算出来的"),
		help:    text.Say("write it as a string in quotes", "请直接写成引号里的字符串"),
	},
	{
		jsonnet: "Block string literals not allowed in imports",
		says:    text.Say("the name of an imported file is written with |||", "import 的文件名不能用 ||| 来写"),
		help:    text.Say("write it as a string in quotes", "请直接写成引号里的字符串"),
	},
	{jsonnet: "Object comprehension can only have one field", says: oneField, help: formOfComprehension},
	{jsonnet: "Object comprehension cannot have asserts", says: oneField, help: formOfComprehension},
	{jsonnet: "Object comprehensions cannot have hidden fields", says: oneField, help: formOfComprehension},
	{jsonnet: "Object comprehensions can only have [e] fields", says: oneField, help: formOfComprehension},
	{
		jsonnet: "Invalid slice: too many colons",
		says:    text.Say("the slice has more than two colons", "切片的冒号多于两个"),
		help:    text.Say("write [begin:end:step]", "请写成 [begin:end:step]"),
	},
	{
		jsonnet: "ast.Index requires an expression",
		says:    text.Say("nothing stands between the brackets", "方括号里没有内容"),
		help:    text.Say("write the number of an element, or the name of a field in quotes", "请写元素的序号，或引号里的字段名"),
	},
}

// What several phrases say.
var (
	expected            = text.Say("%[2]s stands where %[1]s is expected", "这里应当是%[1]s，却是%[2]s")
	commaOrParenthesis  = text.Say("%s stands where a comma or the closing ) is expected", "这里应当是逗号或右括号 )，却是%s")
	colonOfField        = text.Say("%s stands where the colon after the name of a field is expected", "这里应当是字段名后的冒号，却是%s")
	fieldTwice          = text.Say("the object has the field %q twice", "对象里有两个字段%q")
	renameOne           = text.Say("give one of them another name", "请给其中一个换个名称")
	blockWithoutEnd     = text.Say("the text that ||| begins does not end", "||| 开始的文字没有结束")
	endBlock            = text.Say("write ||| on a line of its own, indented less than the text", "请另起一行写 |||，缩进要比文字少")
	badNumber           = text.Say("the number is not complete", "数字写得不完整")
	badEscape           = text.Say("the string has a \\u without four digits of 0-9 and a-f, or without the second half of a pair", "字符串里的 \\u 后面缺少四位十六进制数字，或缺少一对中的后一半")
	escapes             = text.Say("write \\\\ for a \\, and the character itself instead of \\u", "\\ 请写成 \\\\；\\u 可以直接换成字符本身")
	oneField            = text.Say("an object with for in it has more than one field of the form [name]: value", "带 for 的对象只能有一个 [名称]: 值 形式的字段")
	formOfComprehension = text.Say("write { [name]: value for name in list }, with local before the braces or after the field", "请写成 { [名称]: 值 for 名称 in 列表 }")
)
