package github

import "fmt"

// EventError is an event for which there is no command.
type EventError struct {
	// Event is GitHub's name of it.
	Event string
}

// Error says what the event lacks.
func (e *EventError) Error() string {
	if e.Event == unsafeEvent {
		return fmt.Sprintf("the event %s is not served: it would run a stranger's menus with the rights of this repository", e.Event)
	}
	return fmt.Sprintf("the event %s has no command of its own", e.Event)
}

// Remedy says what to do.
func (e *EventError) Remedy() string {
	const events = "run on pull_request, merge_group, push or workflow_dispatch"
	if e.Event == unsafeEvent {
		return events
	}
	return events + ", or set the input command to check, plan, publish or drift"
}

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
