package rule

import (
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// audience is the followers a matchrule matches: those whose tag counts and is
// this one, on this platform. Empty is any.
type audience struct{ tag, platform string }

// shadowed finds conditional menus that no follower sees, because menus of a higher
// priority match all of their followers. A follower has one platform, and one
// tag that counts, the last attached (addConditionalMenu); so a menu for a tag
// is hidden by menus for all three platforms as well as by one for the tag.
func (j *judge) shadowed(conditional []menu.Conditional) {
	if len(conditional) < 2 {
		return
	}
	first := make(map[audience]int, len(conditional))
	for i := range conditional {
		who, ok := matched(&conditional[i])
		if !ok {
			continue
		}
		if above, hidden := coveredBy(first, who); hidden {
			j.add("conditional-shadowed", "/conditionalmenu/"+strconv.Itoa(i)+"/matchrule", 1, menusNamed(above))
		} else {
			first[who] = i
		}
	}
}

// matched returns who a menu is for; false where its rule is at fault, so that
// nothing follows from it.
func matched(c *menu.Conditional) (audience, bool) {
	m := c.Match
	who := audience{m.TagID, m.ClientPlatformType}
	valid := len(m.Extra) == 0 && who != audience{} &&
		(who.tag == "" || tagID().MatchString(who.tag)) &&
		(who.platform == "" || slices.Contains(platforms, who.platform))
	return who, valid
}

// coveredBy returns the menus that together match all of an audience before it
// is asked for, in their order.
func coveredBy(first map[audience]int, who audience) ([]int, bool) {
	on := platforms
	if who.platform != "" {
		on = []string{who.platform}
	}
	// One menu that matches all of them says more than several. There is none
	// without a tag and a platform: such a rule is at fault.
	if i, ok := first[audience{tag: who.tag}]; ok {
		return []int{i}, true
	}
	var above []int
	for _, platform := range on {
		i, ok := first[audience{platform: platform}]
		// Where both are there, the one for the tag stands above: below the
		// other it would be hidden itself.
		if k, tagged := first[audience{who.tag, platform}]; tagged {
			i, ok = k, true
		}
		if !ok {
			return nil, false
		}
		above = append(above, i)
	}
	slices.Sort(above)
	return slices.Compact(above), true
}

// menusNamed names some menus of conditionalmenu by their places in it.
func menusNamed(places []int) text.Phrase {
	var numbers text.List
	for _, i := range places {
		numbers = append(numbers, strconv.Itoa(i+1))
	}
	if len(numbers) == 1 {
		return text.Sayf("conditional menu %s", "第 %s 份个性化菜单", numbers)
	}
	return text.Sayf("conditional menus %s", "第 %s 份个性化菜单", numbers)
}
