package rule

import (
	"regexp"
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

var tagID = regexp.MustCompile(`^[0-9]+$`)

// platforms holds the values of client_platform_type: iOS, Android, others.
// Source: addConditionalMenu.
var platforms = []string{"1", "2", "3"}

// listed is how many hosts a message names.
const listed = 8

func (j *judge) conditional(at string, c *menu.Conditional) {
	if c.Opaque() {
		return
	}
	if c.Menu != nil {
		j.menu(at, c.Menu)
	}
	m, path := c.Match, at+"/matchrule"
	switch {
	case m.Empty() && m.Written():
		j.add("matchrule-required", path, 1)
	case m.Empty() && !j.silenced[at]:
		j.add("matchrule-required", at, 1)
	}
	if p := m.ClientPlatformType; p != "" && !slices.Contains(platforms, p) {
		j.add("matchrule-platform-value", path+"/client_platform_type", 1, text.Quote(p))
	}
	if m.TagID != "" && !tagID.MatchString(m.TagID) {
		j.add("matchrule-tag-format", path+"/tag_id", 1, text.Quote(m.TagID))
	}
}

// domains counts the hosts that all conditional menus link to together.
func (j *judge) domains(conditional []menu.Conditional) {
	menus := make([][]menu.Button, len(conditional))
	for i := range conditional {
		menus[i] = conditional[i].Menu
	}
	hosts := menu.Hosts(menus...)
	if len(hosts) <= menu.MaxConditionalHosts {
		return
	}
	var names text.List
	for _, host := range hosts {
		names = append(names, text.Quote(host))
	}
	j.add("conditional-domains", "/conditionalmenu", 1, len(hosts), menu.MaxConditionalHosts, names.Most(listed))
}
