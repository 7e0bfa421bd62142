package api

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://menus.example.cn":       "https://menus.example.cn",
		"https://Menus.Example.CN/":      "https://menus.example.cn",
		"https://menus.example.cn:8443":  "https://menus.example.cn:8443",
		"https://example.cn/caidan/":     "https://example.cn/caidan",
		"http://127.0.0.1:8080":          "http://127.0.0.1:8080",
		"http://localhost":               "http://localhost",
		"http://[::1]:80/":               "http://[::1]:80",
		"http://menus.example.cn":        "",
		"http://127.0.0.1.example.cn":    "",
		"http://localhost.example.cn":    "",
		"http://0.0.0.0":                 "",
		"https://":                       "",
		"https://user:pw@example.cn":     "",
		"https://example.cn?a=b":         "",
		"https://example.cn#a":           "",
		"ftp://example.cn":               "",
		"menus.example.cn":               "",
		"https://example.cn\x1b[31m/a b": "",
	} {
		got, err := Address(given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", given, got, err, want)
		}
		if err != nil {
			if meaning, remedy := text.Explain(err, text.English); meaning == "" || remedy == "" {
				t.Errorf("%q: got %q and %q, want what to do", given, meaning, remedy)
			}
		}
	}
}
