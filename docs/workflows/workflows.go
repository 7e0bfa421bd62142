// Package workflows holds the workflows that a repository with menus copies, for
// caidan init, which writes them.
package workflows

import (
	"embed"
	"strings"
)

// action is how the workflows name the Action until a team says where its copy of
// caidan is.
const action = "ORG/caidan@COMMIT"

//go:embed *.yml
var files embed.FS

// Read returns the workflow in a file of this folder, which uses the Action where
// it is: OWNER/NAME@COMMIT.
func Read(name, where string) (string, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return "", err
	}
	return strings.ReplaceAll(string(text), action, where), nil
}
