package main

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// overrides are the flags that let a publish past a guard. They have no twins
// in the environment: what is meant for one publish must not outlive it.
type overrides struct {
	live, allow, first []string
	takeOver           string
	lift               bool
	reset              []string

	// digests, guards and marks are live, allow and reset as they were
	// understood.
	digests map[string]string
	guards  []api.Guard
	marks   map[string]int64
}

// rollbackFlags adds the overrides that a rollback may need.
func (o *overrides) rollbackFlags(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	o.liveFlag(cmd, a.say(text.Say(
		"ACCOUNT=DIGEST of what is live and may be replaced; repeat for more", "ACCOUNT=DIGEST：可以覆盖的线上菜单的摘要，可重复")))
	f.StringSliceVar(&o.allow, "allow", nil, a.say(text.Say(
		"guards that may trip in the chosen accounts, separated by commas", "所选账号可以触发的保护，用逗号分隔")))
	withoutTwin(cmd, "allow")
}

// retireFlags adds the overrides that a retirement needs.
func (o *overrides) retireFlags(a *app, cmd *cobra.Command) {
	o.liveFlag(cmd, a.say(text.Say("ACCOUNT=DIGEST of what is live and is to be deleted", "ACCOUNT=DIGEST：要删除的线上菜单的摘要")))
	o.takeOverFlag(a, cmd)
}

// liveFlag adds the flag that names what is live.
func (o *overrides) liveFlag(cmd *cobra.Command, usage string) {
	cmd.Flags().StringArrayVar(&o.live, "accept-live", nil, usage)
	withoutTwin(cmd, "accept-live")
}

// takeOverFlag adds the flag that names the repository that publishes.
func (o *overrides) takeOverFlag(a *app, cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.takeOver, "take-over", "", a.say(text.Say(
		"the repository to take the accounts over from, such as https://github.com/o/r", "从哪个仓库接管账号，例如 https://github.com/o/r")))
	withoutTwin(cmd, "take-over")
}

// publishFlags adds the overrides that a publish may need.
func (o *overrides) publishFlags(a *app, cmd *cobra.Command) {
	o.rollbackFlags(a, cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.first, "first", nil, a.say(text.Say(
		"names or globs of accounts whose live menu the first publish may replace", "首次发布可以覆盖线上菜单的账号，名称或通配符")))
	o.takeOverFlag(a, cmd)
	f.BoolVar(&o.lift, "lift", false, a.say(text.Say(
		"publish menus that were rolled away from", "发布已被回滚的菜单")))
	f.StringArrayVar(&o.reset, "reset-mark", nil, a.say(text.Say(
		"ACCOUNT=RUN, a run that GitHub does not have and that holds back all others; needs --reason; repeat for more",
		"ACCOUNT=RUN：GitHub 上没有、却挡住其他运行的那次运行；必须有 --reason，可重复")))
	withoutTwin(cmd, "first", "lift", "reset-mark")
}

// understand reads the flags for the chosen accounts and says all that is wrong
// with them.
func (o *overrides) understand(accounts []string) error {
	var errs []error
	o.digests = map[string]string{}
	for _, spec := range o.live {
		account, digest, named := strings.Cut(spec, "=")
		switch {
		case !named || !menu.ValidDigest(digest):
			errs = append(errs, misused(text.Sayf(
				"--accept-live %q: write ACCOUNT=DIGEST, where DIGEST is sha256: and 64 hex digits, as caidan plan prints it",
				"--accept-live %q：写成 ACCOUNT=DIGEST，其中 DIGEST 是 sha256: 加 64 位十六进制数，由 caidan plan 给出", spec)))
		case !slices.Contains(accounts, account):
			errs = append(errs, notChosen("--accept-live", account, accounts))
		default:
			o.digests[account] = digest
		}
	}
	o.marks = map[string]int64{}
	for _, spec := range o.reset {
		account, number, _ := strings.Cut(spec, "=")
		run, err := strconv.ParseInt(number, 10, 64)
		switch {
		case err != nil || run < 1:
			errs = append(errs, misused(text.Sayf(
				"--reset-mark %q: write ACCOUNT=RUN, where RUN is the newest run of the account, as caidan status prints it",
				"--reset-mark %q：写成 ACCOUNT=RUN，其中 RUN 是账号最新的运行，由 caidan status 给出", spec)))
		case !slices.Contains(accounts, account):
			errs = append(errs, notChosen("--reset-mark", account, accounts))
		default:
			o.marks[account] = run
		}
	}
	for _, pattern := range o.first {
		if !slices.ContainsFunc(accounts, func(name string) bool { return check.Matches(pattern, name) }) {
			errs = append(errs, notChosen("--first", pattern, accounts))
		}
	}
	for _, word := range o.allow {
		guard, err := allowable(word)
		if err != nil {
			errs = append(errs, err)
		}
		o.guards = append(o.guards, guard)
	}
	if o.takeOver != "" {
		o.takeOver = strings.TrimSuffix(o.takeOver, "/")
		if !repositoryAddress(o.takeOver) {
			errs = append(errs, misused(text.Sayf(
				"--take-over %q: write the repository's address, such as https://github.com/o/r",
				"--take-over %q：写仓库的网址，例如 https://github.com/o/r", o.takeOver)))
		}
	}
	return errors.Join(errs...)
}

