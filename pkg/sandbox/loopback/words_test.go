package loopback

import (
	"errors"
	"testing"
)

func TestErrorf(t *testing.T) {
	t.Parallel()
	inner := Errorf("the %s is %d", "%s 是 %d", Say("port", "端口"), 7)
	outer := Errorf("account %q: %s", "账号%q：%s", "a", inner)
	foreign := Errorf("here: %s", "这里：%s", errors.New("no route"))
	tests := []struct {
		name, lang string
		err        error
		want       string
	}{
		{"English", "", outer, `account "a": the port is 7`},
		{"English by name", "en", outer, `account "a": the port is 7`},
		{"another language", "fr", outer, `account "a": the port is 7`},
		{"Chinese", Chinese, outer, `账号“a”：端口 是 7`},
		{"a foreign error inside", Chinese, foreign, "这里：no route"},
		{"a foreign error", Chinese, errors.New("no route"), "no route"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Message(tt.err, tt.lang); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, en, zh string }{
		{"nothing", ``, "the JSON ends too early", "JSON 不完整"},
		{"half an object", `{"path":`, "the JSON ends too early", "JSON 不完整"},
		{"not JSON", `{"path":x}`, "this is not JSON; look at byte 9", "这不是 JSON；请看第 9 字节"},
		{"an array", `[]`, "this is an array; send an object", "这是数组；请发送一个对象"},
		{"a number", `{"path":1}`, `"path" cannot be a number`, `“path”不能是数字`},
		{"a boolean", `{"path":true}`, `"path" cannot be a boolean`, `“path”不能是布尔值`},
		{"an object", `{"path":{}}`, `"path" cannot be an object`, `“path”不能是对象`},
		{"a string", `{"errcode":"x"}`, `"errcode" cannot be a string`, `“errcode”不能是字符串`},
		{"a misspelt member", `{"pth":1}`, `"pth" is not a known member, did you mean "path"?`, `没有“pth”这一项，是不是“path”？`},
		{"another member", `{"colour":1}`, `"colour" is not a known member; check its spelling`, `没有“colour”这一项；请检查拼写`},
		{"two values", `{} {}`, "there is more than one JSON value; send one at a time", "JSON 值不止一个；请一次发送一个"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var v struct{ Fault }
			err := Decode([]byte(tt.in), &v)
			if err == nil {
				t.Fatal("got no error")
			}
			if en, zh := Message(err, ""), Message(err, Chinese); en != tt.en || zh != tt.zh {
				t.Errorf("got %s and %s, want %s and %s", en, zh, tt.en, tt.zh)
			}
		})
	}
}
