package pull

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// literal returns an expression of a value as decoded from JSON, on one line.
func literal(v any) string {
	if s, ok := v.(string); ok {
		return text.Jsonnet(s)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return text.Jsonnet(fmt.Sprint(v))
	}
	return text.Harmless(strings.TrimSuffix(b.String(), "\n"))
}

// plainName is what needs no quotes as the name of a field.
var plainName = text.Pattern(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// fieldName returns the name of a field as an object of Jsonnet has it.
func fieldName(name string) string {
	if plainName().MatchString(name) {
		return name
	}
	return text.JsonnetName(name)
}
