//go:build race

package worker

// raceFactor is how many times more memory a worker needs with the race
// detector, which keeps notes on all of it.
const raceFactor = 8
