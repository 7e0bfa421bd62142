package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// The rungs of docs/guide.md.
const (
	rungCheck   = "check"
	rungPlan    = "plan"
	rungPublish = "publish"
)

var rungs = []string{rungCheck, rungPlan, rungPublish}

type initOptions struct {
	functionOptions
	accounts, owners   []string
	path, rung, action string
	// branch is the default branch, which is published.
	branch string
	// configured is set where the function was named, so that it may be asked.
	configured, pull, dryRun bool
}

func (a *app) initialize() *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init [ACCOUNT...]",
		Short: a.say(text.Say("Write what a repository with menus needs", "写好菜单仓库所需的文件")),
		Long: a.say(text.Say(`Write what a repository with menus needs, into an empty one or beside what is
there: a menu file for each account, .caidan.jsonnet, the workflows of the rung,
lines of CODEOWNERS, and settings for editors. ACCOUNT is a name that you choose,
as in brand-cn.

At a terminal it asks for what was not given, shows what it will write and asks
before it does. A file that is there always stays as it is: the list says which
files stay, which are new, and which lines of CODEOWNERS and of the editor's
settings would be new. With --pull a menu file begins with what is live.`, `写好菜单仓库所需的文件，空仓库和已有内容的仓库都可以：每个账号一份菜单文件、
.caidan.jsonnet、所选级别的工作流、CODEOWNERS 里的几行，以及编辑器的设置。ACCOUNT
是您起的名字，例如 brand-cn。

在终端里会询问没有给出的内容，列出要写的文件，确认之后才写。已有的文件一律保持原样：
列表会说明哪些文件不动、哪些是新的，以及 CODEOWNERS 和编辑器设置里该添哪几行。
加上 --pull，菜单文件就从线上的菜单开始。`)),
		Example: `  caidan init
  caidan init brand-cn --action octo-org/caidan@0123456789abcdef0123456789abcdef01234567
  caidan init brand-cn --dry-run --rung publish --owners @octo-org/menus`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			const function = "inspect-function"
			o.accounts = args
			o.configured = cmd.Flags().Changed(function) || a.getenv(envName(function)) != ""
			return a.runInit(cmd.Context(), o)
		},
	}
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	f := cmd.Flags()
	f.Var(&choice{&o.rung, rungs}, "rung", a.say(text.Say(
		"what GitHub is to do: check pull requests, plan against what is live too, or also publish (default: check)",
		"GitHub 要做的事：check 只检查拉取请求，plan 还与线上比较，publish 还会发布（默认 check）")))
	f.StringVar(&o.action, "action", "", a.say(text.Say(
		"your copy of caidan that the workflows use: OWNER/NAME@COMMIT, with the commit's full id; without it no workflow is written",
		"工作流使用的 caidan 副本：OWNER/NAME@COMMIT，COMMIT 是提交的完整编号；不写就没有工作流")))
	f.StringVar(&o.branch, "branch", "", a.say(text.Say(
		"the default branch, which is published (default: that of origin, else main)", "默认分支，发布的就是它（默认取自 origin，没有则为 main）")))
	f.StringSliceVar(&o.owners, "owners", nil, a.say(text.Say(
		"who reviews menus, for CODEOWNERS: @USER, @ORG/TEAM or a mail address; parted by commas",
		"由谁评审菜单，写进 CODEOWNERS：@USER、@ORG/TEAM 或邮箱，用逗号分隔")))
	f.BoolVar(&o.pull, "pull", false, a.say(text.Say("begin with what is live, as the function reads it", "菜单文件从函数读到的线上菜单开始")))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say(text.Say("write nothing; show each new file with its contents", "什么都不写，只列出新文件和内容")))
	return cmd
}

// Where an Action is, and who owns files, as GitHub writes them.
var (
	actionAt = text.Pattern(`^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+@[0-9a-f]{40}$`)
	aBranch  = text.Pattern(`^[A-Za-z0-9_][A-Za-z0-9_./-]*$`)
	anOwner  = text.Pattern(`^(@[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+)$`)
)

// validAction says what is wrong with where the Action is.
func validAction(where string) error {
	if actionAt().MatchString(where) {
		return nil
	}
	return misused(text.Sayf(
		"%.80q is not an Action: write OWNER/NAME@COMMIT, your copy of caidan and the full id of the commit that you have looked at, as git rev-parse HEAD prints it there",
		"%.80q不是 Action：写成 OWNER/NAME@COMMIT，即您的 caidan 副本和您看过的那个提交的完整编号（在副本里用 git rev-parse HEAD 查看）", where))
}

