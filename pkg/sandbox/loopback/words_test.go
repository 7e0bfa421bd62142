package loopback

import (
	"errors"
	"testing"
)

func TestErrorf(t *testing.T) {
	t.Parallel()
	inner := Errorf("the %s is %d", "%s 是 %d", Say("port", "端口"), 7)
	outer := Errorf("account %q: %s", "账号 %q：%s", "a", inner)
	foreign := Errorf("here: %s", "这里：%s", errors.New("no route"))
	tests := []struct {
		name, lang string
		err        error
		want       string
	}{
		{"English", "", outer, `account "a": the port is 7`},
		{"English by name", "en", outer, `account "a": the port is 7`},
		{"another language", "fr", outer, `account "a": the port is 7`},
		{"Chinese", Chinese, outer, `账号 "a"：端口 是 7`},
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
