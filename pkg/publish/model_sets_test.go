package publish

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shelf is every menu that a sequence can ask for. It depends on the seed
// alone, so that steps can be left out without changing the others.
type shelf struct {
	// sets are what Git and other tools may want live.
	sets []menu.Set
	// edits are menus of the console, as bodies of menu/create.
	edits []string
}

const (
	// shelfSets and shelfEdits are few, so that a sequence meets each again.
	shelfSets  = 5
	shelfEdits = 5
)

// newShelf returns the menus of a sequence, with conditional ones or without.
func newShelf(rnd *rand.Rand, conditional bool) *shelf {
	s := &shelf{}
	var menus []string
	for i := range shelfSets {
		menus = append(menus, menuText(rnd, i))
	}
	for len(s.sets) < shelfSets {
		line := setText(rnd, menus, conditional)
		acc := menu.DecodeSet(account, []byte(line))
		if n, _ := diag.Count(rule.New(text.English, rule.Settings{}).JudgeFixed(acc)); n == 0 && hosts(acc.Set) <= menu.MaxConditionalHosts {
			s.sets = append(s.sets, acc.Set)
		}
	}
	for len(s.edits) < shelfEdits {
		s.edits = append(s.edits, editText(rnd, s.sets))
	}
	return s
}

// setText writes a set whose default menu is one of some, and so are those of
// its conditional menus: a menu that is in two sets is what half a publish is
// hard to know by.
func setText(rnd *rand.Rand, menus []string, conditional bool) string {
	var list []string
	if conditional {
		for range rnd.IntN(4) {
			tag, platform := pick(rnd, "2", "100", "101", ""), pick(rnd, "", "1", "2")
			if tag == "" && platform == "" {
				tag = "102"
			}
			list = append(list, fmt.Sprintf(`{"button":%s,"matchrule":{"tag_id":%q,"client_platform_type":%q}}`, menus[rnd.IntN(len(menus))], tag, platform))
		}
	}
	return fmt.Sprintf(`{"menu":{"button":%s},"conditionalmenu":[%s]}`, menus[rnd.IntN(len(menus))], strings.Join(list, ","))
}

// menuText writes the buttons of a menu.
func menuText(rnd *rand.Rand, n int) string {
	var top []string
	for i := range 1 + rnd.IntN(3) {
		if rnd.IntN(3) > 0 {
			top = append(top, leafText(rnd, n, fmt.Sprintf("甲%d%d", n, i)))
			continue
		}
		var sub []string
		for j := range 1 + rnd.IntN(3) {
			sub = append(sub, leafText(rnd, n, fmt.Sprintf("乙%d%d%d", n, i, j)))
		}
		top = append(top, fmt.Sprintf(`{"name":"丙%d%d","sub_button":[%s]}`, n, i, strings.Join(sub, ",")))
	}
	return "[" + strings.Join(top, ",") + "]"
}

// leafText writes a button to tap, of the nth menu. Some have values that a
// WeChat which normalises answers differently. Menus have few hosts and mini
// programs in common, so that all of them may go at once.
func leafText(rnd *rand.Rand, n int, name string) string {
	hosts := []string{"a.example.com", "B.example.com", "c.example.com", "d.example.com", "e.example.com"}
	host := hosts[(n+rnd.IntN(2))%len(hosts)]
	switch rnd.IntN(6) {
	case 0, 1:
		return fmt.Sprintf(`{"type":"click","name":%q,"key":"K%d"}`, name, rnd.IntN(4))
	case 2:
		return fmt.Sprintf(`{"type":"miniprogram","name":%q,"url":"https://%s/","appid":"wx%016x","pagepath":"p/%d"}`, name, host, 1+n%3, rnd.IntN(3))
	case 3:
		return fmt.Sprintf(`{"type":"view","name":"%s ","url":"https://%s"}`, name, host)
	default:
		return fmt.Sprintf(`{"type":"view","name":%q,"url":"https://%s/%d?a=1&b=2"}`, name, host, rnd.IntN(3))
	}
}

// editText writes a menu of the console: one that no record has, one with types
// of the console's own, the default menu of a set, or that with other values.
func editText(rnd *rand.Rand, sets []menu.Set) string {
	body := string(sets[rnd.IntN(len(sets))].CreateBody())
	switch rnd.IntN(5) {
	case 0:
		return `{"button":[{"type":"text","name":"客服","value":"您好"},{"type":"img","name":"图","value":"m1"}]}`
	case 1:
		return `{"button":[{"name":"新","sub_button":[{"type":"news","name":"文","value":"n1","news_info":{"list":[{"title":"t"}]}}]}]}`
	case 2:
		return body
	case 3:
		return strings.NewReplacer(`"key":"K`, `"key":"X`, `?a=1`, `?a=2`, `"pagepath":"p`, `"pagepath":"q`).Replace(body)
	default:
		return fmt.Sprintf(`{"button":%s}`, menuText(rnd, 9))
	}
}

func pick[T any](rnd *rand.Rand, list ...T) T { return list[rnd.IntN(len(list))] }

// face is what followers see, without what WeChat numbers: the bodies of the
// default menu and of the conditional menus, newest first.
func face(menu string, conditional []string) string {
	return strings.Join(append([]string{menu}, conditional...), "\n")
}

// faceOf is what followers see when a set is live.
func faceOf(s menu.Set) string {
	var list []string
	for i := range s.Conditional {
		list = append(list, string(s.Conditional[i].Body()))
	}
	if len(s.Menu) == 0 {
		return face("", list)
	}
	return face(string(s.CreateBody()), list)
}

// hosts counts those that the conditional menus link to: the sandbox counts each
// by itself, and refuses more than three.
func hosts(s menu.Set) int {
	var bars [][]menu.Button
	for i := range s.Conditional {
		bars = append(bars, s.Conditional[i].Menu)
	}
	return len(menu.Hosts(bars...))
}
