package api

// Case is a row of the table that a publish decides by: what is live, next to
// what is desired and what was recorded.
type Case string

const (
	// CaseHalf means that an unfinished publish explains what is live.
	CaseHalf Case = "half-published"
	// CaseInterrupted means that there is an unfinished publish and that it
	// does not explain what is live.
	CaseInterrupted Case = "interrupted"
	// CaseQuarantined means that the desired menus were rolled away from.
	CaseQuarantined Case = "quarantined"
	// CaseInSync means that what should be live is.
	CaseInSync Case = "in-sync"
	// CaseAdopted means that the desired menus are live, and that somebody
	// else than caidan put them there.
	CaseAdopted Case = "adopted"
	// CaseChange means that live is as recorded and the desired menus differ.
	CaseChange Case = "change"
	// CaseEdited means that what is live was edited since the last record.
	CaseEdited Case = "edited"
	// CaseFirst means that there is neither a record nor a menu.
	CaseFirst Case = "first"
	// CaseFirstOver means that there is no record, and a menu is live.
	CaseFirstOver Case = "first-over-menu"
	// CaseOtherAccount means that the last record is of another appid.
	CaseOtherAccount Case = "other-account"
)
