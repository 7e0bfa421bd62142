package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// The commands that change what is live. The settings accept nothing for rollback and
// retire: what these do is not what they name.
const (
	publish  = "publish"
	rollback = "rollback"
	retire   = "retire"
)

// pass is what would let an entry past its guards: the command with the exact
// flags, and what to paste into the settings. Its texts are harmless.
type pass struct {
	command  string
	settings []string
	// form is what a page says of the browser.
	form string
}

var (
	checkIt         = text.Say("check it, then let it pass with:", "确认无误后，这样放行：")
	checkThem       = text.Say("check it, then let %s pass with:", "确认无误后，这样放行 %s：")
	asOne           = text.Say("or, to review all that is refused together, in one line of accept for each:", "或者把被拦下的一起评审，每一组在 accept 里只写一行：")
	bySettingsFirst = text.Say("check it, then let %s pass, reviewed with the menus: this goes inside { accept: { } } in .caidan.jsonnet", "确认无误后放行 %s，随菜单一起评审：写进 .caidan.jsonnet 的 { accept: { } } 里")
	orCommand       = text.Say("or once, by hand", "或者手动放行一次")
	inBrowser       = text.Say("Or in the browser, without AWS credentials: start the workflow that publishes, with the command %s, and fill in the account and each flag.", "没有 AWS 凭证时，可以在浏览器里启动负责发布的工作流，命令选 %s，在表单里填写账号和各个参数。")
	bySettings      = text.Say("or, to review it together with the menus, in .caidan.jsonnet under accept:", "或者随菜单一起评审，写进 .caidan.jsonnet 的 accept：")
)

// pass returns what lets an entry pass; empty where nothing stops it, or can.
func (p *page) pass(e *entry) pass {
	if p.looks || e.Needs == nil || e.Needs.Empty() {
		return pass{}
	}
	return pass{e.command(p.command, p.args), p.settings(e), p.form()}
}

// command is the command line that accepts what these accounts need. It is the
// command that was run, or, for one that only looks, publish.
func (e *entry) command(command, args string) string {
	words := []string{"caidan", verb(command)}
	var names, live []string
	for _, r := range e.all {
		names = append(names, shellWord(r.Account))
		if r.Needs.Live != "" {
			live = append(live, "--accept-live "+shellWord(r.Account+"="+r.Needs.Live))
		}
		if run := r.Needs.ResetMark; run != 0 {
			live = append(live, fmt.Sprintf("--reset-mark %s=%d", shellWord(r.Account), run))
		}
	}
	words = append(words, names...)
	if args != "" {
		words = append(words, text.Clean(args))
	}
	words = append(words, live...)
	return strings.Join(append(words, allowing(e.Needs, names)...), " ")
}

// verb is what a command does to menus, or, for one that only looks, publish.
func verb(command string) string {
	if command == rollback || command == retire {
		return command
	}
	return publish
}

// form says how the form of the workflow that publishes takes the place of the
// command line: it has a field for each flag.
// Source: docs/workflows/menus.yml.
func (p *page) form() string {
	return inBrowser.With(verb(p.command)).In(p.lang) + "\n\n"
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
	if n.ResetMark != 0 {
		words = append(words, "--reason '...'")
	}
	return words
}

// settings returns the lines of the settings that accept what these accounts
// need; none where settings cannot.
func (p *page) settings(e *entry) []string {
	if p.command == rollback || p.command == retire || byHand(e.Result) || e.Digests.Desired == "" {
		return nil
	}
	if line := p.together(e); line != "" {
		return []string{line}
	}
	glob := e.family()
	inOne := func(f family) bool { return f.glob == glob }
	if e.several() && e.Outcome == api.Refused && slices.ContainsFunc(p.families, inOne) {
		return nil // one line for all of them stands at the end
	}
	var lines []string
	for _, r := range e.all {
		lines = append(lines, accepting(r.Account, r.Digests.Desired, r.Needs.Live, r.Needs.Allow))
	}
	return lines
}

// byHand reports whether no settings accept what a result needs.
func byHand(r *api.Result) bool {
	return r.Needs.TakeOver != "" || r.Needs.ResetMark != 0 || r.Case == api.CaseUnknown
}

// accepting is a line of accept in the settings.
func accepting(account, digest, live string, allow []api.Guard) string {
	fields := []string{"digest: " + text.Jsonnet(digest)}
	if live != "" {
		fields = append(fields, "live: "+text.Jsonnet(live))
	}
	if len(allow) > 0 {
		var guards []string
		for _, a := range allow {
			guards = append(guards, text.Jsonnet(string(a)))
		}
		fields = append(fields, "allow: ["+strings.Join(guards, ", ")+"]")
	}
	return fmt.Sprintf("%s: { %s },", text.Clean(text.JsonnetName(account)), strings.Join(fields, ", "))
}