// defaultBranch returns the branch that was named, else that of the clone's origin,
// else main.
func defaultBranch(named, dir string) (string, error) {
	branch := named
	if r, err := git.Open(dir); err == nil && branch == "" {
		branch = r.DefaultBranch()
		_ = r.Close()
	}
	branch = cmp.Or(branch, "main")
	if !aBranch().MatchString(branch) {
		return "", misused(text.Sayf(
			"the workflows cannot name the branch %.80q: use letters, digits, hyphens, dots and slashes in the name that --branch takes",
			"工作流里写不了分支名%.80q：--branch 的值只能用字母、数字、连字符、点和斜线", branch))
	}
	return branch, nil
}

// validOwners says which words cannot be owners.
func validOwners(owners []string) error {
	var errs []error
	for _, owner := range owners {
		if !anOwner().MatchString(owner) {
			errs = append(errs, misused(text.Sayf(
				"%.80q cannot own files: write @USER, @ORG/TEAM or a mail address", "%.80q不能作文件的负责人：写成 @USER、@ORG/TEAM 或邮箱", owner)))
		}
	}
	return errors.Join(errs...)
}

func (a *app) runInit(ctx context.Context, o initOptions) error {
	errs := []error{validNames(o.accounts), validOwners(o.owners)}
	if o.action != "" {
		errs = append(errs, validAction(o.action))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	dir, err := source.FindRoot(o.path)
	if err != nil {
		return err
	}
	if o.branch, err = defaultBranch(o.branch, dir); err != nil {
		return err
	}
	known, files, err := a.menuFiles(ctx, o.path)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return unwritten(dir, err)
	}
	defer func() { _ = root.Close() }()
	s := seeder{app: a, root: root, files: files, talk: a.newTalk()}
	if err := s.complete(ctx, &o, known); err != nil {
		return err
	}
	slices.Sort(o.accounts)
	o.accounts = slices.Compact(o.accounts)
	live, err := a.livePages(ctx, &o, files)
	if err != nil {
		return err
	}
	if err := s.gather(&o, live); err != nil {
		return err
	}
	return s.finish(ctx, &o)
}

// livePages returns the menu files of what is live, of those accounts that have a
// menu there and none in Git.
func (a *app) livePages(ctx context.Context, o *initOptions, files map[string]string) (map[string]string, error) {
	var reqs []api.Request
	for _, name := range o.accounts {
		if _, there := files[name]; !there && o.pull {
			reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpRead, Account: name})
		}
	}
	if len(reqs) == 0 {
		return nil, nil
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return nil, err
	}
	live := map[string]string{}
	var unread []report.Pulled
	for _, r := range k.ask(ctx, reading, reqs) {
		if r.Outcome != api.Read {
			unread = append(unread, report.Pulled{Result: r})
		} else if !r.Live.Empty() {
			f := liveOf(&r)
			live[r.Account] = string(f.Jsonnet(a.lang))
		}
	}
	if len(unread) == 0 {
		return live, nil
	}
	doc := report.NewPull(unread)
	return nil, errors.Join(doc.Text(a.stderr, a.wording(a.stderr)), ends(verdictCode(doc.Verdict)))
}

// finish shows what will be written, and writes it.
func (s *seeder) finish(ctx context.Context, o *initOptions) error {
	a := s.app
	if err := s.list(a.stdout, o.dryRun); err != nil {
		return fmt.Errorf("write stdout: %w", err)
	}
	fresh := slices.ContainsFunc(s.seeds, func(f seed) bool { return f.state == seedNew })
	switch {
	case o.dryRun:
		return nil
	case !fresh:
		_, err := fmt.Fprintln(a.stdout, a.say(text.Say("no file is missing; nothing was written", "文件都已齐全，没有写任何文件")))
		return err
	}
	if s.talk != nil {
		yes, err := s.talk.agree(ctx, text.Say("write the new files?", "写入这些新文件吗？"), yea)
		if err != nil || !yes {
			return errors.Join(err, s.kept())
		}
	}
	for i := range s.seeds {
		if err := s.seeds[i].write(s.root); err != nil {
			return err
		}
	}
	return s.next(a.stdout, o)
}

// kept says that nothing was written.
func (s *seeder) kept() error {
	_, err := fmt.Fprintln(s.app.stdout, s.app.say(text.Say("nothing was written", "没有写任何文件")))
	return err
}
