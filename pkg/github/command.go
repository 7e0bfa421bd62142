package github

import "fmt"

// EventError is an event for which there is no command.
type EventError struct {
	// Event is GitHub's name of it.
	Event string
	// Planned is the command that belongs to it and is not in this release;
	// empty when none does.
	Planned string
}

// Error says what the event lacks.
func (e *EventError) Error() string {
	switch {
	case e.Planned != "":
		return fmt.Sprintf("the event %s runs the command %s, which this release does not have", e.Event, e.Planned)
	case e.Event == unsafeEvent:
		return fmt.Sprintf("the event %s is not served: it would run a stranger's menus with the rights of this repository", e.Event)
	default:
		return fmt.Sprintf("the event %s has no command", e.Event)
	}
}

// Remedy says what to do.
func (e *EventError) Remedy() string {
	const events = "run on pull_request, merge_group, push or workflow_dispatch"
	if e.Event == unsafeEvent {
		return events
	}
	return events + ", or set the input command to check or publish"
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
	case "schedule":
		return "", &EventError{Event: event, Planned: "drift"}
	default:
		return "", &EventError{Event: event}
	}
}
