package sandbox

import (
	"slices"
	"strconv"
)

// Follower is a person whom menu/trymatch knows.
type Follower struct {
	// OpenID is what the account knows the follower by.
	OpenID string `json:"openid"`

	// Tags are the ids of the follower's tags in the order of attaching.
	Tags []int `json:"tags"`

	// Platform is the follower's phone; empty is an unknown one, which no rule
	// about phones matches.
	Platform Platform `json:"platform"`

	// Left says that the person follows no more: 65315.
	Left bool `json:"left"`
}

// Platform is a kind of phone, as client_platform_type names it.
// Source: addConditionalMenu.
type Platform string

// The platforms.
const (
	IOS     Platform = "1"
	Android Platform = "2"
	Others  Platform = "3"
)

// platforms are the words of the platforms, from IOS on.
var platforms = words{"ios", "android", "others"}

// UnmarshalText reads ios, android or others.
func (p *Platform) UnmarshalText(text []byte) error {
	i, err := platforms.parse(string(text))
	*p = Platform(strconv.Itoa(i + 1))
	return err
}

// Words are what UnmarshalText reads.
func (*Platform) Words() []string { return platforms }

func (p Platform) known() bool { return slices.Contains([]Platform{"", IOS, Android, Others}, p) }

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
