package plan

import "slices"

// markStrays marks the cells of a list of want that changed places with their
// neighbours, as few as can be: all that were in this list before, but for the
// longest run of them in the old order.
func markStrays(list []*cell) {
	var here []*cell
	var was []int
	for _, w := range list {
		if w.pair != nil && home(w.pair, w) && !w.replaces() {
			here = append(here, w)
			// In one list either all columns or all rows are the same.
			was = append(was, w.pair.col+w.pair.row)
		}
	}
	for i, stays := range rising(was) {
		here[i].strays = !stays
	}
}

// rising tells which of some distinct numbers are in their longest increasing
// subsequence.
func rising(numbers []int) []bool {
	// ends[k] is where the subsequence of k+1 numbers that ends lowest ends,
	// and before[i] where the one that ends at i was before.
	var ends []int
	before := make([]int, len(numbers))
	for i, n := range numbers {
		k, _ := slices.BinarySearchFunc(ends, n, func(end, n int) int { return numbers[end] - n })
		before[i] = -1
		if k > 0 {
			before[i] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, i)
		} else {
			ends[k] = i
		}
	}
	in := make([]bool, len(numbers))
	if len(ends) == 0 {
		return in
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		in[i] = true
	}
	return in
}
