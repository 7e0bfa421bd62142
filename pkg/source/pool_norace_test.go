//go:build !race

package source

// raceFactor is how many times more memory a worker needs with the race
// detector.
const raceFactor = 1
