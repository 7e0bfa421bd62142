package wechat

// advice is what an errcode means and who has to do what, each a clause.
type advice struct {
	meaning, remedy string
}

// Explain returns what an errcode means at an endpoint and who has to do what,
// each a clause. op matters where WeChat gives one errcode two meanings;
// it is as in [Error], or empty. A code not in the tables gets general advice.
func Explain(op string, errcode int) (meaning, remedy string) {
	if op == opToken && errcode == codeBadCredential {
		errcode = codeBadSecret
	}
	for _, table := range tables() {
		if a, ok := table[errcode]; ok {
			return a.meaning, a.remedy
		}
	}
	if errcode >= minShakeAround && errcode <= maxShakeAround {
		return "the answer belongs to WeChat's nearby-device API, which has nothing to do with menus",
			"the operator of caidan has to check that its base address leads to WeChat and not to something in between"
	}
	return "WeChat gave an errcode that caidan does not know",
		"the operator of caidan has to look the errcode up in WeChat's documentation, or ask WeChat's support with the rid"
}

// The errcodes of the nearby-device (shake-around) API.
// Source: open platform, return code descriptions.
const (
	minShakeAround = 9001000
	maxShakeAround = 9001999
)

// tables returns the errcodes caidan can explain. No code is in two of them.
func tables() []map[int]advice {
	return []map[int]advice{
		accessAdvice(), limitAdvice(), platformAdvice(),
		shapeAdvice(), linkAdvice(), mediaAdvice(), conditionalAdvice(),
	}
}
