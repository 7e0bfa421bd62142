package main

import (
	"context"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/notify"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// notify tells a chat what came of a publish, a rollback, a retirement or a
// comparison, if the settings name it. What cannot be told is a warning, and fails nothing.
func (a *app) notify(ctx context.Context, j *job, d done) {
	if j.NotifyWebhook == "" || j.run.Event == "pull_request" || j.DryRun == yes {
		return
	}
	var m notify.Message
	switch doc := d.doc.(type) {
	case report.Results:
		// No publish comes after a look that found nothing to do; a drift that ended early
		// is one of these, too.
		looked := doc.Command == "plan" && j.run.Event == "push" && j.run.OnDefaultBranch() && d.pending() == "false"
		if !looked && !slices.Contains([]string{"publish", "rollback", "retire", "drift"}, doc.Command) {
			return
		}
		m = doc.Message(a.onGitHub(d), d.sets)
	case report.Comparison:
		m = doc.Message(a.onGitHub(d))
	}
	if wanted := a.notified(ctx, j); wanted != nil {
		m.Events = slices.DeleteFunc(m.Events, func(e notify.Event) bool { return !slices.Contains(wanted, e) })
	}
	if len(m.Events) == 0 {
		return
	}
	title := []string{"caidan " + j.Command, text.Clean(j.run.Repository)}
	if m.Title != "" {
		title = append(title, m.Title)
	}
	m.Title = strings.Join(title, " · ")
	if d.unsent != (text.Text{}) {
		m.Lines = append([]string{a.say(d.unsent)}, m.Lines...)
	}
	m.Run, m.Link = j.run.RunURL, a.say(text.Say("Open the run", "查看本次运行"))
	hook := notify.Hook{Address: j.NotifyWebhook, Service: notify.Service(j.NotifyService), Secret: j.NotifySecret}
	if err := hook.Post(ctx, &m, a.now()); err != nil {
		meaning, remedy := text.Explain(err, a.lang)
		j.action.Warningf("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(text.Sayf(
			"the chat was not told what came of this run: %[1]s; %[2]s", "没有把结果通知到聊天：%[1]s；%[2]s", meaning, remedy).In(a.lang)))))
	}
}

// notified is what the settings have chats be told; nil where they do not say, or
// cannot be read.
func (a *app) notified(ctx context.Context, j *job) []notify.Event {
	events, err := check.Notified(ctx, check.Options{Paths: []string{j.Path}, Settings: true, Lang: a.lang, Worker: a.worker, GCPercent: a.gc})
	if err != nil {
		return nil
	}
	return events
}
