package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// consolePath is where the web console's work is done over HTTP.
const consolePath = "/sandbox/console"

// maxConsoleBody is the longest console action, in bytes: as large a menu as
// the API takes, and what stands around it.
const maxConsoleBody = maxWeChatBody + 4<<10

// action is one thing done in the web console.
type action struct {
	account string
	menu    []byte // nil leaves the menu alone
	open    *bool  // nil leaves the switch alone
}

// parseAction reads an action from JSON, as POST /sandbox/console takes it:
//
//	{"account":"brand-cn","menu":{"button":[...]}}
//	{"account":"brand-cn","open":false}
//
// The menu is one of [Server.Edit]. Both members may stand together; the menu
// is then published first.
func parseAction(data []byte) (action, error) {
	var wire struct {
		Account string          `json:"account"`
		Menu    json.RawMessage `json:"menu"`
		Open    *bool           `json:"open"`
	}
	if err := loopback.Decode(data, &wire); err != nil {
		return action{}, fmt.Errorf("parse console action: %w", err)
	}
	if wire.Menu == nil && wire.Open == nil {
		return action{}, errors.New(`parse console action: nothing to do; set "menu" to publish one, "open" to turn the switch`)
	}
	return action{wire.Account, wire.Menu, wire.Open}, nil
}

// serveConsole does in the web console what a POST asks for.
func (s *Server) serveConsole(w http.ResponseWriter, r *http.Request) {
	if !loopback.Admit(w, r, http.MethodPost) {
		return
	}
	data, ok := loopback.ReadBody(w, r, maxConsoleBody)
	if !ok {
		return
	}
	if err := s.perform(data); err != nil {
		loopback.Refuse(w, http.StatusBadRequest, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) perform(data []byte) error {
	do, err := parseAction(data)
	if err != nil {
		return err
	}
	if do.menu != nil {
		if err := s.Edit(do.account, do.menu); err != nil {
			return err
		}
	}
	if do.open != nil {
		return s.SetOpen(do.account, *do.open)
	}
	return nil
}
