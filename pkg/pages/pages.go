// Package pages has the system map, in two calls, the memory that a start of this
// process touches. Else it is mapped as it is touched, 4 KiB or 64 KiB at a time, by
// some 850 interruptions, which are a fifth of what the check of one small file
// takes. A program imports it for that alone.
//
// It depends on nearly nothing, so Go initialises it before what allocates. Elsewhere
// than on Linux it does nothing.
package pages
