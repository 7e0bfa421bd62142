package sandbox_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

// silent are the errors that WeChat does not answer, or not with a code that is
// known: of a body with one of them nothing is compared.
func silent() []string {
	return []string{
		"unknown-field",             // WeChat drops it without a word
		"wrong-json-type",           // dropped where the type does not use the field, else missing
		"matchrule-in-default-menu", // ignored: the danger is that WeChat answers ok
		"no-api-wrapper",            // is_menu_open beside good buttons is ignored
	}
}

// whole are the errors of which caidan says nothing else about the same object,
// while the sandbox answers the first thing it meets there: both refuse the
// body, and the codes may differ where more than one thing is wrong.
func whole() []string {
	return []string{"type-known", "type-lowercase", "type-admin-only"}
}

// program is the mini program that the sandbox's account is associated with,
// and that the settings name.
const program = "wx286b93c14bbf93aa"

// agreeing is a sandbox whose associated mini programs are those of a book.
type agreeing struct {
	server *rig
	book   *rule.Book
}

func newAgreeing(t *testing.T) *agreeing {
	t.Helper()
	account := brand()
	account.MiniPrograms, account.CountDomains = []string{program}, true
	return &agreeing{
		server: newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{account}}),
		book:   rule.New(text.English, rule.Settings{MiniPrograms: []string{program}}),
	}
}

// create posts a body and returns the errcode. A day passes between two calls,
// so that no quota is ever reached.
func (a *agreeing) create(body []byte) int {
	a.server.Helper()
	a.server.clock.advance(24 * time.Hour)
	return a.server.create(string(body)).Errcode
}

// failer is a test, of testing or of rapid.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// compare judges a body by the rules and by the sandbox, and reports whether
// there was something to compare.
func (a *agreeing) compare(t failer, body []byte) bool {
	t.Helper()
	acc := menu.DecodeSet("brand-cn", body)
	if acc.Base != "" || acc.Table || !onTheWire(body) {
		return false // a menu set, or bytes that caidan never sends
	}
	var errs []diag.Finding
	for _, f := range a.book.Judge(acc) {
		if f.Severity == diag.Error {
			errs = append(errs, f)
		}
		if slices.Contains(silent(), f.Rule) || unheard(&acc, f) {
			return false
		}
	}
	code := a.create(body)
	if (len(errs) == 0) != (code == 0) {
		t.Errorf("the sandbox answers %d, the rules find %v in %s", code, errs, body)
		return true
	}
	if len(errs) == 0 {
		if sent := a.create(acc.Set.CreateBody()); sent != 0 {
			t.Errorf("the sandbox answers %d to what caidan sends, %s", sent, acc.Set.CreateBody())
		}
		return true
	}
	// Of many errors the sandbox answers the first it meets, which is one of
	// them; of one, that one.
	if !slices.ContainsFunc(errs, func(f diag.Finding) bool { return answers(f, code) }) {
		t.Errorf("the sandbox answers %d, the rules find %v in %s", code, errs, body)
	}
	return true
}

// answers reports whether the sandbox's answer is one to the finding.
func answers(f diag.Finding, code int) bool {
	switch {
	case f.Errcode == code, slices.Contains(whole(), f.Rule):
		return true
	case f.Rule == "type-and-sub-button-exclusive":
		return code == 40017 // the sandbox's guess: what WeChat answers is not known
	default:
		return false
	}
}

// unheard reports whether the sandbox does not see what is found, because WeChat
// is thought not to look at a field that the type does not use, or whether it
// sees the same as something else.
func unheard(acc *menu.Account, f diag.Finding) bool {
	list, path := menuAt(acc, f.Path)
	b := buttonAt(list, path)
	if b == nil {
		return false
	}
	control := strings.ContainsFunc(b.Name, isUnwritable) || strings.ContainsFunc(b.AppID, isUnwritable)
	switch f.Rule {
	case "control-chars":
		field := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
		uses := slices.ContainsFunc(menu.Uses(b.Type), func(u menu.Field) bool { return u.String() == field })
		return field != "name" && !uses
	case "name-required", "miniprogram-appid":
		// A blank name of control characters has no name, a bad appid of them
		// is a bad appid; the sandbox speaks of the characters first.
		return control
	default:
		return false
	}
}

