//go:build race

package publish

// fullSteps is how many steps the model test takes. The race detector makes
// a step several times slower.
const fullSteps = 1_000
