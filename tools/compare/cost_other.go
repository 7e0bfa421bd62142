//go:build !linux

package main

import "errors"

// cost says that it takes Linux.
func cost(string, []string) (int, error) {
	return 0, errors.New("only Linux tells what orphans took")
}
