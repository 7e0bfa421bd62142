package menu

// Field is one of the fields a button may have, in canonical order.
type Field uint8

// The fields of a button. Source: createCustomMenu, section 2.
const (
	FieldType Field = iota
	FieldName
	FieldKey
	FieldURL
	FieldAppID
	FieldPagePath
	FieldMediaID
	FieldArticleID
	FieldSubButton
	fieldCount
)

// String returns the field's name in JSON; empty for no field of a button.
func (f Field) String() string {
	switch f {
	case FieldType:
		return "type"
	case FieldName:
		return "name"
	case FieldKey:
		return "key"
	case FieldURL:
		return "url"
	case FieldAppID:
		return "appid"
	case FieldPagePath:
		return "pagepath"
	case FieldMediaID:
		return "media_id"
	case FieldArticleID:
		return "article_id"
	case FieldSubButton:
		return "sub_button"
	default:
		return ""
	}
}

// Fields returns every field of a button in canonical order.
func Fields() []Field {
	fs := make([]Field, fieldCount)
	for i := range fs {
		fs[i] = Field(i)
	}
	return fs
}

// fieldOf returns the field with that JSON name.
func fieldOf(name string) (Field, bool) {
	for f := range fieldCount {
		if f.String() == name {
			return f, true
		}
	}
	return 0, false
}

// Types returns the 13 button types menu/create takes, in the order the
// documentation describes them. The enumeration in its tables leaves out
// miniprogram and view_limited, which the same page shows in its examples.
// Source: createCustomMenu, sections 4 and 5.
func Types() []string {
	return []string{
		"click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto",
		"pic_photo_or_album", "pic_weixin", "location_select", "media_id",
		"article_id", "article_view_limited", "view_limited", "miniprogram",
	}
}

// ConsoleTypes returns the types that only WeChat's web console can make and
// that appear in get_current_selfmenu_info alone.
// Source: getCurrentSelfmenuInfo.
func ConsoleTypes() []string {
	return []string{"text", "img", "photo", "voice", "video", "news"}
}

// Uses returns the fields, beside type and name, that a button of the type
// uses; each is required. It returns nil for a type menu/create does not take.
// Source: createCustomMenu, section 2, "required" notes.
func Uses(typ string) []Field {
	switch typ {
	case "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto",
		"pic_photo_or_album", "pic_weixin", "location_select":
		return []Field{FieldKey}
	case "view":
		return []Field{FieldURL}
	case "miniprogram":
		return []Field{FieldURL, FieldAppID, FieldPagePath}
	case "media_id", "view_limited":
		return []Field{FieldMediaID}
	case "article_id", "article_view_limited":
		return []Field{FieldArticleID}
	default:
		return nil
	}
}