func isUnwritable(r rune) bool { return r < 0x20 || 0x7f <= r && r < 0xa0 || r == utf8.RuneError }

// menuAt returns the menu that a path leads into, and the rest of the path.
func menuAt(acc *menu.Account, path string) ([]menu.Button, string) {
	rest, conditional := strings.CutPrefix(path, "/conditionalmenu/")
	if !conditional {
		return acc.Set.Menu, path
	}
	index, rest, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(index)
	if err != nil {
		return nil, ""
	}
	return acc.Set.Conditional[i].Menu, rest
}

// buttonAt returns the button that a path leads to or into, nil for none.
func buttonAt(list []menu.Button, path string) *menu.Button {
	var b *menu.Button
	for step := range strings.SplitSeq(path, "/") {
		i, err := strconv.Atoi(step)
		switch {
		case err != nil:
			continue
		case i >= len(list):
			return b
		}
		b, list = &list[i], list[i].Sub
	}
	return b
}

// onTheWire reports whether a body is written as caidan writes: UTF-8 without
// escapes that WeChat refuses.
func onTheWire(body []byte) bool {
	return len(body) > 0 && utf8.Valid(body) && !regexp.MustCompile(`\\u[0-9a-fA-F]{4}`).Match(body)
}

// Every way of being wrong, alone, in every kind of button: the rules and the
// sandbox agree, and every rule with a code of menu/create has its turn.
func TestAgreeOneByOne(t *testing.T) {
	t.Parallel()
	a := newAgreeing(t)
	alone := map[string]bool{}
	for _, m := range mutations() {
		for _, kind := range everyButton() {
			root, b := kind()
			m.do(root, b)
			data := body(t, root)
			if !a.compare(t, data) {
				continue
			}
			var errs []diag.Finding
			for _, f := range a.book.Judge(menu.DecodeSet("brand-cn", data)) {
				if f.Severity == diag.Error {
					errs = append(errs, f)
				}
			}
			if len(errs) != 1 || errs[0].Errcode == 0 {
				continue
			}
			if code := a.create(data); code != errs[0].Errcode {
				t.Errorf("%s: the sandbox answers %d, want %d of %s alone in %s", m.name, code, errs[0].Errcode, errs[0].Rule, data)
			}
			alone[errs[0].Rule] = true
		}
	}
	for _, r := range rule.All() {
		if r.Errcode != 0 && !alone[r.ID] && !ofConditional(r.ID) && !slices.Contains(silent(), r.ID) {
			t.Errorf("%s was never compared alone", r.ID)
		}
	}
}

// ofConditional reports whether a rule is about menu/addconditional.
func ofConditional(id string) bool {
	return strings.HasPrefix(id, "conditional-") || strings.HasPrefix(id, "matchrule-")
}

// Whatever is wrong with a menu, in one to three ways, check and the sandbox
// agree: what check lets through is taken, what it stops is refused, with the
// code that one of the findings names.
func TestAgree(t *testing.T) {
	t.Parallel()
	a := newAgreeing(t)
	list := mutations()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		root, buttons := drawMenu(t)
		for range rapid.IntRange(0, 3).Draw(t, "mutations") {
			m := list[rapid.IntRange(0, len(list)-1).Draw(t, "mutation")]
			m.do(root, rapid.SampledFrom(buttons).Draw(t, "button"))
		}
		if a.compare(t, body(t, root)) {
			compared++
		}
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

// FuzzAgree is TestAgree for any bytes.
func FuzzAgree(f *testing.F) {
	for _, pkg := range []string{"menu", "rule"} {
		for _, seed := range seedFiles(f, pkg) {
			f.Add(seed)
		}
	}
	for i, m := range mutations() {
		root, b := everyButton()[i%len(everyButton())]()
		m.do(root, b)
		f.Add(body(f, root))
	}
	f.Fuzz(func(t *testing.T, data []byte) { newAgreeing(t).compare(t, data) })
}

// seedFiles returns the menus in the testdata of a package.
func seedFiles(f *testing.F, pkg string) [][]byte {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("..", pkg, "testdata", "*.json"))
	if err != nil || len(paths) == 0 {
		f.Fatalf("got %q, %v, want menus of package %s", paths, err, pkg)
	}
	var out [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}
