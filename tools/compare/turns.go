package main

import (
	"cmp"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// turns runs commands as whole processes, one after the other in each turn, and
// prints for each the median wall time and the median of its ratios to the first
// in the same turn. The first turn is not counted.
func turns(count string, commands []string) error {
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		return fmt.Errorf("read N: want a number of turns, got %q", count)
	}
	took := make([][]float64, len(commands))
	for turn := range n + 1 {
		for i, command := range commands {
			args := strings.Fields(command)
			start := time.Now()
			if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
				return fmt.Errorf("run %s: %w: %s", command, err, out)
			}
			if turn > 0 {
				took[i] = append(took[i], float64(time.Since(start).Microseconds())/1000)
			}
		}
	}
	fmt.Printf("%d turns; medians, and medians of the ratios to the first in each turn\n", n)
	for i, command := range commands {
		fmt.Printf("%8.2f ms %8.2f  %s\n", median(took[i]), median(ratios(took[i], took[0])), command)
	}
	return nil
}

// median returns the middle of list.
func median[T cmp.Ordered](list []T) T { return slices.Sorted(slices.Values(list))[len(list)/2] }
