package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/caidan-dev/caidan/pkg/text"
)

// talk asks a person at a terminal.
type talk struct {
	in   *bufio.Reader
	out  io.Writer
	lang text.Lang
}

// newTalk returns the way to ask; nil where no person answers.
func (a *app) newTalk() *talk {
	in, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return &talk{in: bufio.NewReader(in), out: a.stderr, lang: a.lang}
}

// line asks for a line; an empty one is the answer usual.
func (t *talk) line(ctx context.Context, question text.Spoken, usual string) (string, error) {
	_, _ = fmt.Fprintf(t.out, "%s ", question.In(t.lang))
	if usual != "" {
		_, _ = fmt.Fprintf(t.out, "[%s] ", usual)
	}
	type input struct {
		line string
		err  error
	}
	done := make(chan input, 1)
	// Nothing ends a read from a terminal, so it is left behind with Ctrl-C.
	go func() {
		line, err := t.in.ReadString('\n')
		done <- input{strings.TrimSpace(line), err}
	}()
	select {
	case <-ctx.Done():
		_, _ = fmt.Fprintln(t.out)
		return "", ctx.Err()
	case in := <-done:
		switch {
		case in.line == "" && in.err != nil:
			_, _ = fmt.Fprintln(t.out)
			return "", &text.Error{Meaning: text.Say("the input ended before the last answer; nothing was done", "回答完之前输入就结束了，什么都没有做")}
		case in.line == "":
			return usual, nil
		}
		return in.line, nil
	}
}

// until asks until the answer is taken.
func (t *talk) until(ctx context.Context, question text.Spoken, usual string, take func(answer string) error) error {
	for {
		answer, err := t.line(ctx, question, usual)
		if err != nil {
			return err
		}
		err = take(answer)
		if err == nil {
			return nil
		}
		for _, e := range several(err) {
			meaning, _ := text.Explain(e, t.lang)
			_, _ = fmt.Fprintf(t.out, "  %s\n", text.Clean(meaning))
		}
	}
}

// The answers to a question for a yes; either language's is taken, and so is its letter.
var yea, no = text.Say("yes", "是"), text.Say("no", "否")

// agree asks for a yes or a no, of which one is the usual answer.
func (t *talk) agree(ctx context.Context, question text.Spoken, usual text.Text) (agreed bool, err error) {
	err = t.until(ctx, question, usual.In(t.lang), func(answer string) error {
		answer = strings.ToLower(answer)
		switch {
		case slices.Contains([]string{"y", yea.EN, yea.ZH}, answer):
			agreed = true
		case !slices.Contains([]string{"n", no.EN, no.ZH}, answer):
			return misused(unknown(anAnswer, answer, []string{yea.In(t.lang), no.In(t.lang)}))
		}
		return nil
	})
	return agreed, err
}

// anAnswer is what a person says.
var anAnswer = text.Say("answer", "回答")

// complete asks for what was not given, and says what is missing where it cannot ask.
func (s *seeder) complete(ctx context.Context, o *initOptions, known []string) error {
	if s.talk == nil {
		return s.missing(o)
	}
	if len(o.accounts) == 0 {
		if err := s.askAccounts(ctx, o, known); err != nil {
			return err
		}
	}
	if o.rung == "" {
		question := text.Say("what is GitHub to do with pull requests: check, plan or publish?", "GitHub 要对拉取请求做什么：check、plan 还是 publish？")
		if err := s.talk.until(ctx, question, rungCheck, (&choice{&o.rung, rungs}).Set); err != nil {
			return err
		}
	}
	if o.action == "" && s.needsAction(o.rung) {
		question := text.Say("which copy of caidan do the workflows use (OWNER/NAME@COMMIT; leave it empty for no workflow yet)?", "工作流使用哪个 caidan 副本（OWNER/NAME@COMMIT；还没有就留空，先不写工作流）？")
		if err := s.talk.until(ctx, question, "", func(answer string) error {
			if o.action = answer; answer == "" {
				return nil
			}
			return validAction(answer)
		}); err != nil {
			return err
		}
	}
	if len(o.owners) == 0 {
		question := text.Say("who reviews menus (@USER, @ORG/TEAM; leave it empty for no CODEOWNERS)?", "由谁评审菜单（@USER、@ORG/TEAM；留空则不写 CODEOWNERS）？")
		if err := s.talk.until(ctx, question, "", func(answer string) error {
			o.owners = words(answer)
			return validOwners(o.owners)
		}); err != nil {
			return err
		}
	}
	return s.offerPull(ctx, o)
}

// askAccounts asks for names; with accounts in Git it may be none.
func (s *seeder) askAccounts(ctx context.Context, o *initOptions, known []string) error {
	question, usual := text.Spoken(text.Say("which accounts, by names of your choice?", "有哪些账号？名字由您来起。")), "brand-cn"
	if len(s.files) > 0 {
		const shown = 5 // names: a line, not a page
		question, usual = text.Sayf("which accounts beside %s (leave it empty for none)?", "除了 %s，还有哪些账号（没有就留空）？", text.List(known).Most(shown)), ""
	}
	return s.talk.until(ctx, question, usual, func(answer string) error {
		o.accounts = words(answer)
		return validNames(o.accounts)
	})
}

// offerPull offers to begin with what is live where a function was named.
func (s *seeder) offerPull(ctx context.Context, o *initOptions) (err error) {
	if !o.configured || o.pull || len(o.accounts) == 0 {
		return nil
	}
	o.pull, err = s.talk.agree(ctx, text.Sayf("ask %q what is live, and begin with that?", "要向%q读取线上的菜单，从它开始吗？", o.function), yea)
	return err
}

// missing says what has to be given where no person can be asked.
func (s *seeder) missing(o *initOptions) error {
	if o.rung == "" {
		o.rung = rungCheck
	}
	if len(o.accounts) == 0 && len(s.files) == 0 {
		return misused(text.Say("name an account, as in caidan init brand-cn", "请写出账号，例如 caidan init brand-cn"))
	}
	return nil
}

// words parts an answer at blanks and commas.
func words(answer string) []string {
	return strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(" \t,，、", r) })
}
