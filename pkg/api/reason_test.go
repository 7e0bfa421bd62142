package api

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

// constants returns the constants of a type in this package, as the source has
// them: one that is nowhere else is found all the same.
func constants(t *testing.T, typ string) []string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typ {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, _ := strconv.Unquote(lit.Value)
					out = append(out, s)
				}
			}
			return true
		})
	}
	if len(out) == 0 {
		t.Fatalf("got no constants of type %s", typ)
	}
	return out
}

// all is Facts with every operand.
func all() Facts {
	now := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	return Facts{
		Record: 7, Newest: 9, Run: 101, Newer: 102, Live: "sha256:1", Accepted: "sha256:2",
		Names: []string{`"a"`, `"b"`}, Count: 3, Before: []string{"a.example"}, After: []string{"b.example"},
		Owner: "https://github.com/o/r", OwnerID: 7, Repository: "https://github.com/o/s", RepositoryID: 8, By: &Origin{RunID: 41},
		Holder: "ann", Until: &now, Op: "menu/create", Function: "inspect", Errcode: 40164, IP: "192.0.2.1", Status: 502,
		Cause: "EOF", Done: 2, Total: 5, Found: FoundNew, Kept: 1, Conditional: 2, Seconds: 15,
		Size: 4, Max: 3, Place: "caidan-ledger", Account: "brand-cn", Key: "appsecret", Offset: 12,
	}
}

// TestWords has words for every code, in both languages, with the same operands,
// and each operand is one that reasons have.
func TestWords(t *testing.T) {
	t.Parallel()
	facts := all()
	for _, code := range slices.Concat(constants(t, "Code"), constants(t, "Guard"), constants(t, "WarningKind"), slices.Collect(keys(answers)), slices.Collect(keys(ledgers))) {
		if Code(code) == Refusal {
			continue // package errcode has them
		}
		w, ok := wordsOf(Code(code))
		if !ok || w.meaning.EN == "" || w.meaning.ZH == "" || (w.remedy.EN == "") != (w.remedy.ZH == "") {
			t.Errorf("%s: got %+v, want words in both languages", code, w)
		}
		for _, s := range []text.Text{w.meaning, w.remedy} {
			en, zh := operand().FindAllString(s.EN, -1), operand().FindAllString(s.ZH, -1)
			slices.Sort(en)
			slices.Sort(zh)
			if !slices.Equal(en, zh) {
				t.Errorf("%s: got the operands %q in English and %q in Chinese", code, en, zh)
			}
			for _, l := range text.Langs() {
				if got := facts.say(s, l); operand().MatchString(got) {
					t.Errorf("%s: got %q, want no operand that reasons do not have", code, got)
				}
			}
		}
	}
	for _, f := range constants(t, "Found") {
		if _, ok := founds[Found(f)]; !ok {
			t.Errorf("%s: got no words for what was found", f)
		}
	}
}

func keys(m map[Code]words) func(func(string) bool) {
	return func(yield func(string) bool) {
		for c := range maps.Keys(m) {
			if !yield(string(c)) {
				return
			}
		}
	}
}

// TestOperands has an operand for each fact, by its name in JSON, and none that
// is not set.
func TestOperands(t *testing.T) {
	t.Parallel()
	facts, none := all(), Facts{}
	names := map[string]bool{}
	for i := range reflect.TypeFor[Facts]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Facts]().Field(i).Tag.Get("json"), ",")
		names[name] = true
		of, ok := operands[name]
		if !ok {
			t.Errorf("%s: got no operand", name)
			continue
		}
		for _, l := range text.Langs() {
			if s := of(&facts); s == nil || s.In(l) == "" {
				t.Errorf("%s: got %v, want it said in %s", name, s, l)
			}
		}
		if s := of(&none); s != nil && !slices.Contains([]string{"offset", "ownerId", "repositoryId"}, name) {
			t.Errorf("%s: got %v where it is not set, want nothing", name, s)
		}
	}
	for name := range operands {
		if !names[name] {
			t.Errorf("%s: got an operand that is not a fact", name)
		}
	}
	if reflect.ValueOf(facts).NumField() != len(operands) {
		t.Errorf("got %d operands for %d facts", len(operands), reflect.ValueOf(facts).NumField())
	}
}

// TestGuards has each guard in the catalogue once, with a clause in both
// languages.
func TestGuards(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, g := range Guards() {
		listed = append(listed, string(g))
		if about := g.Text(); about.EN == "" || about.ZH == "" {
			t.Errorf("%s: got %+v, want a clause in both languages", g, about)
		}
	}
	want := constants(t, "Guard")
	slices.Sort(listed)
	slices.Sort(want)
	if !slices.Equal(listed, want) {
		t.Errorf("got the guards %q, want %q", listed, want)
	}
	if later := Guard("later").Text(); later.EN != "later" || later.ZH != "later" {
		t.Errorf("got %+v for a guard of a later release, want its name", later)
	}
}

