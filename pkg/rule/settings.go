package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Off is the severity of a rule that is switched off; in settings only.
const Off diag.Severity = "off"

// Settings is what a repository's .caidan.jsonnet says of rules. The zero value
// changes nothing.
type Settings struct {
	// Rules holds the severity of rules, by id, in place of the catalogue's:
	// Off, diag.Warning or diag.Error. Fixed rules stay errors.
	Rules map[string]diag.Severity
	// AllowedDomains holds the domains that menus may link to, in lower case;
	// what is below one is allowed with it. Nil allows every domain, empty
	// none.
	AllowedDomains []string
	// MiniPrograms holds the appids of the mini programs that are associated
	// with the accounts. Nil does not ask, empty means that there is none.
	MiniPrograms []string
	// Accept holds what may be published although a guard trips, by account.
	Accept map[string]Accept
}

// The keys of the settings file.
const (
	settingRules    = "rules"
	settingDomains  = "allowedDomains"
	settingPrograms = "miniPrograms"
	settingAccept   = "accept"
)

// DecodeSettings reads what a settings file compiled to. It never stops at the
// first fault: each is a finding of the rule "settings", in the language given,
// with a Path into the file's value; what is not at fault is in the Settings.
// The guards are those that accept may allow.
func DecodeSettings(l text.Lang, data []byte, guards []string) (Settings, []diag.Finding) {
	d := settingsDecoder{book: New(l, Settings{}), guards: guards}
	v, err := parse(data)
	root, ok := v.(map[string]any)
	switch {
	case err != nil:
		d.wrongType("", text.Say("the settings file", "配置文件"), menu.ShapeObject, menu.ShapeNotJSON)
	case !ok:
		d.wrongType("", text.Say("the settings file", "配置文件"), menu.ShapeObject, menu.ShapeOf(v))
	}
	for _, key := range slices.Sorted(maps.Keys(root)) {
		switch key {
		case settingRules:
			d.rules(root[key])
		case settingDomains:
			d.out.AllowedDomains = d.list("/"+key, key, root[key], domain)
		case settingPrograms:
			d.out.MiniPrograms = d.list("/"+key, key, root[key], program)
		case settingAccept:
			d.accept(root[key])
		default:
			known := []string{settingRules, settingDomains, settingPrograms, settingAccept}
			d.add("/"+escape(key), text.Sayf("there is no setting %s%s", "没有 %s 这项配置%s", text.Quote(key), meant(key, known)))
		}
	}
	return d.out, d.findings
}

// settingsDecoder collects what settings say, and what is wrong with them.
type settingsDecoder struct {
	book     *Book
	guards   []string
	out      Settings
	findings []diag.Finding
}

func (d *settingsDecoder) add(path string, what text.Phrase) {
	f := d.book.File(BadSettings, what)
	f.Path = path
	d.findings = append(d.findings, f)
}

func (d *settingsDecoder) wrongType(path string, what, want, got text.Spoken) {
	d.add(path, text.Sayf("%s is %s, this is %s", "%s应是%s，这里是%s", what, want, got))
}

func (d *settingsDecoder) rules(v any) {
	rules, ok := v.(map[string]any)
	if !ok {
		d.wrongType("/"+settingRules, named(settingRules), menu.ShapeObject, menu.ShapeOf(v))
		return
	}
	d.out.Rules = make(map[string]diag.Severity, len(rules))
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		path := "/" + settingRules + "/" + escape(id)
		r, known := byID[id]
		s, _ := rules[id].(string)
		severity := diag.Severity(s)
		switch {
		case !known:
			d.add(path, text.Sayf("there is no rule %s%s", "没有 %s 这条规则%s", text.Quote(id), nearest(id, slices.Sorted(maps.Keys(byID)))))
		case !slices.Contains([]diag.Severity{Off, diag.Warning, diag.Error}, severity):
			d.add(path, text.Sayf(
				"the severity of a rule is 'off', 'warning' or 'error', this is %s",
				"规则的级别是 'off'、'warning' 或 'error'，这里是%s",
				written(rules[id]),
			))
		case r.Fixed && severity != diag.Error:
			d.add(path, text.Sayf(
				"%s is fixed: it stays an error, only advice can be lowered",
				"%s 是固定规则，始终是错误；只有建议类规则可以降级",
				id,
			))
		default:
			d.out.Rules[id] = severity
		}
	}
}

// written shows a value in a message: a string as it is, of others their type.
// In Chinese a blank parts what is quoted from the words before it.
func written(v any) text.Spoken {
	if s, ok := v.(string); ok {
		return text.Sayf("%s", " %s", text.Quote(s))
	}
	return menu.ShapeOf(v)
}

// list reads the array of strings at a path; take returns a string as it is kept, or what
// is wrong with it. A list with a fault is left out as a whole: a domain that
// is misspelt here would be an error of every link to it.
func (d *settingsDecoder) list(at, key string, v any, take func(string) (string, text.Phrase, bool)) []string {
	values, ok := v.([]any)
	if !ok {
		d.wrongType(at, named(key), menu.ShapeArray, menu.ShapeOf(v))
		return nil
	}
	out, sound := make([]string, 0, len(values)), true
	for i, v := range values {
		path := at + "/" + strconv.Itoa(i)
		s, ok := v.(string)
		if !ok {
			d.wrongType(path, text.Sayf("an entry of %s", "%s 的每一项", key), menu.ShapeString, menu.ShapeOf(v))
			sound = false
			continue
		}
		kept, fault, ok := take(s)
		if !ok {
			d.add(path, fault)
			sound = false
		}
		out = append(out, kept)
	}
	if !sound {
		return nil
	}
	return out
}

// domain takes the name of a domain, whatever its case and with or without the
// dot of the root.
func domain(s string) (string, text.Phrase, bool) {
	name := strings.ToLower(strings.TrimSuffix(s, "."))
	hidden := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
	if name == "" || hidden || !menu.ValidHost(name) || strings.HasSuffix(name, ".") {
		return "", text.Sayf(
			"%s is no domain; write example.com, without scheme, port, path and wildcard: what is below it is included",
			"%s 不是域名；写成 example.com 即可，不带协议、端口、路径和通配符，子域名自动包含在内",
			text.Quote(s),
		), false
	}
	return name, text.Phrase{}, true
}

// program takes the appid of a mini program.
func program(s string) (string, text.Phrase, bool) {
	if !appID.MatchString(s) {
		return "", text.Sayf(
			"%s is no appid of a mini program, which is wx and 16 hex digits in lower case",
			"%s 不是小程序的 appid，appid 是 wx 加 16 位小写十六进制数字",
			text.Quote(s),
		), false
	}
	return s, text.Phrase{}, true
}

// parse reads one JSON value.
func parse(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

// escape returns a key as it stands in a JSON pointer (RFC 6901).
func escape(key string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(key) }
