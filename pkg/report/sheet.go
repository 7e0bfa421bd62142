package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// rank says what makes room first where a page is too small.
type rank uint8

const (
	// kept stays, but for the last resort.
	kept rank = iota
	// detail is the fields of what changes.
	detail
	// pair is the phones before and after.
	pair
	// others is the phones of an entry's other accounts.
	others
	// tip is another way to do what is said.
	tip
	// listed is the accounts of an entry, all of them.
	listed
	// drawing is the phone of an entry after the third.
	drawing
	// further is the changes after the thirtieth of an entry that take nothing
	// away.
	further
	// firstDrawing is the phone of one of the first entries.
	firstDrawing
	// item is a problem.
	item
)

// drawnFirst is how many entries keep their phones longest, and changesFirst how
// many changes of an entry are always said.
const (
	drawnFirst   = 3
	changesFirst = 30
)

// made says what makes room, in the order in which it does.
var made = []struct {
	rank      rank
	one, many text.Text
}{
	{detail, text.Say("%d list of fields", "%d 份字段明细"), text.Say("%d lists of fields", "%d 份字段明细")},
	{pair, text.Say("%d pair of phones", "%d 组前后对照"), text.Say("%d pairs of phones", "%d 组前后对照")},
	{others, text.Say("%d list of other menus", "%d 组其他菜单"), text.Say("%d lists of other menus", "%d 组其他菜单")},
	{tip, text.Say("%d other way", "%d 种其他办法"), text.Say("%d other ways", "%d 种其他办法")},
	{listed, text.Say("%d list of accounts", "%d 份账号清单"), text.Say("%d lists of accounts", "%d 份账号清单")},
	{drawing, text.Say("%d drawing", "%d 张示意图"), text.Say("%d drawings", "%d 张示意图")},
	{further, text.Say("%d list of further changes", "%d 份其余改动"), text.Say("%d lists of further changes", "%d 份其余改动")},
	{firstDrawing, text.Say("%d of the first drawings", "前几组的 %d 张示意图"), text.Say("%d of the first drawings", "前几组的 %d 张示意图")},
	{item, text.Say("%d finding", "%d 个问题"), text.Say("%d findings", "%d 个问题")},
}

// block is a part of a page that is there as a whole or not at all.
type block struct {
	rank rank
	text string
	// entry is the number of its entry, from 1; 0 is the page itself.
	entry int
}

// sheet is a page of GitHub under construction.
type sheet struct {
	Options
	command string
	blocks  []block
	// entry is the number of the entry that is being added, and names the
	// accounts of each.
	entry int
	names text.List
}

// add adds a block to the entry under construction.
func (s *sheet) add(r rank, text string) { s.blocks = append(s.blocks, block{r, text, s.entry}) }

// next begins an entry.
func (s *sheet) next(accounts text.Spoken) {
	s.names = append(s.names, accounts.In(s.Lang))
	s.entry = len(s.names)
}

// write writes the page. What is too much for it makes room block by block, and
// the page says so at its top.
func (s *sheet) write(w io.Writer) error {
	// noticeBytes is room for saying what was left out.
	const noticeBytes = 2000
	room, size := cmp.Or(s.Room, summaryBytes), 0
	for _, b := range s.blocks {
		size += len(b.text)
	}
	var b strings.Builder
	var left string
	if size > room {
		left = s.shrink(size, room-noticeBytes)
	}
	for i, part := range s.blocks {
		b.WriteString(part.text)
		if i == 0 {
			b.WriteString(left)
		}
	}
	return write(w, b.String())
}

// shrink has blocks make room, and says which.
func (s *sheet) shrink(size, room int) string {
	var left text.Series
	for _, m := range made {
		n, all := 0, 0
		for i := range slices.Backward(s.blocks) {
			b := &s.blocks[i]
			if b.rank != m.rank {
				continue
			}
			if all++; size > room && i > 0 {
				size -= len(b.text)
				b.text = ""
				n++
			}
		}
		switch {
		case n > 0 && m.rank == item:
			left = append(left, text.Sayf("%[1]d of %[2]d findings", "共 %[2]d 个问题中的 %[1]d 个", n, all))
		case n > 0:
			left = append(left, text.Count(n, m.one, m.many))
		}
	}
	// The last resort is whole entries, and then what is left.
	var gone text.List
	for n := len(s.names); n > 1 && size > room; n-- {
		for i := range s.blocks {
			if b := &s.blocks[i]; b.entry == n {
				size -= len(b.text)
				b.text = ""
			}
		}
		gone = append(text.List{s.names[n-1]}, gone...)
	}
	if len(gone) > 0 {
		left = append(left, text.Sayf("%[1]d of %[2]d entries (%[3]s)", "共 %[2]d 项中的 %[1]d 项（%[3]s）", len(gone), len(s.names), gone.Most(3)))
	}
	for i := range slices.Backward(s.blocks) {
		if b := &s.blocks[i]; size > room && i > 0 {
			size -= len(b.text)
			b.text = ""
		}
	}
	var where text.Spoken = text.Sayf("`caidan %s --format json` has all of it", "用 `caidan %s --format json` 查看全部", s.command)
	if s.command == comparing {
		where = text.Say("`caidan preview --base` shows all of it", "用 `caidan preview --base` 查看全部")
	}
	if s.Run != "" {
		where = text.Sayf("[the summary of the run](%s) has them", "见[本次运行的摘要](%s)", s.Run)
	}
	return fmt.Sprintf("> [!WARNING]\n> %s\n\n", text.Sayf("This page has no room for %[1]s; %[2]s.", "这一页放不下：%[1]s；%[2]s。", left, where).In(s.Lang))
}
