package menu

import "slices"

// typeNamed is the table by name, each row with what follows from it.
var typeNamed = func() map[string]Type {
	rows := make(map[string]Type, len(types))
	for _, t := range types {
		t.kept = allFields
		if !t.Console {
			fields := slices.Clone(t.Target)
			if t.Spare != 0 {
				fields = append(fields, t.Spare)
			}
			t.fields, t.kept = fields, always
			for _, f := range fields {
				t.kept.add(f)
			}
		}
		rows[t.Name] = t
	}
	return rows
}()

// TypeOf returns the button type with that name; false where neither menu/create
// nor the console has one.
func TypeOf(name string) (Type, bool) {
	t, ok := typeNamed[name]
	return t, ok
}

// Uses returns the fields beside type and name that a button of the type uses,
// in the order in which the library's constructor takes them; it needs each of
// them. They are nil for a type that menu/create does not take.
// Source: createCustomMenu, section 2, "required" notes.
func Uses(typ string) []Field { return typeNamed[typ].fields }

// Types returns the names of the types that menu/create takes, in the order in
// which the documentation describes them.
func Types() []string { return named(false) }

// ConsoleTypes returns the names of the types that only WeChat's web console
// makes.
func ConsoleTypes() []string { return named(true) }

func named(console bool) []string {
	var names []string
	for i := range types {
		if types[i].Console == console {
			names = append(names, types[i].Name)
		}
	}
	return names
}

// String returns the field's name in JSON; empty for no field of a button.
func (f Field) String() string {
	if f >= fieldCount {
		return ""
	}
	return fields[f].name
}

// Missing returns the errcode of menu/create for a button that lacks the field,
// at the top level and in a sub-menu; 0 for a field that no button needs.
func (f Field) Missing() (top, sub int) { return fields[f].top, fields[f].sub }

// Fields returns every field of a button in canonical order.
func Fields() []Field {
	fs := make([]Field, fieldCount)
	for i := range fs {
		fs[i] = Field(i)
	}
	return fs
}

// fieldNames holds the names of all fields in canonical order.
var fieldNames = func() (names []string) {
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}()

// fieldSet is a set of Fields, one bit each.
type fieldSet uint16

const (
	// allFields is the set of every field.
	allFields fieldSet = 1<<fieldCount - 1
	// always is the fields that every button has.
	always fieldSet = 1<<FieldType | 1<<FieldName
)

func (s fieldSet) has(f Field) bool { return s&(1<<f) != 0 }
func (s *fieldSet) add(f Field)     { *s |= 1 << f }

// Written reports whether the field was there when the button was decoded,
// even as an empty value.
func (b *Button) Written(f Field) bool { return b.written.has(f) }

// Faulty reports whether the field was there with a value of a JSON type it
// cannot have, so that the value here is empty and says nothing. All fields of
// a button that is not an object are.
func (b *Button) Faulty(f Field) bool { return b.faulty.has(f) }

// Value returns the text of a field; empty for FieldSubButton.
func (b *Button) Value(f Field) string {
	if f >= FieldSubButton {
		return ""
	}
	return *b.texts()[f]
}

// Put sets the text of a field; FieldSubButton has none.
func (b *Button) Put(f Field, value string) {
	if f < FieldSubButton {
		*b.texts()[f] = value
	}
}

// Sent returns the button without its sub-menu, its extra fields, and the texts
// that the canonical form leaves out.
func (b *Button) Sent() Button {
	var out Button
	to, kept := out.texts(), b.kept()
	for f, text := range b.texts() {
		if kept.has(Field(f)) {
			*to[f] = *text
		}
	}
	return out
}

// kept returns the fields that the canonical form has. What a known type does
// not use is dropped, as WeChat drops it; of an unknown type everything is
// kept.
func (b *Button) kept() fieldSet {
	if b.Type == "" && len(b.Sub) > 0 {
		return always
	}
	if t, ok := typeNamed[b.Type]; ok {
		return t.kept
	}
	return allFields
}

// volatile reports whether WeChat changes an extra field from one read to the
// next: media of console buttons are temporary, and news are described anew.
// Source: getCurrentSelfmenuInfo.
func (b *Button) volatile(extra string) bool {
	return extra == "news_info" || extra == "value" && typeNamed[b.Type].temporary
}
