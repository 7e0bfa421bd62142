package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/text"
)

// yesFlag adds the flag of a command that asks before it changes what followers see.
func (a *app) yesFlag(cmd *cobra.Command, yes *bool) {
	cmd.Flags().BoolVarP(yes, "yes", "y", false, a.say(text.Say(
		"do not ask, which a terminal does once before anything is posted", "不再询问；在终端里，发送之前会问一次")))
}

// agreed asks the person at the terminal, if there is one, whether to go on. Enter is a
// no: followers see what a yes does.
func (a *app) agreed(ctx context.Context, yes bool, question text.Spoken) error {
	talk := a.newTalk()
	if yes || talk == nil || a.inCI() {
		return nil
	}
	agreed, err := talk.agree(ctx, question, no)
	if err != nil || agreed {
		return err
	}
	return &text.Error{
		Meaning: text.Say("you did not answer yes; nothing was posted", "没有得到肯定的回答，什么都没有发送"),
		Remedy:  text.Say("answer yes or y, or give --yes where no person is asked", "回答“是”或 y；不需要询问时加上 --yes"),
	}
}

// askedAccounts is how many accounts a question names.
const askedAccounts = 10
