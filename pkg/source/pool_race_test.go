//go:build race

package source

// raceFactor is how many times more memory a worker needs with the race
// detector, which keeps notes on all of it.
const raceFactor = 8
