package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/text"
)

// fieldLength is how many code points of a field are shown: a link whole, which
// may have 1024 bytes. Source: createCustomMenu, section 2, url.
const fieldLength = 1100

// fields adds, folded, what the menus say where something changes: field by field,
// word for word, as a list, because a table runs off a phone.
func (e *entry) fields(s *sheet) {
	asked := len(e.changes) - e.edits
	parts := [][]string{titled(nil, e.differing(0, asked, s.Lang), s.Lang)}
	if e.edits > 0 {
		parts = [][]string{
			titled(outsideGit, e.differing(asked, len(e.changes), s.Lang), s.Lang),
			titled(insideGit, e.differing(0, asked, s.Lang), s.Lang),
		}
	}
	if lines := slices.Concat(parts...); len(lines) > 0 {
		s.add(detail, folded(text.Say("Field by field", "逐个字段对照").In(s.Lang), strings.Join(lines, "\n")+"\n"))
	}
}

// differing lists the fields that differ in some of the changes.
func (e *entry) differing(from, to int, l text.Lang) (lines []string) {
	for i := from; i < to; i++ {
		c := &e.changes[i]
		fields := e.values(c, l)
		if len(fields) == 0 {
			continue
		}
		spot := cmp.Or(c.Before, c.After)
		place := text.Spoken(text.Same(cell(e.show(strings.Join(spot.Path, " › ")))))
		if c.Followers != nil {
			place = text.Colon(cell(e.show(c.Followers.In(l))), place)
		}
		lines = append(lines, "- "+preview.Mark(c)+" "+place.In(l))
		lines = append(lines, fields...)
	}
	return lines
}

// values lists the fields in which a button is another than before, or all fields
// of one that is only on one side.
func (e *entry) values(c *plan.Change, l text.Lang) (lines []string) {
	add := func(name, was, is string) {
		switch {
		case was == is:
		case c.Before == nil:
			lines = append(lines, "  - "+text.Colon(cell(name), e.raw(is, l)).In(l))
		case c.After == nil:
			lines = append(lines, "  - "+text.Colon(cell(name), e.raw(was, l)).In(l))
		default:
			lines = append(lines, "  - "+text.Colon(cell(name), e.raw(was, l)+" → "+e.raw(is, l)).In(l))
		}
	}
	known := []string{menu.FieldName.String()}
	if c.Before != nil && c.After != nil {
		add(menu.FieldName.String(), c.Before.Path[len(c.Before.Path)-1], c.After.Path[len(c.After.Path)-1])
	}
	for _, f := range menu.Fields() {
		if f == menu.FieldName || f == menu.FieldSubButton {
			continue
		}
		known = append(known, f.String())
		add(f.String(), value(c.Before, f), value(c.After, f))
	}
	for _, name := range c.Fields {
		// What WeChat answers beside them has no text of its own.
		if !slices.Contains(known, name) {
			lines = append(lines, "  - "+text.Sayf("%s differs", "%s 不同", cell(name)).In(l))
		}
	}
	return lines
}

// value is what a button has in a field; nothing where there is no button.
func value(s *plan.Spot, f menu.Field) string {
	if s == nil {
		return ""
	}
	return s.Value(f)
}

// raw writes a value as it stands in JSON, so that also what cannot be seen is.
func (e *entry) raw(value string, l text.Lang) string {
	if value == "" {
		return text.Say("none", "无").In(l)
	}
	return text.Markdown(strconv.Quote(text.Cut(e.show(value), fieldLength)))
}
