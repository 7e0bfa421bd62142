package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, request, key string }{
		{"each once", `{"op":"plan","origin":{"actor":"a","ref":"b"},"desired":{"button":[{"name":"a"},{"name":"b"}]},"accept":{"allow":["a","a"]}}`, ""},
		{"at the root", `{"dryRun":true,"op":"publish","dryRun":false}`, "dryRun"},
		{"in upper case", `{"dryRun":true,"DRYRUN":false}`, "DRYRUN"},
		{"with letters that fold", "{\"runId\":1,\"desired\":{},\"de\u017fired\":{}}", "de\u017fired"},
		{"within", `{"origin":{"runId":7,"actor":{"x":[]},"runId":8}}`, "origin.runId"},
		{"in the menus", `{"desired":{"button":[{"name":"a","sub_button":[{"key":"a","key":"b"}]}]}}`, "desired.button.sub_button.key"},
		{"another name in the menus", `{"desired":{"button":[{"name":"a","Name":"b"}]}}`, ""},
		{"another name beside the menus", `{"accept":{"live":"a","Live":"b"}}`, "accept.Live"},
		{"an empty key", `{"":1,"":2}`, ""},
		{"a value like a key", `{"op":"account","account":"op"}`, ""},
		{"a long key", `{"` + strings.Repeat("很", 90) + `":1,"` + strings.Repeat("很", 90) + `":2}`, strings.Repeat("很", 79) + "…"},
		{"a number beyond counting", `{"a":1e999,"a":2}`, "a"},
		{"no object", `[1,"a","a",{}]`, ""},
		{"a text", `"a"`, ""},
		{"nothing", ``, ""},
		{"cut", `{"a":1,`, ""},
		{"too much at the end", `{"a":1}]}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := Once([]byte(tt.request))
			var twice *TwiceError
			if errors.As(err, &twice) != (tt.key != "" || tt.name == "an empty key") {
				t.Fatalf("got %v, want %q", err, tt.key)
			}
			if twice != nil && twice.Key != tt.key {
				t.Errorf("got %q, want %q", twice.Key, tt.key)
			}
		})
	}
}

// FuzzOnce holds that where each key is there once, the decoder loses none: it finds as
// many as there are colons outside of strings.
func FuzzOnce(f *testing.F) {
	for _, seed := range []string{`{"a":1,"b":{"a":2}}`, `{"a":1,"A":2}`, `{"desired":{"a":1,"A":2}}`, `[{"a":[]},{"a":{}}]`, `{"a:\"":":","a":2}`, `]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, request []byte) {
		var v any
		if json.Unmarshal(request, &v) != nil || Once(request) != nil {
			return
		}
		if got, want := members(v), colons(request); got != want {
			t.Errorf("%q: got %d keys, want %d", request, got, want)
		}
	})
}

// members counts the keys of all objects in a value.
func members(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		n = len(v)
		for _, in := range v {
			n += members(in)
		}
	case []any:
		for _, in := range v {
			n += members(in)
		}
	}
	return n
}

// colons counts those of valid JSON that are not in a string.
func colons(data []byte) (n int) {
	for i, inside := 0, false; i < len(data); i++ {
		switch c := data[i]; {
		case inside && c == '\\':
			i++
		case c == '"':
			inside = !inside
		case c == ':' && !inside:
			n++
		}
	}
	return n
}
