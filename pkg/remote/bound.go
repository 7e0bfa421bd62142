package remote

const (
	// maxParts is the most commas and opening brackets of an answer. A record of the
	// largest menus there can be, 500 conditional ones of 18 buttons with six fields,
	// has some 200,000 with what it replaced.
	maxParts = 400_000
	// maxText is the most bytes of a text in one: many times the longest, which is
	// a refusal that names the buttons of a whole menu.
	maxText = 64 << 10
)

// bounded reports whether an answer has no more parts, and no longer texts, than a
// result can have: a value of two bytes takes hundreds once it is decoded, and a
// text is printed.
func bounded(payload []byte) bool {
	parts, text := 0, -1
	for i := 0; i < len(payload); i++ {
		b := payload[i]
		switch {
		case b == '"' && text < 0:
			text = i
		case text < 0 && (b == ',' || b == '{' || b == '['):
			parts++
		case text < 0:
		case b == '\\':
			i++
		case b == '"':
			if i-text > maxText {
				return false
			}
			text = -1
		}
	}
	return parts <= maxParts
}
