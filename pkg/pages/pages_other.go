//go:build !linux

package pages

// Map does nothing.
func Map() error { return nil }