// notChosen is a flag about an account that is none of those chosen.
func notChosen(flag, account string, chosen []string) error {
	return misused(text.Colon(text.Same(flag), unknown(anAccount, account, chosen)))
}

// allowable returns the guard of that name, if it may be allowed.
func allowable(word string) (api.Guard, error) {
	g := api.Guard(word)
	if slices.Contains(api.Allowable(), g) {
		return g, nil
	}
	switch g {
	case api.Edited, api.Interrupted:
		return g, misused(text.Sayf(
			"--allow %s: name what may be replaced, with --accept-live ACCOUNT=DIGEST",
			"--allow %s：请用 --accept-live ACCOUNT=DIGEST 指明可以覆盖什么", word))
	case api.ForeignRepository:
		return g, misused(text.Sayf("--allow %s: name the repository, with --take-over URL", "--allow %s：请用 --take-over URL 指明仓库", word))
	default:
		if slices.Contains(api.Guards(), g) {
			return g, misused(text.Sayf("--allow %s: no publish gets past this", "--allow %s：这一项不能放行", word))
		}
		return g, misused(text.Colon(text.Same("--allow"), unknown(aGuard, word, guardNames())))
	}
}

// guardNames lists the guards that may be allowed.
func guardNames() []string {
	var names []string
	for _, g := range api.Allowable() {
		names = append(names, string(g))
	}
	return names
}

// repositoryAddress reports whether this is a server's address and a
// repository's two names.
func repositoryAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	owner, name, ok := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	return ok && owner != "" && name != "" && !strings.Contains(name, "/")
}

// accept returns what a request about an account lets pass by the flags.
func (o *overrides) accept(account string) api.Accept {
	out := api.Accept{Live: o.digests[account], Allow: slices.Clone(o.guards), TakeOver: o.takeOver, ResetMark: o.marks[account]}
	if slices.ContainsFunc(o.first, func(pattern string) bool { return check.Matches(pattern, account) }) {
		out.Allow = append(out.Allow, api.First)
	}
	if o.lift {
		out.Allow = append(out.Allow, api.Quarantined)
	}
	return out
}

// merged adds what the settings accept for this version of an account's menus.
// What the flags say of live menus goes first: it is newer.
func merged(out api.Accept, acc *check.Account) api.Accept {
	if acc.Accept == nil {
		return out
	}
	if out.Live == "" && acc.Accept.Live != "" {
		out.Live = acc.Accept.Live
		out.Settings = append(out.Settings, api.Edited)
	}
	for _, g := range acc.Accept.Allow {
		if !slices.Contains(out.Allow, g) {
			out.Allow = append(out.Allow, g)
			if g == api.First {
				out.Settings = append(out.Settings, g)
			}
		}
	}
	return out
}

// hold holds entries of the settings that are about the live menus of many
// accounts together against what is live. One that fits accepts of each account
// what was just read of it; any other accepts nothing.
func (k *asker) hold(ctx context.Context, accounts []check.Account) {
	type found struct {
		live map[string]string
		fits bool
	}
	seen := map[*check.Accepted]found{}
	for i := range accounts {
		acc := &accounts[i]
		entry := acc.Accept
		if entry == nil || entry.Together == nil || entry.Live == "" {
			continue
		}
		now, known := seen[entry]
		if !known {
			live := k.live(ctx, entry.Together)
			now = found{live, api.Together(live) == entry.Live}
			seen[entry] = now
		}
		if !now.fits {
			acc.Accept, acc.AcceptsOther = nil, true
			continue
		}
		own := *entry
		own.Live = now.live[acc.Name]
		acc.Accept = &own
	}
}

// live returns the digests of what is live in some accounts, empty where that
// could not be read.
func (k *asker) live(ctx context.Context, accounts []string) map[string]string {
	var reqs []api.Request
	for _, name := range accounts {
		reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: name})
	}
	out := map[string]string{}
	for _, r := range k.ask(ctx, reading, reqs) {
		out[r.Account] = r.Digests.Live
	}
	return out
}
