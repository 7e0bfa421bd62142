package sandbox

import "strconv"

// RuleStyle is how menu/get writes a matchrule. All are seen in the wild.
// Source: a capture of 2020; getMenu's older sample; issues of several clients.
type RuleStyle int

const (
	// RuleTagID writes "tag_id":"2","client_platform_type":"1".
	RuleTagID RuleStyle = iota

	// RuleGroupID writes "group_id":"2","client_platform_type":"1".
	RuleGroupID

	// RuleGroupNumber writes "group_id":2,"client_platform_type":1. A value
	// that is not a number stays a string.
	RuleGroupNumber
)

// ruleStyles are the words of RuleStyle.
var ruleStyles = words{"tagID", "groupID", "groupNumber"}

// UnmarshalText reads tagID, groupID or groupNumber.
func (s *RuleStyle) UnmarshalText(text []byte) error {
	i, err := ruleStyles.parse(string(text))
	*s = RuleStyle(i)
	return err
}

// Words are what UnmarshalText reads.
func (*RuleStyle) Words() []string { return ruleStyles }

// matchRule says which followers see a conditional menu: those who match every
// member that is not empty.
type matchRule struct {
	tagID    string
	platform string // "1" iOS, "2" Android, "3" others
}

// judgeMatch reads the matchrule of an addconditional body. It ignores members
// that WeChat does not know, group_id among them since 2016, and values that are
// not strings. Source: addConditionalMenu; a capture of 65304; that 65320 comes
// before 65304 is [inferred].
func judgeMatch(root map[string]any) (matchRule, int) {
	m, _ := root["matchrule"].(map[string]any)
	if hasRetired(m) {
		return matchRule{}, codeRetiredRule
	}
	var rule matchRule
	var code int
	if rule.tagID, code = optional(m, "tag_id"); code != 0 {
		return matchRule{}, code
	}
	if rule.platform, code = optional(m, "client_platform_type"); code != 0 {
		return matchRule{}, code
	}
	if rule == (matchRule{}) {
		return matchRule{}, codeEmptyRule
	}
	return rule, 0
}

// hasRetired reports whether a matchrule names what WeChat no longer matches,
// for privacy. Empty members, which some clients send, name nothing [inferred].
// Source: addConditionalMenu, since 2021.
func hasRetired(m map[string]any) bool {
	for _, member := range [...]string{"sex", "country", "province", "city", "language"} {
		if v := m[member]; v != nil && v != "" {
			return true
		}
	}
	return false
}

// optional returns a member that may be missing or empty.
func optional(m map[string]any, member string) (string, int) {
	value, code := text(m, member, noLimit, codeEmptyRule)
	if code == codeEmptyRule {
		return "", 0
	}
	return value, code
}

// append writes the rule as a JSON object.
func (m matchRule) append(b []byte, s shape, style RuleStyle) []byte {
	tag := "tag_id"
	if style != RuleTagID {
		tag = "group_id"
	}
	b = append(b, '{')
	b = s.appendRuleMember(b, tag, m.tagID, style)
	b = s.appendRuleMember(b, "client_platform_type", m.platform, style)
	return append(b, '}')
}

func (s shape) appendRuleMember(b []byte, name, value string, style RuleStyle) []byte {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || style != RuleGroupNumber {
		return s.appendMember(b, name, value)
	}
	return strconv.AppendInt(s.appendName(b, name), n, 10)
}

// matches reports whether a follower sees the menu. Of several tags only the
// one attached last counts. Source: addConditionalMenu.
func (m matchRule) matches(f Follower) bool {
	tag := ""
	if n := len(f.Tags); n > 0 {
		tag = strconv.Itoa(f.Tags[n-1])
	}
	return (m.tagID == "" || m.tagID == tag) && (m.platform == "" || m.platform == string(f.Platform))
}
