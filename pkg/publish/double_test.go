package publish

import (
	"io"
	"net/http"
	"sync"
)

// double is a WeChat that keeps no rule and answers what a test wants.
type double struct {
	mu      sync.Mutex
	created []string // bodies of menu/create
	reads   int      // calls of menu/get since the last post
	looks   int      // calls of get_current_selfmenu_info since then
	// other answers what changes a conditional menu.
	other func(path, body string) string
	// get and shown answer the two reads: body is the last post, empty before
	// the first; read counts from 1 after each post.
	get, shown func(body string, read int) string
}

func (d *double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	defer d.mu.Unlock()
	last := ""
	if len(d.created) > 0 {
		last = d.created[len(d.created)-1]
	}
	answer := ""
	switch r.URL.Path {
	case tokenPath:
		answer = `{"access_token":"70k3n","expires_in":7200}`
	case createPath:
		d.created, d.reads, d.looks = append(d.created, string(body)), 0, 0
		answer = `{"errcode":0,"errmsg":"ok"}`
	case addPath, delPath:
		d.reads, d.looks = 0, 0
		answer = d.other(r.URL.Path, string(body))
	case getPath:
		d.reads++
		answer = d.get(last, d.reads)
	case shownPath:
		d.looks++
		answer = d.shown(last, d.looks)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, answer)
}

// asGet and asShown are a create payload as the two reads answer it.
func asGet(body string, _ int) string {
	if body == "" {
		return `{"errcode":46003,"errmsg":"menu no exist"}`
	}
	return `{"menu":` + body + `}`
}

func asShown(body string, _ int) string {
	if body == "" {
		return `{"is_menu_open":0}`
	}
	return `{"is_menu_open":1,"selfmenu_info":` + body + `}`
}
