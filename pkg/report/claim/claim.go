// Package claim is what a run says of a pull request, for another one that comments for
// it. It has menus and no sentence: who reads it draws and says for itself.
package claim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxBytes is the most bytes of a claim: 4 MiB, some thousand menus before and
// after.
const maxBytes = 4 << 20

const (
	// maxTop, maxSub and maxConditional are the most buttons and conditional menus
	// of a set in a claim: WeChat takes no more at the top and in a sub-menu.
	// Source: createCustomMenu, section 4 note 1; the last is ours.
	maxTop, maxSub, maxConditional = 3, 5, 20
)

// claim is a claim as it is written.
type claim struct {
	Schema   int       `json:"schema"`
	Base     string    `json:"base"`
	Unread   int       `json:"unread"`
	Accounts []account `json:"accounts"`
	Found    *findings `json:"found,omitempty"`
}

// account is an account in a claim. Before and After are its menus; neither is
// there where they do not differ.
type account struct {
	Account string          `json:"account"`
	New     bool            `json:"new,omitempty"`
	Gone    bool            `json:"gone,omitempty"`
	Unknown bool            `json:"unknown,omitempty"`
	Invalid bool            `json:"invalid,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
}

// Write writes what Read reads: what changes, and what a check of it found.
func Write(w io.Writer, s report.Since, check report.Check, o report.Options) error {
	c := claim{Schema: report.Schema, Base: s.Commit, Unread: s.Unread, Accounts: []account{}, Found: foundBy(check, o)}
	for i := range s.Accounts {
		a := &s.Accounts[i]
		one := account{Account: a.Account, New: a.New, Gone: a.Gone, Unknown: a.Unknown, Invalid: a.Outcome == api.Invalid}
		if before := s.Before[a.Account]; before != nil {
			one.Before, one.After = before.Canonical(), s.After[a.Account].Canonical()
		}
		c.Accounts = append(c.Accounts, one)
	}
	data, err := json.Marshal(c)
	if err == nil && len(data) > maxBytes {
		err = fmt.Errorf("got %d bytes, want at most %d", len(data), maxBytes)
	}
	if err != nil {
		return fmt.Errorf("write claim: %w", err)
	}
	_, err = w.Write(data)
	return err
}

// errClaim says that a claim is not one.
var errClaim = errors.New("it is not what caidan writes")

// accountName and commitName are what an account and a commit are called.
var (
	accountName = text.Pattern(`^[a-z0-9][a-z0-9-]{0,62}$`)
	commitName  = text.Pattern(`^[0-9a-f]{40}$`)
)

// Read reads what a run claims. Nothing of it is trusted: what is not exactly
// as Write writes it is an error, and what changes is found out from the menus.
func Read(data []byte) (report.Since, error) {
	var c claim
	if len(data) > maxBytes || json.Unmarshal(data, &c) != nil {
		return report.Since{}, errClaim
	}
	if c.Schema != report.Schema || !commitName().MatchString(c.Base) || c.Unread < 0 || c.Unread > maxFoundCount {
		return report.Since{}, errClaim
	}
	var accounts []report.Changed
	after, seen := map[string]menu.Set{}, map[string]bool{}
	for i := range c.Accounts {
		one := &c.Accounts[i]
		if seen[one.Account] || !one.named() {
			return report.Since{}, errClaim
		}
		seen[one.Account] = true
		a, set, err := one.changed()
		if err != nil {
			return report.Since{}, err
		}
		accounts, after[one.Account] = append(accounts, a), set
	}
	// A key that is unknown, twice there or in other letters is not written again.
	if again, err := json.Marshal(c); err != nil || !bytes.Equal(again, bytes.TrimSuffix(data, []byte("\n"))) {
		return report.Since{}, errClaim
	}
	s := report.NewSince(c.Base, accounts, c.Unread, nil)
	s.After = after
	var err error
	s.Found, err = c.Found.read()
	return s, err
}

// maxName is the most code points of the name of an account that is invalid because of
// it: what a check tells of a name, and an ellipsis.
const maxName = text.Shown + 1

// named reports whether an account may be called so: one that is invalid may be because
// of its name, which is drawn as all untrusted text.
func (c *account) named() bool {
	return accountName().MatchString(c.Account) || c.Invalid && c.Account != "" && utf8.RuneCountInString(c.Account) <= maxName
}

// changed is what an account of a claim changes. Its menus are then as Write writes
// them.
func (c *account) changed() (report.Changed, menu.Set, error) {
	var before, after menu.Set
	var err error
	if c.Before != nil || c.After != nil {
		before, err = setOf(c.Account, c.Before)
		if err == nil {
			after, err = setOf(c.Account, c.After)
		}
		c.Before, c.After = before.Canonical(), after.Canonical()
	}
	if err != nil || c.Gone && (c.New || c.Before != nil) {
		return report.Changed{}, after, errClaim
	}
	a := report.NewChanged(c.Account, after.Digest(), &before, &after)
	a.New, a.Gone, a.Unknown = c.New, c.Gone, c.Unknown
	if c.Invalid {
		a.Outcome = api.Invalid
	}
	return a, after, nil
}

// setOf reads a set as strictly as one of a menu file, but for the empty one.
func setOf(account string, data []byte) (menu.Set, error) {
	if string(data) == string(menu.Set{}.Canonical()) {
		return menu.Set{}, nil
	}
	d := menu.DecodeSet(account, data)
	menus := [][]menu.Button{d.Set.Menu}
	for i := range d.Set.Conditional {
		menus = append(menus, d.Set.Conditional[i].Menu)
	}
	if len(d.Problems) > 0 || len(menus) > maxConditional+1 {
		return menu.Set{}, errClaim
	}
	for _, m := range menus {
		if len(m) > maxTop {
			return menu.Set{}, errClaim
		}
		for i := range m {
			if len(m[i].Sub) > maxSub {
				return menu.Set{}, errClaim
			}
		}
	}
	return d.Set, nil
}
