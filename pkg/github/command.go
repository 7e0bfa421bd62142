package github

import "github.com/caidan-dev/caidan/pkg/text"

// EventError is an event for which there is no command.
type EventError struct {
	// Event is GitHub's name of it.
	Event string
}

// Error says what the event lacks, in English.
func (e *EventError) Error() string {
	meaning, _ := e.Words()
	return meaning.In(text.English)
}

// Words says what the event lacks, and which events there are.
func (e *EventError) Words() (meaning, remedy text.Spoken) {
	if e.Event == unsafeEvent {
		return text.Sayf(
				"the event %s is not served: it would run a stranger's menus with the rights of this repository",
				"不支持事件 %s：它会用本仓库的权限运行外部提交的菜单", e.Event,
			),
			events
	}
	return text.Sayf("the event %s has no command of its own", "事件 %s 没有对应的命令", e.Event),
		text.Sayf(
			"%s, or set the input command to check, plan, publish, rollback, retire, drift or doctor",
			"%s，或者把输入 command 设为 check、plan、publish、rollback、retire、drift 或 doctor", events,
		)
}

// events says which events have a command of their own.
var events = text.Say(
	"run on pull_request, merge_group, push or workflow_dispatch",
	"请在 pull_request、merge_group、push 或 workflow_dispatch 时运行",
)

// unsafeEvent gives the code of a pull request the token and secrets of the
// repository it is for, on a ref that says default branch.
const unsafeEvent = "pull_request_target"

// Command returns the command that an event runs: the one asked for, or, when
// that is empty, the event's own. An error is an [*EventError].
func Command(event, asked string) (string, error) {
	switch {
	case event == unsafeEvent:
		return "", &EventError{Event: event}
	case asked != "":
		return asked, nil
	}
	switch event {
	case "pull_request", "merge_group":
		return "check", nil
	case "push", "workflow_dispatch":
		return "publish", nil
	default:
		return "", &EventError{Event: event}
	}
}
