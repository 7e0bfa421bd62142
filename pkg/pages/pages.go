// Package pages has the system map, in two calls, the memory that a start of this
// process touches. Else it is mapped as it is touched, 4 KiB or 64 KiB at a time, which
// interrupts each of the two processes of a check some 500 times more, and takes an
// eighth of what the check of one small file takes (docs/performance.md).
//
// It depends on nearly nothing, so that it can be called before Go initialises what
// allocates. Elsewhere than on Linux it does nothing.
package pages
