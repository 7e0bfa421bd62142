package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) render() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "render ACCOUNT",
		Short: a.say(text.Say("Print the exact bodies that would be posted", "输出会发给微信的内容，一字不差")),
		Long: a.say(text.Say(`Print the exact bodies that would be posted for one account, one a line: the
default menu for menu/create, then each conditional menu for
menu/addconditional.`, `输出一个账号会发给微信的内容，一字不差，每行一份：先是 menu/create 的默认菜单，
然后是 menu/addconditional 的各个个性化菜单。`)),
		Example: `  caidan render brand-cn
  caidan render brand-cn | jq .`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused(text.Say("name one account: caidan render ACCOUNT", "请指定一个账号：caidan render ACCOUNT"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runRender(cmd.Context(), path, args[0])
		},
	}
	a.pathFlag(cmd, &path)
	return cmd
}

func (a *app) runRender(ctx context.Context, path, name string) error {
	checked, err := a.look(ctx, check.Options{Paths: []string{path}, Keep: true})
	if err != nil {
		return err
	}
	if check.IsGlob(name) {
		return misused(unknown(anAccount, name, names(checked.Accounts)))
	}
	if checked.Accounts, _, err = choose(checked.Accounts, nil, []string{name}); err != nil {
		return err
	}
	if doc := checkDocument("render", &checked); doc.Verdict == report.Invalid {
		return errors.Join(doc.Text(a.stderr, a.wording(a.stderr)), ends(exitInvalid))
	}
	set := checked.Accounts[0].Set
	if _, err := fmt.Fprintf(a.stdout, "%s\n", set.CreateBody()); err != nil {
		return err
	}
	for i := range set.Conditional {
		if _, err := fmt.Fprintf(a.stdout, "%s\n", set.Conditional[i].Body()); err != nil {
			return err
		}
	}
	return nil
}