// together is the one line that accepts what the accounts of an entry need, of a
// glob; empty where none names them and no other account that needs anything.
func (p *page) together(e *entry) string {
	if !e.several() {
		return ""
	}
	begin, end := e.all[0].Account, e.all[0].Account
	for _, s := range e.all[1:] {
		for !strings.HasPrefix(s.Account, begin) {
			begin = begin[:len(begin)-1]
		}
	}
	for _, s := range e.all {
		for !strings.HasSuffix(s.Account[len(begin):], end) {
			end = end[1:]
		}
	}
	for _, glob := range []string{familyOf(begin), begin + "*" + end} {
		if all := p.matched(glob, e); all != nil {
			return all.accepting(glob)
		}
	}
	return ""
}

// familyOf is the glob of a name up to its last hyphen; empty where it has none.
func familyOf(name string) string {
	i := strings.LastIndexByte(name, '-')
	if i < 0 {
		return ""
	}
	return name[:i+1] + "*"
}

// family is the glob of the family that all accounts of an entry are of; empty
// where there is none.
func (e *entry) family() string {
	glob := familyOf(e.Account)
	if slices.ContainsFunc(e.all, func(s *said) bool { return familyOf(s.Account) != glob }) {
		return ""
	}
	return glob
}

// family is accounts that one line of the settings accepts, though different things
// are said of them.
type family struct{ glob, line string }

// related returns the families of which different things are said, such as some
// stores with an edit among many.
func (p *page) related() []family {
	refused, said := map[string]int{}, map[string]bool{}
	for _, r := range p.results {
		if r.Outcome == api.Refused {
			refused[familyOf(r.Account)]++
		}
	}
	for i := range p.entries {
		e := &p.entries[i]
		members := map[string]int{}
		for _, s := range e.all {
			members[familyOf(s.Account)]++
		}
		for glob, n := range members {
			said[glob] = said[glob] || n > 1 && n == refused[glob] && p.together(e) != ""
		}
	}
	var out []family
	for _, glob := range slices.Sorted(maps.Keys(refused)) {
		if refused[glob] < 2 || said[glob] {
			continue
		}
		if all := p.matched(glob, nil); all != nil {
			out = append(out, family{glob, all.accepting(glob)})
		}
	}
	return out
}

// matched returns the results of all accounts of the repository that a glob
// matches, which are all of the entry's where there is one, and of others those
// that need nothing; nil where it matches others, one that was not looked at, or
// one that needs what no settings accept.
func (p *page) matched(glob string, e *entry) several {
	own := map[*api.Result]bool{}
	if e != nil {
		for _, s := range e.all {
			own[s.Result] = true
		}
	}
	begin, end, is := strings.Cut(glob, "*")
	if !is {
		return nil
	}
	var out several
	at, _ := slices.BinarySearch(p.git, begin)
	for _, name := range p.git[at:] {
		if !strings.HasPrefix(name, begin) {
			break
		}
		if !strings.HasSuffix(name[len(begin):], end) {
			continue
		}
		r := p.results[name]
		switch {
		case r == nil, r.Digests.Desired == "", r.Digests.Live == "":
			return nil
		case r.Needs == nil || r.Needs.Empty():
		case byHand(r), e != nil && !own[r]:
			return nil
		}
		delete(own, r)
		out = append(out, r)
	}
	if len(own) > 0 {
		return nil
	}
	return out
}

// several are the results of accounts that one entry of the settings is about.
type several []*api.Result

// accepting is the line that accepts what they need.
func (rs several) accepting(glob string) string {
	desired, live := map[string]string{}, map[string]string{}
	needs := map[api.Guard]bool{}
	edited := false
	for _, r := range rs {
		desired[r.Account], live[r.Account] = r.Digests.Desired, r.Digests.Live
		if r.Outcome == api.Refused && r.Needs != nil {
			edited = edited || r.Needs.Live != ""
			for _, g := range r.Needs.Allow {
				needs[g] = true
			}
		}
	}
	allow := slices.DeleteFunc(api.Allowable(), func(g api.Guard) bool { return !needs[g] })
	if !edited {
		return accepting(glob, api.Together(desired), "", allow)
	}
	return accepting(glob, api.Together(desired), api.Together(live), allow)
}

// plainWord is what a shell takes as it is.
var plainWord = text.Pattern(`^[A-Za-z0-9._/:@=,+-]+$`)

// shellWord writes untrusted text as one word of a shell, and nothing more.
func shellWord(untrusted string) string {
	s := text.Clean(untrusted)
	if plainWord().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