// TestSay puts reasons together: the cause first, each thing once.
func TestSay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name            string
		err             *Error
		lang            text.Lang
		meaning, remedy string
	}{
		{
			"one reason", NewError("publish", Reason{Code(NoRecord), Facts{}}), text.Chinese,
			"caidan 还没有向这个账号发布过", "请从 Git 发布想要的菜单",
		},
		{
			"two guards with the same advice",
			NewError("publish", Reason{Code(RemovesTopLevel), Facts{Names: []string{`"a"`}}}, Reason{Code(RemovesConditional), Facts{Count: 2}}), text.English,
			`the bar loses "a"; conditional menus removed: 2`, meant.EN,
		},
		{
			"an errcode, and how far it got",
			NewError("menu/create", Reason{Refusal, Facts{Op: "menu/create", Errcode: 40164, IP: "192.0.2.1"}}, Reason{HalfWay, Facts{Total: 3, Found: FoundOld, Conditional: 2}}), text.Chinese,
			"请求来自 192.0.2.1，这个地址不在账号的 IP 白名单里；微信确认了 3 步中的 0 步；线上仍是旧的默认菜单，2 份个性化菜单中有 0 份符合目标；下一次发布会从这里继续",
			"请 caidan 的运维人员",
		},
		{"a code of a later release", &Error{Reasons: []Reason{{Code: "later"}}, Meaning: "it is late", Remedy: "wait"}, text.English, "it is late", "wait"},
		{"a code of a later release", &Error{Reasons: []Reason{{Code: "later"}}, Meaning: "it is late", Remedy: "wait"}, text.Chinese, "“it is late”", "“wait”"},
		{"one known and one later", &Error{Reasons: []Reason{{Code: Unrecorded}, {Code: "later"}}, Meaning: "it is late"}, text.Chinese, "“it is late”", ""},
		{"an earlier release", &Error{Meaning: "it failed"}, text.Chinese, "“it failed”", ""},
		{"an operand that is missing", NewError("x", Reason{Lost, Facts{}}), text.English, "WeChat may have taken {op} all the same", "what is live already is not posted twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			meaning, remedy := tt.err.Say(tt.lang)
			if meaning != tt.meaning || !strings.HasPrefix(remedy, tt.remedy) || tt.remedy == "" && remedy != "" {
				t.Errorf("got  %q, %q\nwant %q, %q", meaning, remedy, tt.meaning, tt.remedy)
			}
			said := tt.err.Text(nil)
			if m, r := text.Explain(said, tt.lang); m != meaning || r != remedy {
				t.Errorf("got %q, %q as an error, want the same", m, r)
			}
		})
	}
}

// TestWarningOnTheWire has a warning's operands beside its kind, and is said by
// them; one of a later release is quoted.
// TestDoing has words for each op, and an endpoint's name as it is.
func TestDoing(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{OpPlan, OpPublish, OpRollback, OpRead, OpHistory, OpList, OpExport, OpInvoke, OpPull} {
		e := Error{Op: string(op)}
		if said := e.Doing(); said.EN == string(op) || said.ZH == string(op) {
			t.Errorf("%s: got %+v, want it in words", op, said)
		}
	}
	if e := (&Error{Op: StepCreate}); e.Doing() != text.Both(text.Same(StepCreate)) {
		t.Errorf("got %+v, want the endpoint", e.Doing())
	}
}

func TestWarningOnTheWire(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(NewWarning(Unclear, Facts{Names: []string{"menu/create"}}))
	if want := `{"kind":"unclear-answer","message":"WeChat did not say whether it took menu/create; the publish read what is live and went on from there","names":["menu/create"]}`; err != nil || string(data) != want {
		t.Errorf("got  %s, %v\nwant %s", data, err, want)
	}
	var w Warning
	if err := json.Unmarshal(data, &w); err != nil || !strings.HasPrefix(w.In(text.Chinese), "微信没有说明是否执行了 menu/create") {
		t.Errorf("got %q, %v", w.In(text.Chinese), err)
	}
	later := Warning{Kind: "later", Message: "it is late"}
	if en, zh := later.In(text.English), later.In(text.Chinese); en != "it is late" || zh != "“it is late”" {
		t.Errorf("got %q and %q, want the function's words", en, zh)
	}
}

// TestBy names who began a publish by what is known of them.
func TestBy(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]Origin{
		"运行 https://github.com/o/r/actions/runs/1": {RunURL: "https://github.com/o/r/actions/runs/1", RunID: 1, Actor: "ann"},
		"运行 1": {RunID: 1, Actor: "ann"},
		"ann":  {Actor: "ann"},
		"未署名":  {},
	} {
		if got := (&Facts{By: &o}).by().In(text.Chinese); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestNoCredential tells an account without a credential from one whose credential is
// at fault, as far as their words do.
func TestNoCredential(t *testing.T) {
	t.Parallel()
	for code, w := range credentials {
		e := NewError("credential", Reason{Code: code})
		want := strings.Contains(w.meaning.EN, "the account has no ") || strings.Contains(w.meaning.EN, "has no credential of account") || strings.Contains(w.meaning.EN, "does not have the account")
		if got := e.NoCredential(); got != want {
			t.Errorf("%s (%s): got %t, want %t", code, w.meaning.EN, got, want)
		}
	}
}

// TestTableThatIsGone holds that the next step works where CloudFormation does not make
// the table again: it takes a table that the stack has for one that is there.
func TestTableThatIsGone(t *testing.T) {
	t.Parallel()
	_, remedy := NewError("dynamodb:GetItem", Reason{LedgerCode("missing"), Facts{Place: "t"}}).Say(text.English)
	for _, want := range []string{"deploy lambda/template.yaml", "restore a backup", "the parameter LedgerTable"} {
		if !strings.Contains(remedy, want) {
			t.Errorf("got %q, want %q in it", remedy, want)
		}
	}
}
