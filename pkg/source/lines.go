package source

import "strings"

// Lines returns the lines of a file of the tree without their ends, for those
// who show one; nil for a file that is not read.
func (t *Tree) Lines(name string) []string {
	data, r := t.read(name)
	if r != nil {
		return nil
	}
	return Lines(data)
}

// Lines returns the lines of what a file holds, without their ends.
func Lines(text []byte) []string {
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}
