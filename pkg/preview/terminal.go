// Package preview draws menus as a phone shows them.
package preview

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// columns is how many cells the phone's bottom bar is divided into here: one
// for each top-level button WeChat takes. The phone divides it by the buttons
// there are; cells that stay put are easier to compare.
// Source: createCustomMenu, section 4 note 1.
const columns = 3

// cell is the inner width of a column: a sub-menu name as wide as the phone
// shows it, the three dots of one that is cut, and a blank on either side.
const cell = menu.ShownSub + 3 + 2

// Terminal draws a menu for a terminal with a fixed-width font: the bottom bar
// with its cells, each sub-menu above its cell, names cut as the client cuts
// them. What could act on the terminal is shown as U+FFFD.
func Terminal(w io.Writer, buttons []menu.Button) error {
	var b strings.Builder
	rows := 0
	for i := range buttons {
		rows = max(rows, len(buttons[i].Sub))
	}
	for row := range rows {
		ridge(&b, buttons, rows-row, "┌", "├", "┐", "┤")
		for col := range columns {
			line(&b, "│", sub(buttons, col, rows-row))
		}
		b.WriteByte('\n')
	}
	bar(&b, buttons)
	for row := range strings.Lines(b.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(row, " \n")); err != nil {
			return fmt.Errorf("draw menu: %w", err)
		}
	}
	return nil
}

// sub returns the name in a column that is `height` rows above the bar, empty
// when its sub-menu is lower.
func sub(buttons []menu.Button, col, height int) string {
	if col >= len(buttons) || len(buttons[col].Sub) < height {
		return ""
	}
	list := buttons[col].Sub
	return menu.ShownName(text.Printable(list[len(list)-height].Name), menu.ShownSub)
}

// ridge draws the line above a row of sub-menu buttons.
func ridge(b *strings.Builder, buttons []menu.Button, height int, topLeft, left, topRight, right string) {
	for col := range columns {
		n := 0
		if col < len(buttons) {
			n = len(buttons[col].Sub)
		}
		switch {
		case n < height:
			b.WriteString(strings.Repeat(" ", cell+2))
		case n == height:
			b.WriteString(topLeft + strings.Repeat("─", cell) + topRight)
		default:
			b.WriteString(left + strings.Repeat("─", cell) + right)
		}
	}
	b.WriteByte('\n')
}

// line draws one cell; an empty name is an empty place.
func line(b *strings.Builder, edge, name string) {
	if name == "" {
		b.WriteString(strings.Repeat(" ", cell+2))
		return
	}
	b.WriteString(edge)
	centred(b, name)
	b.WriteString(edge)
}

// bar draws the bottom bar.
func bar(b *strings.Builder, buttons []menu.Button) {
	edge := strings.Repeat("━", cell)
	b.WriteString(strings.Repeat("┏"+edge+"┓", columns) + "\n")
	for col := range columns {
		name := " "
		if col < len(buttons) {
			name = menu.ShownName(text.Printable(buttons[col].Name), menu.ShownTop)
			if len(buttons[col].Sub) > 0 {
				name = "≡ " + name
			}
		}
		line(b, "┃", name)
	}
	b.WriteString("\n" + strings.Repeat("┗"+edge+"┛", columns) + "\n")
}

func centred(b *strings.Builder, name string) {
	// A terminal is not the phone: characters of ambiguous width, such as
	// quotation marks and arrows, take one cell in it and two there.
	space := max(cell-uniseg.StringWidth(name), 0)
	b.WriteString(strings.Repeat(" ", space/2))
	b.WriteString(name)
	b.WriteString(strings.Repeat(" ", space-space/2))
}
