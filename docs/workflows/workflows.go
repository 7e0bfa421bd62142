// Package workflows holds the workflows that a repository with menus copies, for
// caidan init, which writes them.
package workflows

import (
	"bytes"
	"embed"
	"strings"
)

// What the workflows say until a team says where its copy of caidan is, and how its
// default branch is called.
const (
	action   = "ORG/caidan@COMMIT"
	branches = "branches: [main]"
)

//go:embed *.yml zh-CN/*.yml
var files embed.FS

// Read returns the workflow in a file of this folder, or below it in zh-CN, which uses the Action where
// it is, OWNER/NAME@COMMIT, and publishes a branch.
func Read(name, where, branch string) (string, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return "", err
	}
	if branch != "main" {
		text = bytes.ReplaceAll(text, []byte(branches), []byte("branches: ['"+branch+"']"))
	}
	return strings.ReplaceAll(string(text), action, where), nil
}
