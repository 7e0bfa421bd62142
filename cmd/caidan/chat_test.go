package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// chatServer is a chat's webhook that answers one thing: chat STATUS ANSWER FILE. Each
// message becomes a line of the file; CHAT is the address.
func chatServer(ts *testscript.TestScript, neg bool, args []string) {
	const usage = 3
	if neg || len(args) != usage {
		ts.Fatalf("usage: chat STATUS ANSWER FILE")
	}
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	name := ts.MkAbs(args[2])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		file, errOpen := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil && errOpen == nil {
			_, err = file.Write(append(body, '\n'))
			_ = file.Close()
		}
		if err != nil || errOpen != nil {
			http.Error(w, "cannot keep the message", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, args[1])
	}))
	ts.Defer(server.Close)
	ts.Setenv("CHAT", server.URL+"/send?key=chat-key-not-for-logs")
}
