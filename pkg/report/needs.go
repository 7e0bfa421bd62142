package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// rollback is the command whose results cannot be accepted in the settings:
// what it posts is not what they name.
const rollback = "rollback"

// pass is what would let an entry past its guards: the command with the exact
// flags, and what to paste into the settings. Its texts are harmless.
type pass struct {
	command  string
	settings []string
}

var (
	checkIt    = text.Say("check it, then let it pass with:", "确认无误后，这样放行：")
	checkThem  = text.Say("check it, then let %s pass with:", "确认无误后，这样放行 %s：")
	bySettings = text.Say("or, to review it together with the menus, in .caidan.jsonnet under accept:", "或者随菜单一起评审，写进 .caidan.jsonnet 的 accept：")
)

// pass returns what lets an entry pass; empty where nothing stops it, or can.
func (p *page) pass(e *entry) pass {
	if p.looks || e.Needs == nil || e.Needs.Empty() {
		return pass{}
	}
	return pass{e.command(p.command, p.args), e.settings(p.command)}
}

// command is the command line that accepts what these accounts need. It is the
// command that was run, or, for one that only looks, publish.
func (e *entry) command(command, args string) string {
	words := []string{"caidan", "publish"}
	if command == rollback {
		words[1] = command
	}
	var names, live []string
	for _, r := range e.all {
		names = append(names, shellWord(r.Account))
		if r.Needs.Live != "" {
			live = append(live, "--accept-live "+shellWord(r.Account+"="+r.Needs.Live))
		}
	}
	words = append(words, names...)
	if args != "" {
		words = append(words, text.Clean(args))
	}
	words = append(words, live...)
	return strings.Join(append(words, allowing(e.Needs, names)...), " ")
}

// allowing returns the flags for what is needed beside the digest of what is
// live.
func allowing(n *api.Accept, accounts []string) []string {
	var words, others []string
	for _, g := range n.Allow {
		switch g {
		case api.First:
			words = append(words, "--first "+strings.Join(accounts, ","))
		case api.Quarantined:
			words = append(words, "--lift")
		default:
			others = append(others, shellWord(string(g)))
		}
	}
	if len(others) > 0 {
		words = append(words, "--allow "+strings.Join(others, ","))
	}
	if n.TakeOver != "" {
		words = append(words, "--take-over "+shellWord(n.TakeOver))
	}
	return words
}

// settings returns the lines of the settings that accept what these accounts
// need; none where settings cannot.
func (e *entry) settings(command string) []string {
	if command == rollback || e.Needs.TakeOver != "" || e.Digests.Desired == "" {
		return nil
	}
	var lines []string
	for _, r := range e.all {
		fields := []string{"digest: " + text.Jsonnet(r.Digests.Desired)}
		if r.Needs.Live != "" {
			fields = append(fields, "live: "+text.Jsonnet(r.Needs.Live))
		}
		if len(r.Needs.Allow) > 0 {
			var guards []string
			for _, a := range r.Needs.Allow {
				guards = append(guards, text.Jsonnet(string(a)))
			}
			fields = append(fields, "allow: ["+strings.Join(guards, ", ")+"]")
		}
		lines = append(lines, fmt.Sprintf("%s: { %s },", text.Clean(text.JsonnetName(r.Account)), strings.Join(fields, ", ")))
	}
	return lines
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9._/:@=,+-]+$`)

// shellWord writes untrusted text as one word of a shell, and nothing more.
func shellWord(untrusted string) string {
	s := text.Clean(untrusted)
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
