package sandbox

import (
	"testing"
	"time"
)

// The stable token's daily quota is too large to spend by calls.
func TestQuotaOfADay(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		used int
		at   time.Time
		want bool
	}{
		{"one left", stableTokenDaily - 1, noon, true},
		{"spent", stableTokenDaily, noon, false},
		{"spent, before midnight in China", stableTokenDaily, noon.Add(12*time.Hour - 1), false},
		{"spent, the next day in China", stableTokenDaily, noon.Add(12 * time.Hour), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := quota{day: "2026-03-01", used: map[string]int{stableTokenPath: tt.used}}
			if got := q.take(tt.at, stableTokenPath, stableTokenDaily); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
