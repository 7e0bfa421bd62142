package sarif

import (
	"strconv"
	"unicode/utf16"
)

const (
	// hashBlock is how many characters from the start of a line its hash is of.
	hashBlock = 100
	// hashFactor is the base of the polynomial.
	hashFactor = 37
	// hashEnd stands for the end of the file.
	hashEnd = 0xffff
)

// lineHashes returns the fingerprint that GitHub gives to each line of a file,
// from the first: a hash of what follows its start, blanks aside, and how many
// lines before it have the same one, itself included. An upload that carries
// other fingerprints than these is warned of, and one without any is matched by
// none.
// Source: github/codeql-action, src/fingerprints.ts.
func lineHashes(text []byte) []string {
	units, starts := hashUnits(text)
	seen := map[uint64]int{}
	out := make([]string, 0, len(starts))
	for _, start := range starts {
		// GitHub counts in signed numbers of 64 bits that wrap; unsigned ones
		// have the same bits.
		var sum uint64
		for _, u := range units[start : start+hashBlock] {
			sum = sum*hashFactor + uint64(u)
		}
		seen[sum]++
		out = append(out, strconv.FormatUint(sum, 16)+":"+strconv.Itoa(seen[sum]))
	}
	return out
}

// hashUnits returns what of a file is hashed, in UTF-16, and where in it lines
// start. Blanks do not count, a line ends in one line feed however it was
// written, and zeros after the end fill the last block.
func hashUnits(text []byte) (units []uint16, starts []int) {
	isStart, afterReturn := true, false
	add := func(u uint16) {
		if isStart {
			starts = append(starts, len(units))
		}
		isStart = u == '\n'
		units = append(units, u)
	}
	for _, u := range utf16.Encode([]rune(string(text))) {
		switch {
		case u == ' ', u == '\t', u == '\n' && afterReturn:
			afterReturn = false
		case u == '\r':
			afterReturn = true
			add('\n')
		default:
			afterReturn = false
			add(u)
		}
	}
	add(hashEnd)
	return append(units, make([]uint16, hashBlock)...), starts
}
