package wechat

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what every printer shows in place of a secret.
const hidden = "[secret]"

// Secret is text that cannot be printed, logged or marshalled: an app secret
// or a token. Whatever prints or encodes it, also deep inside another value,
// writes "[secret]" or nothing; [Secret.Reveal] is the only way out. It cannot
// be compared with ==; use [Secret.Equal]. The zero value holds no secret.
type Secret struct {
	// reveal closes over the text. A string field would still be shown by
	// printers that go by reflection, such as fmt for the unexported field
	// of another struct, or for the verb %p; nothing looks inside a closure.
	reveal func() string
}

// NewSecret hides text. Empty text gives the zero Secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return text }}
}

// Reveal returns the text, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.reveal == nil }

// Equal reports whether both hide the same text.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns "[secret]".
func (s Secret) String() string { return hidden }

// GoString returns "[secret]".
func (s Secret) GoString() string { return hidden }

// Format writes "[secret]" for every verb and flag.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText returns "[secret]". It returns no error, because an error would lose
// whatever record the secret strayed into.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON returns "[secret]" as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// LogValue returns "[secret]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
