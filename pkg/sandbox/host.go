package sandbox

import (
	"slices"
	"strings"
)

// hostsOf are the hosts that conditional menus link to, each once. Sub-domains
// count on their own: whether they do at WeChat is not documented [inferred].
func hostsOf(list []conditional) []string {
	var hosts []string
	for _, c := range list {
		for _, b := range c.menu {
			hosts = appendHost(hosts, b)
			for _, sub := range b.sub {
				hosts = appendHost(hosts, sub)
			}
		}
	}
	return hosts
}

func appendHost(hosts []string, b button) []string {
	if b.url == "" {
		return hosts
	}
	if host := hostOf(b.url); !slices.Contains(hosts, host) {
		return append(hosts, host)
	}
	return hosts
}

// hostOf is the host of a judged url in lower case, without port and root dot.
func hostOf(url string) string {
	_, rest, _ := strings.Cut(strings.TrimSpace(url), "://")
	host := authority(rest)
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}
