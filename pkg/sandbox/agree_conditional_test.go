package sandbox_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
)

// unmatched are the errors of rules that match no follower: WeChat takes them.
func unmatched() []string { return []string{"matchrule-platform-value", "matchrule-tag-format"} }

// draft is a menu set under construction: a default menu, nil for none, and
// conditional ones, highest priority first.
type draft struct {
	menu        object
	conditional []object
}

// body writes the set as a menu file's value.
func (d *draft) body(t failer) []byte {
	list := []any{}
	for _, c := range d.conditional {
		list = append(list, c)
	}
	root := object{"conditionalmenu": list}
	if d.menu != nil {
		root["menu"] = d.menu
	}
	return body(t, root)
}

// publish posts the set to an account without menus, from the lowest priority
// to the highest, and returns the first errcode. A day passes before it, so that
// no quota is ever reached.
func (a *agreeing) publish(create []byte, conditional [][]byte) int {
	a.server.Helper()
	a.server.clock.advance(24 * time.Hour)
	a.server.get(deletePath)
	if create != nil {
		if code := a.server.post(createPath, string(create)).Errcode; code != 0 {
			return code
		}
	}
	for _, c := range slices.Backward(conditional) {
		if code := a.server.post(addPath, string(c)).Errcode; code != 0 {
			return code
		}
	}
	return 0
}

// compareSet is compare for a set. It returns the errors the rules find, and the
// sandbox's answer; false when there was nothing to compare.
func (a *agreeing) compareSet(t failer, d *draft) (errs []diag.Finding, code int, compared bool) {
	t.Helper()
	data := d.body(t)
	if !onTheWire(data) {
		return nil, 0, false
	}
	acc := menu.DecodeSet("brand-cn", data)
	for _, f := range a.book.Judge(acc) {
		if f.Severity == diag.Error {
			errs = append(errs, f)
		}
		if slices.Contains(silent(), f.Rule) || slices.Contains(unmatched(), f.Rule) || unheard(&acc, f) {
			return nil, 0, false
		}
	}
	var create []byte
	if d.menu != nil {
		create = body(t, d.menu)
	}
	var conditional [][]byte
	for _, c := range d.conditional {
		conditional = append(conditional, body(t, c))
	}
	code = a.publish(create, conditional)
	switch {
	case (len(errs) == 0) != (code == 0), code != 0 && !slices.ContainsFunc(errs, func(f diag.Finding) bool { return answersConditional(f, code) }):
		t.Errorf("the sandbox answers %d, the rules find %v in %s", code, errs, data)
	case code == 0:
		a.compareSent(t, &acc.Set)
	}
	return errs, code, true
}

// compareSent wants the sandbox to take what caidan sends of a good set, and to
// answer it back as the same set.
func (a *agreeing) compareSent(t failer, set *menu.Set) {
	t.Helper()
	var conditional [][]byte
	for i := range set.Conditional {
		conditional = append(conditional, set.Conditional[i].Body())
	}
	if code := a.publish(set.CreateBody(), conditional); code != 0 {
		t.Errorf("the sandbox answers %d to what caidan sends, %s and %s", code, set.CreateBody(), conditional)
		return
	}
	back, err := menu.DecodeAPI([]byte(a.server.get(getPath).raw))
	if err != nil || !bytes.Equal(back.Canonical(), set.Canonical()) {
		t.Errorf("got %s, %v back, want %s", back.Canonical(), err, set.Canonical())
	}
}

// answersConditional is answers for either endpoint: addconditional has codes of
// its own for what menu/create calls 40016, 40017 and 40024.
func answersConditional(f diag.Finding, code int) bool {
	switch f.Rule {
	case "root-button-array": // says nothing else of the menu, which may have no matchrule either
		return code == f.Errcode || code == 65307 || code == 65304
	case "top-level-count":
		return code == f.Errcode || code == 65307
	case "type-required", "sub-button-empty":
		return code == f.Errcode || code == 65308
	default:
		return answers(f, code)
	}
}

// setMutation changes a set in one way: the set, or one of its conditional
// menus.
type setMutation struct {
	name string
	do   func(d *draft, c object)
}

