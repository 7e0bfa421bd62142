package menu

import (
	"encoding/json"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Shape is what a JSON value is, or what it should be.
type Shape uint8

// The shapes that problems name. The zero Shape is none.
const (
	ShapeNull Shape = iota + 1
	ShapeBoolean
	ShapeNumber
	ShapeString
	ShapeArray
	ShapeObject
	ShapeEmptyObject
	ShapeWithButton
	ShapeWithoutButton
	ShapeWithoutMenu
	ShapeButtonBeside
	ShapeButtonTwice
	ShapeWithAccount
	ShapeNotJSON
)

var shapes = [...]text.Text{
	ShapeNull:          text.Say("null", "空值 null"),
	ShapeBoolean:       text.Say("a boolean", "布尔值"),
	ShapeNumber:        text.Say("a number", "数字"),
	ShapeString:        text.Say("a string", "字符串"),
	ShapeArray:         text.Say("an array", "数组"),
	ShapeObject:        text.Say("an object", "对象"),
	ShapeEmptyObject:   text.Say("an empty object", "空对象"),
	ShapeWithButton:    text.Say("an object with button", "含有 button 的对象"),
	ShapeWithoutButton: text.Say("an object without button", "没有 button 的对象"),
	ShapeWithoutMenu:   text.Say("an object without menu and button", "没有 menu 也没有 button 的对象"),
	ShapeButtonBeside:  text.Say("an object with button beside conditionalmenu", " button 与 conditionalmenu 并列的对象"),
	ShapeButtonTwice:   text.Say("an object with button again", "又一层含有 button 的对象"),
	ShapeWithAccount:   text.Say("an object with an account", "含有账号的对象"),
	ShapeNotJSON:       text.Say("unreadable JSON", "无法解析的内容"),
}

// In names the shape in a language, in English with its article.
func (s Shape) In(l text.Lang) string { return shapes[s].In(l) }

// ShapeOf returns the shape of a decoded JSON value, numbers as json.Number.
func ShapeOf(v any) Shape {
	switch v := v.(type) {
	case bool:
		return ShapeBoolean
	case json.Number:
		return ShapeNumber
	case string:
		return ShapeString
	case []any, long:
		return ShapeArray
	case map[string]any:
		if len(v) == 0 {
			return ShapeEmptyObject
		}
		return ShapeObject
	default:
		return ShapeNull
	}
}
