package github

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Kind is what a text of ours on GitHub is.
type Kind string

const (
	// Planned is the comment that says what a pull request changes.
	Planned Kind = "plan"
	// Published is the comment on a merged pull request that says what came of it.
	Published Kind = "published"
	// Drifted is the issue about an account whose live menu was edited.
	Drifted Kind = "drift"
	// Claimed is the comment that says what the run of a fork says it changes.
	Claimed Kind = "claim"
	// outdated is a text that a newer one stands in for.
	outdated Kind = "outdated"
)

// Mark is the first line of each text of ours on GitHub, which readers do not
// see. By it the next run finds the text again.
type Mark struct {
	Kind Kind `json:"kind"`
	// Key tells texts of one kind at one place apart.
	Key string `json:"key"`
	// Run and Attempt are those of the run that wrote it, of the commit Head.
	Run     int64  `json:"run"`
	Attempt int    `json:"attempt"`
	Head    string `json:"head"`
	// Verdict is what the text comes to, and Text names what it says.
	Verdict string `json:"verdict,omitempty"`
	// Live is set where the text is about what is live.
	Live bool   `json:"live,omitempty"`
	Text string `json:"text,omitempty"`
}

// markStart and markEnd stand around a mark. The number is the version of what is
// between them.
const (
	markStart = "<!-- caidan:1 "
	markEnd   = " -->"
)

// String returns the line. JSON escapes what would end the comment early.
func (m Mark) String() string {
	b, _ := json.Marshal(m) // strings and numbers can always be encoded
	return markStart + string(b) + markEnd
}

// parseMark returns the mark that a text starts with, and what is below it.
func parseMark(body string) (m Mark, below string, ok bool) {
	line, below, _ := strings.Cut(body, "\n")
	line, ours := strings.CutPrefix(strings.TrimSuffix(line, "\r"), markStart)
	line, ends := strings.CutSuffix(line, markEnd)
	if !ours || !ends || json.Unmarshal([]byte(line), &m) != nil {
		return Mark{}, "", false
	}
	return m, below, true
}

// marks reports whether this is the mark of the same text, of whichever run.
func (m Mark) marks(other Mark) bool { return m.Kind == other.Kind && m.Key == other.Key }

// after reports whether the mark is of a newer run, or a newer attempt of it.
func (m Mark) after(other Mark) bool {
	return m.Run > other.Run || m.Run == other.Run && m.Attempt > other.Attempt
}

// same reports whether two marks are of one commit and of texts that say the same.
func (m Mark) same(other Mark) bool { return m.Head == other.Head && m.Text == other.Text }

// digest names a text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
