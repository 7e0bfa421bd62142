package sandbox

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// Live is what followers see of an account at one moment, whatever the reads
// still answer: nothing in it is late, normalised or renewed.
type Live struct {
	// Menu is the default menu as the body menu/create would take: compact
	// JSON, fields in a fixed order, nothing WeChat dropped. It is nil when
	// there is none. A menu of the console may have types that menu/create
	// refuses.
	Menu []byte

	// Conditional are the conditional menus, newest first, which is the order
	// in which they are matched.
	Conditional []Conditional

	// Open is the console's menu switch. While it is off, followers see no
	// menu at all.
	Open bool

	// Console says that Menu was published in the web console, after the last
	// that came through the API.
	Console bool
}

// Conditional is a conditional menu as followers see it.
type Conditional struct {
	// ID is its menuid, in decimal.
	ID string

	// Body is the menu as the body menu/addconditional would take.
	Body []byte
}

// Live returns what followers of the account see right now; false when there is
// no such account.
func (s *Server) Live(account string) (Live, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(account)
	if err != nil {
		return Live{}, false
	}
	return a.now.live(), true
}

// Menu returns Live's Menu; nil also when there is no such account.
func (s *Server) Menu(account string) []byte {
	l, _ := s.Live(account)
	return l.Menu
}

// Settle ends all lateness of the account's reads so far, as if time had
// passed: the next read of each endpoint answers what is live.
func (s *Server) Settle(account string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(account)
	if err != nil {
		return err
	}
	a.settle()
	return nil
}

// settlePath is where Settle is asked for over HTTP.
const settlePath = "/sandbox/settle"

// serveSettle ends the lateness of the account that a POST names, as in
// {"account":"brand-cn"}, and of all accounts for {}.
func (s *Server) serveSettle(w http.ResponseWriter, r *http.Request) {
	if !s.Admit(w, r, http.MethodPost) {
		return
	}
	data, ok := s.ReadBody(w, r, maxConsoleBody)
	if !ok {
		return
	}
	var wire struct {
		Account *string `json:"account"`
	}
	err := loopback.Decode(data, &wire)
	for _, a := range s.accounts {
		if err == nil && wire.Account == nil {
			err = s.Settle(a.Name)
		}
	}
	if err == nil && wire.Account != nil {
		err = s.Settle(*wire.Account)
	}
	if err != nil {
		s.Refuse(w, r, http.StatusBadRequest, err)
		return
	}
	s.Announce()
	w.WriteHeader(http.StatusNoContent)
}

func (m menus) live() Live {
	l := Live{Open: !m.off, Console: m.byHand}
	if m.shown != nil {
		l.Menu = append(createShape.append([]byte(`{"button":`), m.shown), '}')
	}
	for _, c := range m.conditional {
		l.Conditional = append(l.Conditional, Conditional{
			ID:   strconv.FormatInt(c.id, 10),
			Body: append(c.append(nil, createShape, RuleTagID), '}'),
		})
	}
	return l
}

// withID is the menu with its menuid, as the page's JSON shows it.
func (c Conditional) withID() []byte {
	return slices.Concat([]byte(`{"menuid":"`+c.ID+`",`), c.Body[1:])
}
