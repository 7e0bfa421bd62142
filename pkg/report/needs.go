package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// rollback is the command whose results cannot be accepted in the settings:
// what it posts is not what they name.
const rollback = "rollback"

// needs writes what would let a result past its guards: the command with the
// exact flags, and what to paste into the settings.
func (v voice) needs(b *strings.Builder, g *likes, p *Results) {
	if g.Needs == nil || g.Needs.Empty() {
		return
	}
	fmt.Fprintf(b, "  %s\n    %s\n", v.say(text.Say("to let it pass, once somebody has looked at it:", "有人看过之后，这样放行：")), g.command(p))
	entries := g.entries(p)
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s\n", v.say(bySettings()))
	for _, e := range entries {
		fmt.Fprintf(b, "    %s\n", e)
	}
}

// passes writes as Markdown what needs writes, in lists: what is read from the
// page is what was meant, and nothing in it is markup.
func (v voice) passes(g *likes, p *Results) string {
	if g.Needs == nil || g.Needs.Empty() {
		return ""
	}
	who := v.say(text.Say("to let %s pass, once somebody has looked at it:", "有人看过之后，这样放行 %s："), v.accountsOf(g, cell))
	s := fmt.Sprintf("\n%s\n\n- %s\n", who, text.Markdown(g.command(p)))
	if entries := g.entries(p); len(entries) > 0 {
		s += fmt.Sprintf("\n%s\n\n", v.say(bySettings()))
		for _, e := range entries {
			s += "- " + text.Markdown(e) + "\n"
		}
	}
	if len(s) > passBytes {
		return "\n" + v.say(text.Say("What lets %s pass is too long for this page; the log of the step has it.", "放行 %s 的写法太长，这里放不下，见本步骤的日志。"), v.accountsOf(g, cell)) + "\n"
	}
	return s
}

// passBytes is the size of the longest text on a page about what lets a result
// pass: some hundred accounts, and room for the table beside it.
const passBytes = summaryBytes / 10

func bySettings() text.Text {
	return text.Say("or reviewed with the menus, in .caidan.jsonnet under accept:", "或者随菜单一起评审，写进 .caidan.jsonnet 的 accept：")
}

// command is the command line that accepts what these accounts need. It is the
// command that was run, or, for one that only looks, publish.
func (g *likes) command(p *Results) string {
	words := []string{"caidan", "publish"}
	if p.Command == rollback {
		words[1] = p.Command
	}
	var names, live []string
	for _, r := range g.all {
		names = append(names, shellWord(r.Account))
		if r.Needs.Live != "" {
			live = append(live, "--accept-live "+shellWord(r.Account+"="+r.Needs.Live))
		}
	}
	words = append(words, names...)
	if p.Args != "" {
		words = append(words, text.Clean(p.Args))
	}
	words = append(words, live...)
	return strings.Join(append(words, allowing(g.Needs, names)...), " ")
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

// entries returns the lines of the settings that accept what these accounts
// need; none where settings cannot.
func (g *likes) entries(p *Results) []string {
	if p.Command == rollback || g.Needs.TakeOver != "" || slices.ContainsFunc(g.all, func(r *api.Result) bool { return r.Digests.Desired == "" }) {
		return nil
	}
	var lines []string
	for _, r := range g.all {
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
