//go:build !race

package publish

// fullSteps is how many steps the model test takes.
const fullSteps = 10_000
