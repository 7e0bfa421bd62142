package rule

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// leaf judges the fields of a button by its type.
func (j *judge) leaf(at spot, b *menu.Button) {
	uses := menu.Uses(b.Type)
	complete := true
	for _, f := range uses {
		if b.Faulty(f) || !j.field(at, b, f) {
			complete = false
		}
	}
	if !j.advises {
		return
	}
	if id := doubtful[b.Type]; id != "" {
		j.of(id, at, menu.FieldType, b.Type)
	}
	// Where a field is missing, what it should hold is often in another one.
	if complete {
		j.irrelevant(at, b, text.Sayf("a button of type %s", "%s 类型的按钮", b.Type), uses)
	}
}

// doubtful holds the rules about types that WeChat takes and that are seldom
// meant.
var doubtful = map[string]string{
	"view_limited":         "view-limited-deprecated",
	"media_id":             "limited-types-no-event",
	"article_id":           "limited-types-no-event",
	"article_view_limited": "limited-types-no-event",
}

// field judges a field that the button's type uses and reports whether there is
// anything in it.
func (j *judge) field(at spot, b *menu.Button, f menu.Field) bool {
	if blank(b.Value(f)) {
		j.missing(at, b, f)
		return false
	}
	if judge := judges[f]; judge != nil {
		judge(j, at, b)
	}
	if j.advises {
		j.edges(at, b, f)
	}
	return true
}

// judges holds what judges the text in a field; other fields may hold any.
var judges = [menu.FieldSubButton]func(j *judge, at spot, b *menu.Button){
	menu.FieldKey: (*judge).key, menu.FieldURL: (*judge).url,
	menu.FieldAppID: (*judge).appID, menu.FieldPagePath: (*judge).pagePath,
}

// missing finds an empty field that the type needs. The rules about a mini
// program's fields say what their form is as well.
func (j *judge) missing(at spot, b *menu.Button, f menu.Field) {
	switch f {
	case menu.FieldAppID:
		j.lacks("miniprogram-appid", at, b, f, text.Say("it is missing", "这里没有写"))
	case menu.FieldPagePath:
		j.lacks("miniprogram-pagepath", at, b, f, text.Say("is missing", "没有写"))
	default:
		j.lacks(neededID(f), at, b, f, b.Type, f)
	}
}

// irrelevant finds fields that the button does not use, and that are therefore
// not sent. Empty ones say nothing; of a control character another rule does.
func (j *judge) irrelevant(at spot, b *menu.Button, who text.Phrase, uses []menu.Field) {
	if !j.advises {
		return
	}
	for f := menu.FieldKey; f < menu.FieldSubButton; f++ {
		if b.Value(f) == "" || slices.Contains(uses, f) {
			continue
		}
		if _, found := control(b.Value(f)); !found {
			j.of("irrelevant-field", at, f, who, f)
		}
	}
}

func (j *judge) key(at spot, b *menu.Button) {
	if len(b.Key) > MaxKey {
		j.of("key-bytes", at, menu.FieldKey, len(b.Key), MaxKey)
	}
}

// appID is the form of a mini program's appid.
// Source: createCustomMenu, field appid; lower case since 2025-11.
var appID = text.Pattern(`^wx[0-9a-f]{16}$`)

// ValidAppID reports whether a text has the form of a mini program's appid.
func ValidAppID(s string) bool { return appID().MatchString(s) }

func (j *judge) appID(at spot, b *menu.Button) {
	programs := j.book.settings.MiniPrograms
	switch {
	case !ValidAppID(b.AppID):
		j.of("miniprogram-appid", at, menu.FieldAppID, text.Sayf("this is %q", "这里是%q", b.AppID))
	case j.advises && programs != nil && !slices.Contains(programs, b.AppID):
		j.of("miniprogram-associated", at, menu.FieldAppID, b.AppID, guess{text.Guess, b.AppID, programs})
	}
}

func (j *judge) pagePath(at spot, b *menu.Button) {
	if _, found := control(b.PagePath); found {
		return
	}
	if what, bad := notPage(b.PagePath); bad {
		j.of("miniprogram-pagepath", at, menu.FieldPagePath, what)
		return
	}
	i := strings.IndexFunc(b.PagePath, misplaced)
	if i < 0 {
		if j.advises {
			j.pageStyle(at, b.PagePath)
		}
		return
	}
	what := text.Sayf("holds a blank in %q", "里有空白：%q", b.PagePath)
	if bad, _ := utf8.DecodeRuneInString(b.PagePath[i:]); !unicode.IsSpace(bad) {
		what = text.Sayf("holds %c in %q", "里有不允许的字符 %c：%q", bad, b.PagePath)
	}
	j.of("miniprogram-pagepath", at, menu.FieldPagePath, what)
}

// shortForm is what a short link starts with, and addressForm what any address
// does: a scheme or a host. A scheme that is not RFC 3986's has slashes.
// Source: generateUrlLink and generateShortLink of the mini program API.
var (
	shortForm   = text.Pattern(`^(?:#|小程序:|(?i:(?:https?://)?(?:wxaurl|wxmpurl)\.cn/))`)
	addressForm = text.Pattern(`^(?i:[a-z][a-z0-9+.-]*:|[^/?]*://|//|www\.)`)
)

// notPage says what stands where a mini program's page belongs, as the end of a
// sentence; false where it may be a page.
func notPage(path string) (text.Phrase, bool) {
	switch start := halfWidth(path); {
	case shortForm().MatchString(start):
		return text.Sayf("is a short link, not a page: %q", "写成了短链，不是页面路径：%q", path), true
	case addressForm().MatchString(start):
		return text.Sayf("is an address, not a page: %q", "写成了网址，不是页面路径：%q", path), true
	default:
		return text.Phrase{}, false
	}
}

// pageStyle finds a path that is not written as the mini program lists it.
func (j *judge) pageStyle(at spot, path string) {
	page, _, _ := strings.Cut(path, "?")
	var what text.Phrase
	switch {
	case strings.HasPrefix(page, "/"):
		what = text.Sayf("it starts with /", "开头多了 /")
	case strings.HasSuffix(page, ".html"):
		what = text.Sayf("it ends in .html", "结尾多了 .html")
	default:
		return
	}
	j.of("miniprogram-pagepath-style", at, menu.FieldPagePath, path, what)
}

// misplaced reports whether a character does not belong in a pagepath.
func misplaced(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`{}"<>\`, r)
}
