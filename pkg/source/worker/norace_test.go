//go:build !race

package worker

// raceFactor is how many times more memory a worker needs with the race
// detector.
const raceFactor = 1
