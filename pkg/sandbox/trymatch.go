package sandbox

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// Follower is a person whom menu/trymatch knows.
type Follower struct {
	// OpenID is what the account knows the follower by.
	OpenID string

	// Tags are the ids of the follower's tags in the order of attaching.
	Tags []string

	// Platform is the follower's phone: "1" iOS, "2" Android, "3" others;
	// empty is an unknown one, which no rule about phones matches.
	Platform string

	// Left says that the person follows no more: 65315.
	Left bool
}

// tryMatch answers menu/trymatch with the menu one follower sees.
// Source: tryMatchMenu, where "button" stands at the root; the wrapped answer is
// what several clients read. A capture of 65303 for an account without a menu;
// what an odd user_id gets, and the order, are [inferred].
func (a *account) tryMatch(x exchange) reply {
	root, code := decodeBody(x.Body, codeBadFormat)
	if code != 0 {
		return x.fail(code)
	}
	user, code := text(root, "user_id", noLimit, codeBadUser)
	if code != 0 {
		return x.fail(code)
	}
	m := a.read(readsTryMatch)
	if m.api == nil {
		return x.fail(codeNoDefaultMenu)
	}
	f, known := a.follower(user)
	switch {
	case !known:
		return x.fail(codeNoUser)
	case f.Left:
		return x.fail(codeNoFollower)
	}
	body := append(getShape.append([]byte(`{"button":`), m.seenBy(f)), '}')
	if a.WrapTryMatch {
		body = append(append([]byte(`{"menu":`), body...), '}')
	}
	return served(body)
}

func (a *account) follower(openID string) (Follower, bool) {
	for _, f := range a.Followers {
		if f.OpenID == openID {
			return f, true
		}
	}
	return Follower{}, false
}

// seenBy is the menu of one follower: the newest conditional one that matches,
// else the default one. Source: addConditionalMenu.
func (m menus) seenBy(f Follower) []button {
	for _, c := range m.conditional {
		if c.match.matches(f) {
			return c.menu
		}
	}
	return m.shown
}

// validate refuses what no follower can be.
func (f Follower) validate() error {
	switch {
	case f.OpenID == "":
		return loopback.Errorf("the OpenID is empty; set any text, WeChat's has 28 characters", "OpenID 为空；可以写任意文字，微信的有 28 个字符")
	case !slices.Contains([]string{"", "1", "2", "3"}, f.Platform): // source: addConditionalMenu, client_platform_type
		return loopback.Errorf(`the platform is %q; use "1" (iOS), "2" (Android), "3" (others) or nothing`,
			`platform 是 %q；请用 "1"（iOS）、"2"（Android）、"3"（其他）或留空`, f.Platform)
	}
	return nil
}
