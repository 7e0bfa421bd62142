package source

import "github.com/caidan-dev/caidan/pkg/text"

// runningPhrases are what Jsonnet says of a program that stops. The first that
// fits is taken.
var runningPhrases = []phrase{
	// Fields and elements.
	{jsonnet: "Field does not exist: %s", says: noField, hint: hintField},
	{jsonnet: "Duplicate field name: %s", read: readQuoted, says: fieldTwice},
	{
		jsonnet: "Field name must be string, got %s", read: readType,
		says: text.Say("the name of a field must be a string, and this is %s", "字段名必须是字符串，这里却是%s"),
	},
	{
		jsonnet: "Index %s out of bounds, not within [0, %s)",
		says:    text.Say("the index %s is out of range: it begins at 0, and the length is %s", "下标 %s 超出范围：从 0 数起，长度为 %s"),
	},
	{
		jsonnet: "Value non indexable: %s", read: readType,
		says: text.Say("%s has neither fields nor elements", "%s既没有字段也没有元素"),
	},
	{
		jsonnet: "Attempt to use super when there is no super class.",
		says:    text.Say("super is used in an object that is not added to another", "用了 super，但对象没有加在别的对象上"),
	},
	// Functions.
	{
		jsonnet: "function expected %s positional argument(s), but got %s", hint: hintParameters,
		says: tooManyArguments,
	},
	{jsonnet: "Missing argument: %s", hint: hintParameters, says: text.Say("the function needs the argument %q", "函数缺少参数%q")},
	{jsonnet: "function has no parameter %s", hint: hintParameter, says: text.Say("the function has no parameter %q", "函数没有参数%q")},
	{jsonnet: "Argument %s already provided", hint: hintParameters, says: text.Say("the argument %q is given twice", "参数%q给了两次")},
	// Kinds of values.
	{
		jsonnet: "Unexpected type %s, expected %s", read: readType,
		says: text.Say("%[2]s is needed here, and this is %[1]s", "这里需要%[2]s，实际却是%[1]s"),
	},
	{
		jsonnet: "Unexpected type %s", read: readType,
		says: text.Say("%s cannot be used here", "这里不能用%s"),
	},
	{
		jsonnet: "Operator % cannot be used on types %s and %s.", read: readType,
		says: text.Say("the operator %% cannot be used on %s and %s", "运算符 %% 不能用于%s和%s"),
	},
	{
		jsonnet: "Expected an integer, but got %s",
		says:    text.Say("a whole number is needed here, and this is %s", "这里需要整数，实际却是 %s"),
	},
	{jsonnet: "Cannot test equality of functions", says: text.Say("functions cannot be compared", "函数之间不能比较")},
	// Numbers.
	{jsonnet: "Division by zero.", says: text.Say("a number is divided by zero", "除数为 0")},
	{jsonnet: "Overflow", says: tooLargeNumber},
	{jsonnet: "overflow", says: tooLargeNumber},
	{jsonnet: "Not a number", says: text.Say("the result is not a number", "结果不是数字")},
	{jsonnet: "%s is not a base 10 integer", says: text.Say("the text %q is not a whole number", "文字%q不是整数")},
	// Formats.
	{
		jsonnet: "Not enough values to format: %s, expected more than %s",
		says:    text.Say("the format has too few values: %[1]s", "格式字符串的值不够：只有 %[1]s 个"),
	},
	{
		jsonnet: "Too many values to format: %s, expected %s",
		says:    text.Say("the format has too many values: %s instead of %s", "格式字符串的值太多：有 %s 个，只需要 %s 个"),
	},
	{
		jsonnet: "Format required number at %s, got %s", read: readType,
		says: text.Say("the format needs a number for one of its values, and this is %[2]s", "格式字符串的一个值应为数字，实际却是%[2]s"),
	},
	// What a menu does not have.
	{
		jsonnet: "Undefined external variable: %s",
		says:    text.Say("caidan sets no external variables: %q has no value", "caidan 不提供外部变量：%q没有值"),
		help:    text.Say("write the value in a file of the repository, and import that", "请把值写在仓库的文件里，再导入"),
	},
	{jsonnet: assertionFailed, says: assertion, help: correctAssertion},
	{jsonnet: "Assertion failed. %s != %s", says: text.Say("the two values of std.assertEqual differ: %s and %s", "std.assertEqual 的两个值不相等：%s 和 %s")},
	{jsonnet: objectAssertionFailed, says: assertion, help: correctAssertion},
}

// What several phrases say.
var (
	noField          = text.Say("the object has no field %q", "对象没有字段%q")
	tooManyArguments = text.Say("%[2]s arguments are given, and the function takes %[1]s at most", "给了 %[2]s 个参数，函数最多接受 %[1]s 个")
	tooLargeNumber   = text.Say("the number is too large", "数字太大")
	assertion        = text.Say("the condition after assert does not hold", "assert 后面的条件不成立")
	correctAssertion = text.Say("correct what the condition is about; a colon and text after the condition can say what is wrong", "请改正条件涉及的值；条件后可以用冒号加文字说明原因")
)

// lintPhrases are what only Jsonnet's linter says.
var lintPhrases = []phrase{
	{
		jsonnet: "Unused variable: %s",
		says:    text.Say("the name %q is defined and not used", "名称%q定义了却没有用到"),
		help:    text.Say("remove it, or use it", "请删除它，或用上它"),
	},
	{jsonnet: "Indexed object has no field %s", read: readQuoted, hint: hintField, says: noField},
	{jsonnet: "Too many arguments, there can be at most %s, but %s provided", says: tooManyArguments},
	{
		jsonnet: "Too many arguments: got %s, but expected at most %s",
		says:    text.Say("%s arguments are given, and the function takes %s at most", "给了 %s 个参数，函数最多接受 %s 个"),
	},
	{
		jsonnet: "Called value must be a function, but it is assumed to be %s", read: readType,
		says: text.Say("a function is called here that is probably %s", "这里调用的可能不是函数，而是%s"),
	},
	{
		jsonnet: "Indexed value is neither an array nor an object nor a string",
		says:    text.Say("this value has probably neither fields nor elements", "这个值可能既没有字段也没有元素"),
	},
	{jsonnet: "Indexed value is assumed to be %s, but index is not a number", read: readType, says: notItsIndex},
	{jsonnet: "Indexed value is assumed to be %s, but index is not a string", read: readType, says: notItsIndex},
	{
		jsonnet: "Index is neither a number (for indexing arrays and string) nor a string (for indexing objects)",
		says:    text.Say("an index must be a number or a string", "下标必须是数字或字符串"),
	},
	{
		jsonnet: "Operand is not %s, it is assumed to be %s", read: readType,
		says: text.Say("the operator needs %s, and this is probably %s", "运算符需要%s，这里可能却是%s"),
	},
	{
		jsonnet: "Endless loop in local definition",
		says:    text.Say("the definition needs its own value", "定义用到了它自己的值，没有尽头"),
	},
}

// notItsIndex is what two phrases of the linter say.
var notItsIndex = text.Say("the value is probably %s, which has no such index", "这个值可能是%s，不能用这样的下标")
