package rule

import (
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

var tagID = text.Pattern(`^[0-9]+$`)

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
		j.add("matchrule-platform-value", path+"/client_platform_type", 1, p)
	}
	if m.TagID != "" && !tagID().MatchString(m.TagID) {
		j.add("matchrule-tag-format", path+"/tag_id", 1, m.TagID)
	}
}

// domains counts the domains that all conditional menus link to together.
// Whether WeChat counts those below one domain once is not documented: what is
// too much either way is an error, and what may be is advice.
func (j *judge) domains(conditional []menu.Conditional) {
	menus := make([][]menu.Button, len(conditional))
	for i := range conditional {
		menus[i] = conditional[i].Menu
	}
	hosts := menu.Hosts(menus...)
	if len(hosts) <= menu.MaxConditionalHosts {
		return
	}
	var domains []string
	for _, host := range hosts {
		domains = append(domains, registrable(host))
	}
	slices.Sort(domains)
	domains = slices.Compact(domains)
	if len(domains) > menu.MaxConditionalHosts {
		j.add("conditional-domains", "/conditionalmenu", 1, len(domains), menu.MaxConditionalHosts, text.Quotes(domains).Most(listed))
	} else if j.advises {
		j.add("conditional-hosts", "/conditionalmenu", 1, len(hosts), menu.MaxConditionalHosts, text.Quotes(hosts).Most(listed))
	}
}

// registrable returns the domain that a registry gave out and a host is below;
// the host itself where there is none, as with an address. What a company lets
// out below its own domain, such as github.io, is one domain: WeChat cannot
// count less.
func registrable(host string) string {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	suffix, official := publicsuffix.PublicSuffix(host)
	for !official && strings.Contains(suffix, ".") {
		_, above, _ := strings.Cut(suffix, ".")
		suffix, official = publicsuffix.PublicSuffix(above)
	}
	below := strings.TrimSuffix(host, "."+suffix)
	if below == host {
		return host
	}
	return below[strings.LastIndexByte(below, '.')+1:] + "." + suffix
}
