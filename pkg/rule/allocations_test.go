//go:build !race

package rule_test

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Judging a menu without findings makes no words, which would cost more than
// ten times as much. With the race detector regular expressions allocate more.
func TestJudgeAllocations(t *testing.T) {
	acc := slices.Collect(menu.Decode("brand-cn", full()))[0]
	for name, book := range map[string]*rule.Book{
		"without settings": rule.New(text.English, rule.Settings{}),
		"with settings":    rule.New(text.Chinese, strict()),
	} {
		const most = 70
		if got := testing.AllocsPerRun(100, func() { book.Judge(acc) }); got > most {
			t.Errorf("%s: got %v allocations, want at most %d", name, got, most)
		}
	}
}
