// Package ledger remembers, per account, what was published and what is being
// published.
//
// A [Record] is written once for each publish and never changed: what was
// sent, what was read back, what it replaced, and who asked. The account's
// [State] is the one thing that changes: the [Lease] of the run that publishes now,
// the [Mark] of the newest run, the [Intent] of a publish that is not recorded
// yet, and what rollbacks put in [Quarantine].
//
// What is stored stays small enough for DynamoDB: a set that a record holds is
// not kept twice. What a publish replaced is kept by the record that holds it
// where one does, which [Replaced.Whole] reads, and [Fit] says before the first
// write whether there is room.
//
// A [Store] keeps both, and only has to replace a state that is as it was
// read, and to write a record once. Everything else is built on that here, so
// that stores cannot differ: [Acquire] takes the lease, and the [Session] it
// returns is the only way to change a state. A holder whose lease another
// run has taken can change nothing any more, whatever its own clock says.
//
// Clocks decide one thing only: whether a lease is over.
package ledger