// setMutations are ways to break every rule about conditional menus that WeChat
// answers with a code, and ways to keep them.
func setMutations() []setMutation {
	out := []setMutation{
		{"nothing", func(*draft, object) {}},
		{"no default menu", func(d *draft, _ object) { d.menu = nil }},
		{"no matchrule", func(_ *draft, c object) { delete(c, "matchrule") }},
	}
	for _, links := range []struct {
		n    int
		form string
	}{{3, "https://host%d.com:8080/"}, {4, "https://host%d.com:8080/"}, {4, "https://host%d.example.com/"}} {
		out = append(out, setMutation{fmt.Sprintf("%d links to %s", links.n, links.form), func(_ *draft, c object) {
			var subs []any
			for i := range links.n {
				subs = append(subs, object{"type": "view", "name": "n", "url": fmt.Sprintf(links.form, i)})
			}
			c["button"] = []any{object{"name": "m", "sub_button": subs}}
		}})
	}
	for _, rule := range []any{
		object{},
		nil, "x",
		object{"tag_id": "2"},
		object{"tag_id": ""},
		object{"tag_id": 2},
		object{"tag_id": nil},
		object{"tag_id": "vip"},
		object{"client_platform_type": "1"},
		object{"client_platform_type": "4"},
		object{"tag_id": "2", "client_platform_type": "3"},
		object{"tag_id": "", "client_platform_type": ""},
		object{"group_id": "2"},
		object{"group_id": ""},
		object{"tag": "2"},
		object{"sex": "1"},
		object{"tag_id": "2", "sex": "1"},
		object{"tag_id": "2", "sex": ""},
		object{"country": "中国"},
		object{"province": "广东"},
		object{"tag_id": "2", "city": "广州"},
		object{"language": "zh_CN"},
		object{"tag_id": "2\u007f"},
		object{"client_platform_type": "\ufffd"},
	} {
		out = append(out, setMutation{fmt.Sprintf("matchrule %v", rule), func(_ *draft, c object) { c["matchrule"] = rule }})
	}
	return out
}

// ruledMenu returns a conditional menu of the given one.
func ruledMenu(root object, rule object) object {
	root["matchrule"] = rule
	return root
}

// Every way of being wrong with conditional menus, alone: the rules and the
// sandbox agree, and every rule with a code of menu/addconditional has its turn.
func TestAgreeConditionalOneByOne(t *testing.T) {
	t.Parallel()
	a := newAgreeing(t)
	alone := map[string]bool{}
	for _, m := range setMutations() {
		d := &draft{
			menu:        object{"button": []any{click("default")}},
			conditional: []object{ruledMenu(object{"button": []any{click("high")}}, object{"tag_id": "1"}), ruledMenu(object{"button": []any{leafOf("view")}}, object{"tag_id": "2"})},
		}
		m.do(d, d.conditional[0])
		errs, code, compared := a.compareSet(t, d)
		if !compared || len(errs) != 1 || errs[0].Errcode == 0 {
			continue
		}
		if code != errs[0].Errcode {
			t.Errorf("%s: the sandbox answers %d, want %d of %s alone", m.name, code, errs[0].Errcode, errs[0].Rule)
		}
		alone[errs[0].Rule] = true
	}
	for _, r := range rule.All() {
		if r.Errcode != 0 && !alone[r.ID] && ofConditional(r.ID) && !slices.Contains(silent(), r.ID) {
			t.Errorf("%s was never compared alone", r.ID)
		}
	}
}

// What is wrong with a button is wrong in a conditional menu too.
func TestAgreeConditionalButtons(t *testing.T) {
	t.Parallel()
	a := newAgreeing(t)
	compared := 0
	for _, m := range mutations() {
		for _, kind := range everyButton() {
			root, b := kind()
			m.do(root, b)
			d := &draft{menu: object{"button": []any{click("default")}}, conditional: []object{ruledMenu(root, object{"tag_id": "2"})}}
			if _, _, ok := a.compareSet(t, d); ok {
				compared++
			}
		}
	}
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

// Whatever is wrong with a set, in up to three ways, check and the sandbox
// agree.
func TestAgreeSet(t *testing.T) {
	t.Parallel()
	a := newAgreeing(t)
	buttonList, setList := mutations(), setMutations()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		root, buttons := drawMenu(t)
		d := &draft{menu: root}
		rules := []object{{"tag_id": "2"}, {"client_platform_type": "1"}, {"tag_id": "9", "client_platform_type": "2"}}
		for range rapid.IntRange(1, 3).Draw(t, "conditional") {
			root, more := drawMenu(t)
			d.conditional = append(d.conditional, ruledMenu(root, rapid.SampledFrom(rules).Draw(t, "rule")))
			buttons = append(buttons, more...)
		}
		for range rapid.IntRange(0, 2).Draw(t, "set mutations") {
			m := setList[rapid.IntRange(0, len(setList)-1).Draw(t, "set mutation")]
			m.do(d, rapid.SampledFrom(d.conditional).Draw(t, "conditional menu"))
		}
		if rapid.Bool().Draw(t, "button mutation") {
			m := buttonList[rapid.IntRange(0, len(buttonList)-1).Draw(t, "mutation")]
			m.do(rapid.SampledFrom(d.conditional).Draw(t, "root"), rapid.SampledFrom(buttons).Draw(t, "button"))
		}
		if _, _, ok := a.compareSet(t, d); ok {
			compared++
		}
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}
