package text

import "testing"

func TestJsonnet(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"empty", "", `''`},
		{"plain", "菜单", `'菜单'`},
		{"a single quote", "it's", `"it's"`},
		{"both quotes", `it's "both"`, `'it\'s "both"'`},
		{"a backslash", `\u0041`, `'\\u0041'`},
		{"line ends and control characters", "a\nb\r\x1b\x7f", `'a\nb\r\u001b\u007f'`},
		{"a mark that reorders text", "\u202ea", `std.char(8238) + 'a'`},
		{"a line separator inside", "a\u2028b", `'a' + std.char(8232) + 'b'`},
		{"a command of a log", "x##[group]", `'x#' + '#[group]'`},
		{"bytes that are not UTF-8", "a\xff", "'a\uFFFD'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Jsonnet(tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
