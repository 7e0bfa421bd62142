package loopback

import (
	"errors"
	"net"
	"strings"
	"testing"
)

func TestListen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		addr string
		want string // "" = it listens
	}{
		{"127.0.0.1:0", ""},
		{"127.0.0.2:0", ""},
		{"localhost:0", ""},
		{":8080", "this machine only"},
		{"0.0.0.0:1", "this machine only"},
		{"[::]:1", "this machine only"},
		{"192.0.2.7:80", "this machine only"},
		{"[::ffff:192.0.2.7]:80", "this machine only"},
		{"example.com:80", "this machine only"},
		{"localhost.example.com:80", "this machine only"},
		{"0:80", "this machine only"},
		{"127.1:80", "this machine only"},
		{"127.0.0.1", "write HOST:PORT"},
		{"", "write HOST:PORT"},
		{"127.0.0.1:99999", "a port is a number from 0 to 65535"},
		{"127.0.0.1:a port", "a port is a number from 0 to 65535"},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			t.Parallel()
			l, err := Listen(t.Context(), tt.addr)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				_ = l.Close()
				return
			}
			if err == nil {
				_ = l.Close()
				t.Fatal("got a listener, want an error")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

// A port that another program has is not the caller's mistake: programs tell it
// by the cause, people by the sentence.
func TestListenOnATakenPort(t *testing.T) {
	t.Parallel()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	addr := l.Addr().String()
	_, err = Listen(t.Context(), addr)
	var system *net.OpError
	if !errors.As(err, &system) {
		t.Fatalf("got %v, want the system's error behind it", err)
	}
	if got, want := err.Error(), `listen on "`+addr+`": another program has the port`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := Message(err, Chinese), `无法监听“`+addr+`”：端口已被其他程序占用`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
