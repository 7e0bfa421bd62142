package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// savedVersion is the version of what is saved.
const savedVersion = 1

// saved is what a server remembers from one run to the next, which Options.Save is
// given: all but the log of calls.
type saved struct {
	Version  int                     `json:"version"`
	Accounts map[string]savedAccount `json:"accounts"`
	Platform *savedPlatform          `json:"platform,omitempty"`
	Cloud    map[string]time.Time    `json:"cloud,omitempty"` // its tokens, by when each ends
	Faults   json.RawMessage         `json:"faults"`
}

type savedAccount struct {
	Menus   savedMenus       `json:"menus"`
	Lags    [readers]saveLag `json:"lags"`
	Reads   int              `json:"reads"`
	LastID  int64            `json:"lastID"`
	Tokens  []savedToken     `json:"tokens"`
	Stable  savedLine        `json:"stable"`
	Classic savedLine        `json:"classic"`

	Authorised savedAuthorisation `json:"authorised"`

	Quota savedQuota `json:"quota"`
}

type savedMenus struct {
	API         []savedButton      `json:"api"`
	ID          int64              `json:"id"`
	Shown       []savedButton      `json:"shown"`
	ByHand      bool               `json:"byHand"`
	Conditional []savedConditional `json:"conditional"`
	Off         bool               `json:"off"`
}

type savedConditional struct {
	ID       int64         `json:"id"`
	TagID    string        `json:"tagID"`
	Platform string        `json:"platform"`
	Menu     []savedButton `json:"menu"`
}

// savedButton has its values by the names that they have in a menu.
type savedButton struct {
	Type   string            `json:"type"`
	Name   string            `json:"name"`
	Values map[string]string `json:"values"`
	News   []article         `json:"news"`
	Sub    []savedButton     `json:"sub"`
}

type saveLag struct {
	Reads  int           `json:"reads"`
	Known  savedMenus    `json:"known"`
	Coming []savedChange `json:"coming"`
}

type savedChange struct {
	Menus savedMenus `json:"menus"`
	At    int        `json:"at"`
}

