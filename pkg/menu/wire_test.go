package menu_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// The documentation's first example goes out as it stands there, but for blanks.
func TestCreateBodyDocumentation(t *testing.T) {
	t.Parallel()
	example := input(t, "create-click-view.json")
	var want bytes.Buffer
	if err := json.Compact(&want, example); err != nil {
		t.Fatal(err)
	}
	got := slices.Collect(menu.Decode("stem", example))[0].Set.CreateBody()
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("got %s\nwant %s", got, want.Bytes())
	}
}

func TestCreateBody(t *testing.T) {
	t.Parallel()
	const data = `{"menu":{"button":[{"type":"view","name":"\u2028\u2029<&>","url":"https://example.com/?a=1&b=2"}]},` +
		`"conditionalmenu":[{"button":[{"type":"click","name":"&","key":"C:\\users"}],"matchrule":{"client_platform_type":"1","tag_id":"2"},"menuid":7}]}`
	set := slices.Collect(menu.Decode("stem", []byte(data)))[0].Set
	const create = "{\"button\":[{\"type\":\"view\",\"name\":\"\u2028\u2029<&>\",\"url\":\"https://example.com/?a=1&b=2\"}]}"
	const add = `{"button":[{"type":"click","name":"&","key":"C:\\users"}],"matchrule":{"tag_id":"2","client_platform_type":"1"}}`
	if got := string(set.CreateBody()); got != create {
		t.Errorf("create: got %s, want %s", got, create)
	}
	if got := string(set.Conditional[0].Body()); got != add {
		t.Errorf("addconditional: got %s, want %s", got, add)
	}
	for _, body := range [][]byte{set.CreateBody(), set.Conditional[0].Body()} {
		if err := menu.CheckWire(body); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestCheckWire(t *testing.T) {
	t.Parallel()
	const escape, bom, charset = "40033", "40016", "65318"
	tests := []struct {
		name string
		body string
		want string
	}{
		{"nothing", "", ""},
		{"plain", `{"name":"今日歌曲&<>"}`, ""},
		{"line separators", "\"\u2028\u2029\"", ""},
		{"escape", `"\u0026"`, escape},
		{"escape at the end", `\u`, escape},
		{"cut short", `"\u00`, escape},
		{"a backslash and u", `"C:\\users"`, ""},
		{"a backslash and an escape", `"\\\u0026"`, escape},
		{"two backslashes and u", `"\\\\u0026"`, ""},
		{"other escapes", `"\"\/\n"`, ""},
		{"upper case is not an escape", `"\U0026"`, ""},
		{"a backslash at the end", `\`, ""},
		{"byte order mark", "\xef\xbb\xbf{}", bom},
		{"byte order mark inside", "{\"a\":\"\ufeff\"}", ""},
		{"GBK", "{\"name\":\"\xb2\xcb\xb5\xa5\"}", charset},
		{"half a character", "\"\xe8\x8f\"", charset},
		{"surrogates", "\"\xed\xa0\xbd\"", charset},
		{"U+FFFD is UTF-8", "\"\uFFFD\"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := menu.CheckWire([]byte(tt.body))
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("got %v, want none", err)
			case tt.want != "" && (err == nil || !strings.HasSuffix(err.Error(), tt.want)):
				t.Errorf("got %v, want an error with %s", err, tt.want)
			}
		})
	}
}
