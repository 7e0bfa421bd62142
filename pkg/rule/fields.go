package rule

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// fields judges the fields that the button's type uses.
func (j *judge) fields(path string, b *menu.Button, level int) {
	for _, f := range menu.Uses(b.Type) {
		if b.Faulty(f) {
			continue
		}
		switch f {
		case menu.FieldKey:
			j.key(path, b, level)
		case menu.FieldURL:
			j.url(path, b, level)
		case menu.FieldAppID:
			j.appID(path, b, level)
		case menu.FieldPagePath:
			j.pagePath(path, b, level)
		case menu.FieldMediaID:
			j.required("media-id-required", f, path, b, level)
		case menu.FieldArticleID:
			j.required("article-id-required", f, path, b, level)
		default:
			// Type, name and sub_button are judged of every button.
		}
	}
}

// required finds an empty field that the type needs.
func (j *judge) required(id string, f menu.Field, path string, b *menu.Button, level int) bool {
	if b.Value(f) != "" {
		return true
	}
	j.add(id, missing(path, b, f), level, b.Type)
	return false
}

func (j *judge) key(path string, b *menu.Button, level int) {
	if j.required("key-required", menu.FieldKey, path, b, level) && len(b.Key) > MaxKey {
		j.add("key-bytes", path+"/key", level, len(b.Key), MaxKey)
	}
}

func (j *judge) url(path string, b *menu.Button, level int) {
	if !j.required("url-required", menu.FieldURL, path, b, level) {
		return
	}
	at := path + "/url"
	if len(b.URL) > MaxURL {
		j.add("url-bytes", at, level, len(b.URL), MaxURL)
	}
	if _, found := control(b.URL); found {
		return
	}
	rest, ok := trimScheme(b.URL)
	if !ok {
		j.add("url-scheme", at, level, quote(b.URL))
	} else if fault := hostFault(rest); fault != "" {
		j.add("url-host", at, level, quote(b.URL), fault)
	}
}

// appID is the form of a mini program's appid.
// Source: createCustomMenu, field appid; lower case since 2025-11.
var appID = regexp.MustCompile(`^wx[0-9a-f]{16}$`)

func (j *judge) appID(path string, b *menu.Button, level int) {
	if b.AppID == "" {
		j.add("miniprogram-appid", missing(path, b, menu.FieldAppID), level, "there is none here")
	} else if !appID.MatchString(b.AppID) {
		j.add("miniprogram-appid", path+"/appid", level, "this is "+quote(b.AppID))
	}
}

func (j *judge) pagePath(path string, b *menu.Button, level int) {
	at := path + "/pagepath"
	if b.PagePath == "" {
		j.add("miniprogram-pagepath", missing(path, b, menu.FieldPagePath), level, "is missing")
		return
	}
	if _, found := control(b.PagePath); found {
		return
	}
	if i := strings.IndexFunc(b.PagePath, misplaced); i >= 0 {
		what := "a blank"
		if bad, _ := utf8.DecodeRuneInString(b.PagePath[i:]); !unicode.IsSpace(bad) {
			what = string(bad)
		}
		j.add("miniprogram-pagepath", at, level, "holds "+what+" in "+quote(b.PagePath))
	}
}

// misplaced reports whether a character does not belong in a pagepath.
func misplaced(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`{}"<>\`, r)
}
