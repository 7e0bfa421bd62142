package publish

import "time"

// pace is how a publish divides the function's time.
type pace struct {
	// answer is kept for the answer itself.
	answer time.Duration
	// write must be left, beside answer, before a write starts.
	write time.Duration
	// readBack is the end of that time in which nothing is written any more.
	readBack time.Duration
	// release is what giving back the lease may take; answer covers it.
	release time.Duration
	// pause lies between two reads of a post that does not show yet.
	pause time.Duration
}

// usualPace returns the pace outside tests.
func usualPace() pace {
	return pace{
		// Past its deadline Lambda kills the invocation without a word.
		answer: time.Second,
		// One write of a small item: some 10 ms.
		release: 500 * time.Millisecond,
		// What the write, its retries and reading back may take.
		// Source: design, the order of work.
		write: 15 * time.Second,
		// Whether a write whose answer was lost was acted on shows in two
		// reads at once. One try of them takes 5 s at most.
		readBack: 5 * time.Second,
		// WeChat documents no delay; three reads a second apart stay well
		// inside write.
		pause: time.Second,
	}
}
