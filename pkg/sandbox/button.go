package sandbox

import (
	"strings"
	"unicode"
)

// How large a button's texts may be, in bytes of UTF-8.
// Source: createCustomMenu, field table.
const (
	maxKey = 128
	maxURL = 1024

	// noLimit is for fields of which no size is documented.
	noLimit = 1 << 30
)

// button is a button as WeChat keeps it: what its type does not use is gone. A
// container has a name and sub-buttons only. Only the web console makes buttons
// with a value, and perhaps news.
type button struct {
	typ, name string
	values    [fields]string // empty where the type has none
	news      []article
	sub       []button
}

// field is what a button may have beside type and name, in the order in which
// WeChat's answers write it.
type field int

const (
	fieldKey field = iota
	fieldURL
	fieldValue
	fieldAppID
	fieldPagePath
	fieldMediaID
	fieldArticleID
	fields // how many there are

	// WeChat's answers write sub_button before this field, after the news.
	// Source: getMenu's sample and captures.
	fieldAfterSub = fieldAppID
)

// rule is what WeChat wants of a field that a button's type uses.
type rule struct {
	// member is the field's name in JSON.
	member string

	// limit is the longest value, in bytes; lacking answers a longer one, an
	// empty one and none.
	limit   int
	lacking codes

	// valid reports whether a value has the right form, which invalid answers.
	// It is nil where every form is right.
	valid   func(string) bool
	invalid codes

	// known lists the values that exist for the account, nil for all there may
	// be; unknown answers any other. It is nil where WeChat does not look.
	known   func(*account) []string
	unknown int
}

// rules are the rules of the fields.
// Source: createCustomMenu, field table; global return codes; captures of 40055,
// 40054, 40166, 45064 and 40165.
var rules = [fields]rule{
	fieldKey: {member: "key", limit: maxKey, lacking: codes{codeTopKeySize, codeSubKeySize}},
	fieldURL: {
		member: "url", limit: maxURL, lacking: codes{codeTopURLSize, codeSubURLSize},
		// Blanks around a url are kept but not judged: real menus have them.
		valid:   func(s string) bool { return isWebAddress(strings.TrimSpace(s)) },
		invalid: codes{codeTopURLDomain, codeSubURLDomain},
	},
	fieldValue: {member: "value"}, // of the console, which has no codes
	fieldAppID: {
		member: "appid", limit: noLimit, lacking: both(codeBadMiniProgram),
		valid: isAppID, invalid: both(codeBadMiniProgram),
		known: func(a *account) []string { return a.MiniPrograms }, unknown: codeMiniProgramRights,
	},
	fieldPagePath: {
		member: "pagepath", limit: noLimit, lacking: both(codeBadPagePath),
		valid: isPagePath, invalid: both(codeBadPagePath),
	},
	fieldMediaID: {
		member: "media_id", limit: noLimit, lacking: codes{codeTopMediaSize, codeSubMediaSize},
		known: func(a *account) []string { return a.Media }, unknown: codeBadMediaID,
	},
	fieldArticleID: {
		member: "article_id", limit: noLimit, lacking: both(codeBadArticleID),
		known: func(a *account) []string { return a.Articles }, unknown: codeBadArticleID,
	},
}

// buttonType is what a type of button is made of.
type buttonType struct {
	// uses are the fields the type needs, all of them, in the order in which
	// WeChat looks at them [inferred].
	uses []field

	// byHand says that only the web console makes the type: to menu/create it
	// is as unknown as a typing error. Source: a capture of 40017 for a text.
	byHand bool

	// news says that the type has articles too.
	news bool

	// changes says that the value is an id or address of temporary media,
	// which differs from read to read. Source: getCurrentSelfmenuInfo.
	changes bool
}

// buttonTypes are the types of buttons: what is not here WeChat does not know,
// and what is here every endpoint, the page and the console know.
// Source: createCustomMenu, field table and section 4; getCurrentSelfmenuInfo,
// whose text names photo beside the table's img.
var buttonTypes = map[string]buttonType{
	"click":                {uses: []field{fieldKey}},
	"scancode_push":        {uses: []field{fieldKey}},
	"scancode_waitmsg":     {uses: []field{fieldKey}},
	"pic_sysphoto":         {uses: []field{fieldKey}},
	"pic_photo_or_album":   {uses: []field{fieldKey}},
	"pic_weixin":           {uses: []field{fieldKey}},
	"location_select":      {uses: []field{fieldKey}},
	"view":                 {uses: []field{fieldURL}},
	"miniprogram":          {uses: []field{fieldURL, fieldAppID, fieldPagePath}}, // the url is for old clients
	"media_id":             {uses: []field{fieldMediaID}},
	"view_limited":         {uses: []field{fieldMediaID}},
	"article_id":           {uses: []field{fieldArticleID}},
	"article_view_limited": {uses: []field{fieldArticleID}},

	"text":  {uses: []field{fieldValue}, byHand: true},
	"img":   {uses: []field{fieldValue}, byHand: true, changes: true},
	"photo": {uses: []field{fieldValue}, byHand: true, changes: true},
	"voice": {uses: []field{fieldValue}, byHand: true, changes: true},
	"video": {uses: []field{fieldValue}, byHand: true, changes: true},
	"news":  {uses: []field{fieldValue}, byHand: true, news: true},
}

// isAppID reports whether s is an appid as WeChat writes them.
// Source: createCustomMenu, field appid, and captures of error 40166.
func isAppID(s string) bool {
	if len(s) != 18 || s[:2] != "wx" {
		return false
	}
	for _, c := range []byte(s[2:]) {
		if !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isPagePath reports whether s can be the path of a mini program's page.
// Source: captures of 40165; of short links and addresses none is known
// [inferred].
func isPagePath(s string) bool {
	half := strings.NewReplacer("：", ":", "／", "/", "＃", "#").Replace(strings.ToLower(s))
	scheme, rest, found := strings.Cut(half, ":")
	switch {
	case found && scheme != "" && scheme[0] >= 'a' && !strings.ContainsFunc(scheme, isNotScheme),
		found && (scheme == "小程序" || strings.HasPrefix(rest, "//") && !strings.ContainsAny(scheme, "/?")):
		return false
	}
	for _, start := range []string{"#", "//", "www.", "wxaurl.cn/", "wxmpurl.cn/"} {
		if strings.HasPrefix(half, start) {
			return false
		}
	}
	return !strings.ContainsAny(s, `{}"<>\`) && !strings.ContainsFunc(s, unicode.IsSpace)
}

// isNotScheme finds what a scheme in lower case cannot have. RFC 3986, section
// 3.1.
func isNotScheme(r rune) bool {
	return ('a' > r || r > 'z') && ('0' > r || r > '9') && !strings.ContainsRune("+.-", r)
}