type savedToken struct {
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
	Ends    time.Time `json:"ends"`

	Lent      bool `json:"lent,omitempty"`
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// savedLine names its tokens; empty is none.
type savedLine struct {
	Newest   string    `json:"newest"`
	Previous string    `json:"previous"`
	Forced   time.Time `json:"forced"`
}

type savedQuota struct {
	Day      string         `json:"day"`
	Used     map[string]int `json:"used"`
	Minute   time.Time      `json:"minute"`
	InMinute int            `json:"inMinute"`
}

// save hands the state over where it is another than before.
func (s *Server) save() {
	s.saving.Lock()
	defer s.saving.Unlock()
	s.mu.Lock()
	state := saved{Version: savedVersion, Accounts: map[string]savedAccount{}, Faults: s.SaveFaults()}
	maps.Copy(state.Accounts, s.absent.Accounts)
	for _, a := range s.accounts {
		state.Accounts[a.Name] = s.saveAccount(a)
	}
	s.saveWays(&state)
	s.mu.Unlock()
	data, _ := json.Marshal(state) // of texts and numbers
	if bytes.Equal(data, s.last) {
		return
	}
	s.last = data
	s.keep(data)
}

// Restore takes over what an earlier server gave to Options.Save, once all endpoints
// are mounted and before the first request. An account keeps what it had by its name;
// what the state has of accounts that are not played stays in it.
func (s *Server) Restore(data []byte) error {
	var state saved
	if json.Unmarshal(data, &state) != nil || state.Version != savedVersion {
		return loopback.Errorf("the state is not one of this version; remove it to begin anew", "状态不是这个版本写的；请删除它，从头开始")
	}
	for _, a := range s.accounts {
		if kept, is := state.Accounts[a.Name]; is {
			s.restoreAccount(a, &kept)
			delete(state.Accounts, a.Name)
		}
	}
	s.restoreWays(&state)
	s.absent = state
	s.RestoreFaults(state.Faults)
	return nil
}

// saveAccount returns what is to be kept of an account. Tokens that have not worked
// for as long as one lives are forgotten.
func (s *Server) saveAccount(a *account) savedAccount {
	out := savedAccount{
		Menus: a.now.save(), Reads: a.reads, LastID: a.lastID,
		Quota: savedQuota{a.quota.day, a.quota.used, a.quota.minute, a.quota.inMinute},
	}
	for i := range a.lags {
		l := &a.lags[i]
		out.Lags[i] = saveLag{Reads: l.reads, Known: l.known.save()}
		for _, c := range l.coming {
			out.Lags[i].Coming = append(out.Lags[i].Coming, savedChange{c.save(), c.at})
		}
	}
	names := map[*grant]string{}
	for token, g := range s.tokens {
		if g.account != a {
			continue
		}
		names[g] = token
		if end := cmp.Or(g.ends, g.expires); s.Now().Sub(end) < tokenLife || g == a.stable.newest || g == a.classic.newest || g == a.authorised.tokens.newest {
			out.Tokens = append(out.Tokens, savedToken{token, g.expires, g.ends, g.lent, g.withdrawn})
		}
	}
	slices.SortFunc(out.Tokens, func(a, b savedToken) int { return cmp.Compare(a.Token, b.Token) })
	out.Stable, out.Classic, out.Authorised = a.stable.save(names), a.classic.save(names), a.authorised.save(names)
	return out
}

func (l *line) save(names map[*grant]string) savedLine {
	return savedLine{names[l.newest], names[l.previous], l.forced}
}

func (s *Server) restoreAccount(a *account, kept *savedAccount) {
	a.now, a.reads, a.lastID = kept.Menus.menus(), kept.Reads, max(a.lastID, kept.LastID)
	a.quota = quota{kept.Quota.Day, kept.Quota.Used, kept.Quota.Minute, kept.Quota.InMinute}
	for i, l := range kept.Lags {
		a.lags[i] = lag{reads: l.Reads, known: l.Known.menus()}
		for _, c := range l.Coming {
			a.lags[i].coming = append(a.lags[i].coming, change{c.Menus.menus(), c.At})
		}
	}
	for _, t := range kept.Tokens {
		s.tokens[t.Token] = &grant{account: a, expires: t.Expires, ends: t.Ends, lent: t.Lent, withdrawn: t.Withdrawn}
	}
	a.stable, a.classic = s.restoreLine(kept.Stable), s.restoreLine(kept.Classic)
	s.restoreAuthorisation(a, &kept.Authorised)
}

func (s *Server) restoreLine(l savedLine) line {
	return line{token: l.Newest, newest: s.tokens[l.Newest], previous: s.tokens[l.Previous], forced: l.Forced}
}

func (m menus) save() savedMenus {
	out := savedMenus{API: saveButtons(m.api), ID: m.id, Shown: saveButtons(m.shown), ByHand: m.byHand, Off: m.off}
	for _, c := range m.conditional {
		out.Conditional = append(out.Conditional, savedConditional{c.id, c.match.tagID, c.match.platform, saveButtons(c.menu)})
	}
	return out
}

func (m savedMenus) menus() menus {
	out := menus{api: buttons(m.API), id: m.ID, shown: buttons(m.Shown), byHand: m.ByHand, off: m.Off}
	for _, c := range m.Conditional {
		out.conditional = append(out.conditional, conditional{c.ID, matchRule{c.TagID, c.Platform}, buttons(c.Menu)})
	}
	return out
}

func saveButtons(list []button) []savedButton {
	var out []savedButton
	for _, b := range list {
		values := map[string]string{}
		for f, value := range b.values {
			if value != "" {
				values[rules[f].member] = value
			}
		}
		out = append(out, savedButton{b.typ, b.name, values, b.news, saveButtons(b.sub)})
	}
	return out
}

func buttons(list []savedButton) []button {
	var out []button
	for _, b := range list {
		one := button{typ: b.Type, name: b.Name, news: b.News, sub: buttons(b.Sub)}
		for f := range rules {
			one.values[f] = b.Values[rules[f].member]
		}
		out = append(out, one)
	}
	return out
}
