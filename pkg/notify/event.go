package notify

import "slices"

// Event is something that a chat may be told.
type Event string

// The events.
const (
	// Published means that menus were posted.
	Published Event = "published"
	// Held means that nothing was posted, because of a rollback or an edit.
	Held Event = "held"
	// Refused means that a guard, or GitHub's own order, stopped a publish.
	Refused Event = "refused"
	// Failed means that menus are invalid, or that it did not work out.
	Failed Event = "failed"
	// Drift means that what is live is not what was recorded.
	Drift Event = "drift"
)

// Events returns the events there are.
func Events() []Event { return []Event{Published, Held, Refused, Failed, Drift} }

// Add tells of an event, and to which account it happened; an empty one is the run.
func (m *Message) Add(e Event, account, outcome string) {
	if !slices.Contains(m.Events, e) {
		m.Events = append(m.Events, e)
	}
	const most = 100 // accounts: what programs need of a thousand is on the page of the run
	if account != "" && len(m.Accounts) < most {
		m.Accounts = append(m.Accounts, Account{account, outcome})
	}
}
