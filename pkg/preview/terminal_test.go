package preview

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the expected drawings")

// leaves returns n buttons.
func leaves(n int) []menu.Button {
	var out []menu.Button
	for i := range n {
		out = append(out, menu.Button{Type: "click", Name: fmt.Sprintf("按钮 %d", i+1), Key: "k"})
	}
	return out
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		buttons []menu.Button
	}{
		{name: "none"},
		{name: "one", buttons: leaves(1)},
		{name: "three", buttons: leaves(3)},
		{name: "sub-menus-0-1-2", buttons: []menu.Button{
			{Name: "空"}, {Name: "一", Sub: leaves(1)}, {Name: "二", Sub: leaves(2)},
		}},
		{name: "sub-menus-3-4-5", buttons: []menu.Button{
			{Name: "三", Sub: leaves(3)}, {Name: "四", Sub: leaves(4)}, {Name: "五", Sub: leaves(5)},
		}},
		{name: "cut-names", buttons: []menu.Button{
			{Name: "四个汉字"},
			{Name: "五个汉字啊"},
			{Name: "mixed 中文", Sub: []menu.Button{
				{Name: "八个汉字正好放下"},
				{Name: "九个汉字就放不下了"},
				{Name: "sixteen letters."},
				{Name: "seventeen letters"},
				{Name: "fifteen letters中"},
			}},
		}},
		{name: "emoji", buttons: []menu.Button{
			{Name: "🎵 音乐"},
			{Name: "👨‍👩‍👧‍👦家庭"},
			{Name: "🇨🇳", Sub: []menu.Button{{Name: "❤️ 关注我们 ❤️"}, {Name: "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽"}}},
		}},
		{name: "ambiguous-width", buttons: []menu.Button{
			{Name: "“引号”"}, {Name: "→①·…"}, {Name: "★", Sub: []menu.Button{{Name: "“八个汉字正好”"}, {Name: "①②③④⑤⑥⑦⑧⑨"}}},
		}},
		{name: "hostile", buttons: []menu.Button{
			{Name: "\x1b[2J"},
			{Name: "::error::x"},
			{Name: "a\nb\tc", Sub: []menu.Button{
				{Name: "##[error]x"}, {Name: "\u202etxt.exe"}, {Name: "\u009b31m"}, {Name: "bad\xffutf8"}, {Name: "a\u2028b"},
			}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := Terminal(&b, tt.buttons); err != nil {
				t.Fatal(err)
			}
			checkDrawing(t, b.String())
			golden := filepath.Join("testdata", tt.name+".golden")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("got\n%swant\n%s", b.String(), want)
			}
		})
	}
}

// checkDrawing holds what every drawing keeps: nothing acts, and no line is
// wider than the bar.
func checkDrawing(t *testing.T, drawing string) {
	t.Helper()
	if !strings.HasSuffix(drawing, "\n") || strings.Contains(drawing, "##[") {
		t.Errorf("got %q, want lines and no command in them", drawing)
	}
	for _, line := range strings.Split(strings.TrimSuffix(drawing, "\n"), "\n") {
		if uniseg.StringWidth(line) > columns*(cell+2) {
			t.Errorf("got a line of %d cells, want at most %d: %q", uniseg.StringWidth(line), columns*(cell+2), line)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.ContainsFunc(line, text.Acts) {
			t.Errorf("got a line that acts: %q", line)
		}
	}
}

func FuzzTerminal(f *testing.F) {
	for _, seed := range []string{"", "音乐", "\x1b[2J\n::error::x", "##[group]", "\u202e\u009b", "👨‍👩‍👧‍👦", "a\xff"} {
		f.Add(seed, seed, 2)
	}
	f.Fuzz(func(t *testing.T, top, sub string, n int) {
		var b bytes.Buffer
		list := make([]menu.Button, min(max(n, 0), 5))
		for i := range list {
			list[i].Name = sub
		}
		if err := Terminal(&b, []menu.Button{{Name: top, Sub: list}, {Name: sub}}); err != nil {
			t.Fatal(err)
		}
		checkDrawing(t, b.String())
	})
}
