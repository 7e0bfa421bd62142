package worker

import (
	"slices"
	"sync"

	"github.com/caidan-dev/caidan/pkg/source/trace"
)

// maxExpected is the most pointers that are expected to be asked about in the
// next file: what is wrong in one account is often wrong in all, and reading a
// place costs a hundredth of compiling its file.
const maxExpected = 8

// expected are the pointers that were asked about last, and their locations in
// the files at hand.
type expected struct {
	mu       sync.Mutex
	pointers []string
	found    map[string]map[string]trace.Location // by file, then pointer
}

// list returns the pointers that are likely to be asked about.
func (e *expected) list() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.pointers)
}

// asked notes what was asked about.
func (e *expected) asked(pointers []string) {
	if len(pointers) > maxExpected {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	old := slices.DeleteFunc(e.pointers, func(p string) bool { return slices.Contains(pointers, p) })
	all := append(slices.Clone(pointers), old...)
	e.pointers = all[:min(len(all), maxExpected)]
}

// keep keeps the locations of pointers in the file at path.
func (e *expected) keep(path string, pointers []string, locations []trace.Location) {
	if len(pointers) == 0 || len(pointers) != len(locations) {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.found == nil {
		e.found = make(map[string]map[string]trace.Location)
	}
	e.found[path] = make(map[string]trace.Location)
	for i, p := range pointers {
		e.found[path][p] = locations[i]
	}
}

// drop forgets the file at path.
func (e *expected) drop(path string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.found, path)
}

// locations returns those of pointers in the file at path, nil unless all are
// known.
func (e *expected) locations(path string, pointers []string) []trace.Location {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := make([]trace.Location, 0, len(pointers))
	for _, p := range pointers {
		at, known := e.found[path][p]
		if !known {
			return nil
		}
		found = append(found, at)
	}
	return found
}
