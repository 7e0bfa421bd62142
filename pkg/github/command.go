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
	if e.Planned != "" {
		return fmt.Sprintf("the event %s runs the command %s, which this release does not have", e.Event, e.Planned)
	}
	return fmt.Sprintf("the event %s has no command", e.Event)
}

// Remedy says what to do.
func (e *EventError) Remedy() string {
	return "run on pull_request, merge_group, push or workflow_dispatch, or set the input command to check or publish"
}

// CommandFor returns the command that an event runs.
func CommandFor(event string) (string, error) {
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
