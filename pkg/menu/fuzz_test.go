package menu_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func seed(f *testing.F) {
	f.Helper()
	for _, data := range inputs(f, "*.json") {
		f.Add(data)
	}
}

// Whatever a file compiles to, there is an account; one without a menu has a
// problem that says so; every problem has a pointer; and the canonical form is
// JSON that decodes to itself.
func FuzzDecode(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		accounts := slices.Collect(menu.Decode("stem", data))
		if len(accounts) == 0 {
			t.Fatal("got no account")
		}
		if !slices.IsSortedFunc(accounts, func(a, b menu.Account) int { return strings.Compare(a.Name, b.Name) }) {
			t.Error("the accounts are not sorted by name")
		}
		for i := range accounts {
			checkAccount(t, &accounts[i])
		}
	})
}

func checkAccount(t *testing.T, a *menu.Account) {
	t.Helper()
	if a.Set.Menu == nil && len(a.Problems) == 0 {
		t.Errorf("account %q has neither a menu nor a problem", a.Name)
	}
	for _, p := range a.Problems {
		if p.Kind == 0 || p.Path != "" && p.Path[0] != '/' {
			t.Errorf("account %q: got kind %d at %q, want a kind and a pointer", a.Name, p.Kind, p.Path)
		}
	}
	first := a.Set.Canonical()
	if !json.Valid(first) || !utf8.Valid(first) {
		t.Fatalf("the canonical form is not JSON: %s", first)
	}
	set := menu.DecodeSet(a.Name, first).Set
	if again := set.Canonical(); !bytes.Equal(again, first) {
		t.Errorf("got %s\nwant %s", again, first)
	}
	if len(a.Problems) > 0 {
		return
	}
	stored, err := menu.DecodeCanonical(first)
	if err != nil {
		t.Fatalf("%s: %v", first, err)
	}
	if got, want := stored.Digest(), a.Set.Digest(); got != want {
		t.Errorf("got digest %s of the stored set, want %s", got, want)
	}
	if body := a.Set.CreateBody(); !json.Valid(body) {
		t.Errorf("the body of menu/create is not JSON: %s", body)
	}
}

func FuzzDecodeAPI(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := menu.DecodeAPI(data)
		if err != nil {
			if len(set.Menu)+len(set.Conditional) > 0 {
				t.Errorf("got a set beside the error %v", err)
			}
			return
		}
		checkStored(t, set)
		var answer struct {
			Menu struct {
				Button []json.RawMessage
			}
			Conditional []json.RawMessage `json:"conditionalmenu"`
		}
		if exact(data) && json.Unmarshal(data, &answer) == nil &&
			(len(set.Menu) != len(answer.Menu.Button) || len(set.Conditional) != len(answer.Conditional)) {
			t.Errorf("got %d buttons and %d conditional menus, want %d and %d",
				len(set.Menu), len(set.Conditional), len(answer.Menu.Button), len(answer.Conditional))
		}
	})
}

// exact reports whether a JSON text has none of the names that encoding/json
// folds or merges: twice the same, or in upper case.
func exact(data []byte) bool {
	for _, name := range []string{`"menu"`, `"conditionalmenu"`} {
		if bytes.Count(bytes.ToLower(data), []byte(name)) > 1 {
			return false
		}
	}
	return bytes.Equal(bytes.ToLower(data), data) && !bytes.Contains(data, []byte(`\u`)) && bytes.Count(data, []byte(`"button"`)) == 1
}

func FuzzDecodeShown(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		shown, err := menu.DecodeShown(data)
		if err != nil {
			if len(shown.Set.Menu) > 0 {
				t.Errorf("got a menu beside the error %v", err)
			}
			return
		}
		if len(shown.Set.Conditional) > 0 {
			t.Error("got conditional menus, which the answer never has")
		}
		checkStored(t, shown.Set)
	})
}

// A body passes exactly when it is UTF-8 without a byte order mark and without
// an escape that JSON readers would decode.
func FuzzCheckWire(f *testing.F) {
	for _, s := range []string{`plain`, `\`, `\u0026`, `\\u0026`, "\u2028", "\x00", "\xff", "\ufeff", `"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set := menu.Set{Menu: []menu.Button{{Type: "click", Name: text, Key: text}}}
		body := set.CreateBody()
		var back struct{ Button []struct{ Name, Key string } }
		if err := json.Unmarshal(body, &back); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		valid := utf8.ValidString(text)
		if valid && text != "" && back.Button[0].Name != text {
			t.Errorf("got %q, want %q", back.Button[0].Name, text)
		}
		controls := strings.ContainsFunc(text, func(r rune) bool { return r < ' ' })
		if err := menu.CheckWire(body); (err != nil) != controls {
			t.Errorf("%s: got %v, control characters %t", body, err, controls)
		}
	})
}
