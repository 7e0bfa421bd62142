package api

// WarningKind names a warning.
type WarningKind string

const (
	// SwitchedOff means that the menu switch is off: followers see nothing.
	SwitchedOff WarningKind = "switched-off"
	// Normalised means that WeChat answers the same buttons with names or
	// addresses written otherwise than they were sent.
	Normalised WarningKind = "normalised"
	// Unverified means that WeChat still answered the old menu when it was
	// last read.
	Unverified WarningKind = "unverified"
	// Raced means that another menu was live right after the post.
	Raced WarningKind = "raced"
	// DeletesFirst means that conditional menus are deleted before the new
	// ones are there, because WeChat would not take both together.
	DeletesFirst WarningKind = "deletes-first"
	// Unfinished means that an earlier publish did not get to its end; this
	// one goes on from what it left.
	Unfinished WarningKind = "unfinished"
	// Unclear means that WeChat's answer to the post was lost and that
	// reading back showed that the menu had been taken.
	Unclear WarningKind = "unclear-answer"
)

// Warning is something the reader should know although it went well.
type Warning struct {
	Kind    WarningKind `json:"kind"`
	Message string      `json:"message"`
}
