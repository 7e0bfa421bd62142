package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/notify"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// said is what a settings file says.
type said struct {
	rule.Settings
	// accept holds what may be published although a guard trips, by account.
	accept map[string]accepted
	// notify is what chats are told; nil where the settings do not say.
	notify []notify.Event
}

// The keys of the settings file.
const (
	settingRules    = "rules"
	settingDomains  = "allowedDomains"
	settingPrograms = "miniPrograms"
	settingAccept   = "accept"
	settingNotify   = "notify"
)

var settingKeys = []string{settingRules, settingDomains, settingPrograms, settingAccept, settingNotify}

// decodeSettings reads what a settings file compiled to. It never stops at the
// first fault: each is a finding of the rule "settings", in the language given,
// with a Path into the file's value; what is not at fault is in what is
// returned.
func decodeSettings(l text.Lang, data []byte) (said, []diag.Finding) {
	d := settingsDecoder{book: rule.New(l, rule.Settings{})}
	v, err := menu.Read(data)
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
			d.out.AllowedDomains = list(&d, "/"+key, key, root[key], domain)
		case settingPrograms:
			d.out.MiniPrograms = list(&d, "/"+key, key, root[key], program)
		case settingAccept:
			d.accept(root[key])
		case settingNotify:
			d.out.notify = list(&d, "/"+key, key, root[key], event)
		default:
			d.misnamed(below("", key), text.Sayf("there is no setting %q%s", "没有%q这项配置%s", key, text.Meant(key, settingKeys)))
		}
	}
	return d.out, d.findings
}

// settingsDecoder collects what settings say, and what is wrong with them.
type settingsDecoder struct {
	book     *rule.Book
	out      said
	findings []diag.Finding
}

func (d *settingsDecoder) add(path string, what text.Spoken) {
	f := d.book.File(rule.BadSettings, what)
	f.Path = path
	d.findings = append(d.findings, f)
}

// misnamed adds what is wrong with the name of the field at a path.
func (d *settingsDecoder) misnamed(path string, what text.Spoken) {
	d.add(path, what)
	d.findings[len(d.findings)-1].Name = true
}

func (d *settingsDecoder) wrongType(path string, what text.Spoken, want, got menu.Shape) {
	d.add(path, text.Sayf("%s must be %s, not %s", "%s应是%s，这里是%s", what, want, got))
}

// object returns a value that must be an object, nil where it is none.
func (d *settingsDecoder) object(path string, what text.Spoken, v any) map[string]any {
	fields, ok := v.(map[string]any)
	if !ok {
		d.wrongType(path, what, menu.ShapeObject, menu.ShapeOf(v))
	}
	return fields
}

func (d *settingsDecoder) rules(v any) {
	rules := d.object("/"+settingRules, setting(settingRules), v)
	if rules == nil {
		return
	}
	d.out.Rules = make(map[string]diag.Severity, len(rules))
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		path := below("/"+settingRules, id)
		r, known := rule.Find(id)
		s, _ := rules[id].(string)
		severity := diag.Severity(s)
		switch {
		case !known:
			d.misnamed(path, text.Sayf("there is no rule %q%s", "没有%q这条规则%s", id, text.Guess(id, rule.IDs())))
		case !slices.Contains([]diag.Severity{rule.Off, diag.Warning, diag.Error}, severity):
			d.add(path, text.Sayf(
				"the severity of a rule must be 'off', 'warning' or 'error', not %s",
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

// setting returns a key as the first word of a sentence: in Chinese a blank
// parts it from what follows.
func setting(key string) text.Text { return text.Text{EN: key, ZH: key + " "} }

// member names a member of an array or object of the settings.
func member(of string) text.Spoken { return text.Sayf("an entry of %s", "%s 的每一项", of) }

// written shows a value in a message: a string as it is, of others their type.
// In Chinese a blank parts what is quoted from the words before it.
func written(v any) text.Spoken {
	if s, ok := v.(string); ok {
		return text.Sayf("%q", "%q", s)
	}
	return menu.ShapeOf(v)
}

// list reads the array of strings at a path; take returns a string as it is
// kept, or what is wrong with it. A list with a fault is left out as a whole: a
// domain that is misspelt here would be an error of every link to it.
func list[T ~string](d *settingsDecoder, at, key string, v any, take func(string) (T, text.Spoken)) []T {
	values, ok := v.([]any)
	if !ok {
		d.wrongType(at, setting(key), menu.ShapeArray, menu.ShapeOf(v))
		return nil
	}
	before := len(d.findings)
	out := make([]T, 0, len(values))
	for i, v := range values {
		path := at + "/" + strconv.Itoa(i)
		s, ok := v.(string)
		if !ok {
			d.wrongType(path, member(key), menu.ShapeString, menu.ShapeOf(v))
			continue
		}
		kept, fault := take(s)
		if fault != nil {
			d.add(path, fault)
		}
		out = append(out, kept)
	}
	if len(d.findings) > before {
		return nil
	}
	return out
}

// domain takes the name of a domain, whatever its case and with or without the
// dot of the root.
func domain(s string) (string, text.Spoken) {
	name := strings.ToLower(strings.TrimSuffix(s, "."))
	hidden := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
	if name == "" || hidden || !menu.ValidHost(name) || strings.HasSuffix(name, ".") {
		return "", text.Sayf(
			"%q does not name a domain; write example.com, without scheme, port, path and wildcard: what is below it is included",
			"%q不是域名；写成 example.com 即可，不带协议、端口、路径和通配符，子域名自动包含在内",
			s,
		)
	}
	return name, nil
}

// program takes the appid of a mini program.
func program(s string) (string, text.Spoken) {
	if !rule.ValidAppID(s) {
		return "", text.Sayf(
			"%q is not the appid of a mini program, which is wx and 16 hex digits in lower case",
			"%q不是小程序的 AppID，AppID 是 wx 加 16 位小写十六进制数字",
			s,
		)
	}
	return s, nil
}

// event takes what a chat is told.
func event(s string) (notify.Event, text.Spoken) {
	var known []string
	for _, e := range notify.Events() {
		if string(e) == s {
			return e, nil
		}
		known = append(known, string(e))
	}
	return "", text.Sayf("there is no event %q%s", "没有%q这种事件%s", s, text.Meant(s, known))
}

// escape returns a key as it stands in a JSON pointer (RFC 6901).
// below returns the JSON pointer of a member of an object; one whose name is too
// long to be shown is told of at the object.
func below(path, name string) string {
	if text.Cut(name, text.Shown) != name {
		return path
	}
	return path + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
