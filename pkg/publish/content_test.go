package publish

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// parse reads a desired set.
func parse(tb testing.TB, text string) menu.Set {
	tb.Helper()
	acc := menu.DecodeSet(account, []byte(text))
	if len(acc.Problems) > 0 {
		tb.Fatalf("got problems %v in %s", acc.Problems, text)
	}
	return acc.Set
}

// bar is a set without conditional menus.
func bar(buttons ...string) string { return `{"button":[` + strings.Join(buttons, ",") + `]}` }

func click(key string) string {
	return fmt.Sprintf(`{"type":"click","name":"n %s","key":"%[1]s"}`, key)
}

func link(url string) string { return fmt.Sprintf(`{"type":"view","name":"v","url":%q}`, url) }

// sub is a sub-menu of clicks.
func sub(name string, keys ...string) string {
	var list []string
	for _, k := range keys {
		list = append(list, click(k))
	}
	return group(name, list...)
}

// group is a sub-menu.
func group(name string, buttons ...string) string {
	return fmt.Sprintf(`{"name":%q,"sub_button":[%s]}`, name, strings.Join(buttons, ","))
}

// with adds conditional menus to a set, highest priority first.
func with(base string, conditional ...string) string {
	return `{"menu":` + base + `,"conditionalmenu":[` + strings.Join(conditional, ",") + `]}`
}

// forTag is a conditional menu.
func forTag(tag int, buttons ...string) string {
	return fmt.Sprintf(`{"button":[%s],"matchrule":{"tag_id":"%d"}}`, strings.Join(buttons, ","), tag)
}

// withIDs numbers the conditional menus, as WeChat does.
func withIDs(s menu.Set) menu.Set {
	for i := range s.Conditional {
		s.Conditional[i].ID = fmt.Sprint(1000 - i)
	}
	return s
}

// TestContentOfAnEdit counts what followers lose by what they see now, not by
// what was recorded: an edit that is overwritten takes the guards along.
func TestContentOfAnEdit(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	first := bar(click("1"), sub("s", "2", "3"))
	r.publish(first)
	r.edit(bar(click("1"), sub("s", "2", "3"), sub("new", "4", "5", "6")))
	req := request(bar(click("1"), sub("s", "2", "3", "7")))
	req.Accept = api.Accept{}
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "guard", res.Guard, api.Edited)
	says(t, res, "not what record 1 left", "followers lose 3 buttons", `the bar loses "new"`, res.Digests.Live, "--allow")
	list(t, "guards needed", res.Needs.Allow, []api.Guard{api.RemovesButtons, api.RemovesTopLevel})
	req.Accept = *res.Needs
	same(t, "outcome", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
}

// TestContentInResult has a refusal by content on the wire.
func TestContentInResult(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.publish(menuA)
	r.asked()
	req := request(menuB)
	req.Accept = api.Accept{}
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.RemovesTopLevel)
	same(t, "case", res.Case, api.CaseChange)
	says(t, res, `the bar loses "菜单"`, "--allow")
	same(t, "steps", len(res.Steps), 1)
	list(t, "requests", r.asked(), reads())
	r.live(menuA)
	req.Accept = *res.Needs
	same(t, "outcome", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	r.live(menuB)
}

// TestLinksGo replaces all links by buttons that send a message.
func TestLinksGo(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.publish(bar(link("https://a.example/"), link("https://b.example/")))
	req := request(bar(click("1"), click("2")))
	req.Accept = api.Accept{}
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "guard", res.Guard, api.ChangesAllHosts)
	says(t, res, "no button links to any host any more, and today they link to a.example, b.example", "--allow")
}
