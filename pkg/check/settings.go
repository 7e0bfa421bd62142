package check

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
)

// SettingsFile is the name of the settings file at the root of a repository.
const SettingsFile = ".caidan.jsonnet"

// settings reads the settings file, if there is one. What is wrong with it is
// an account of its own, which holds no menus.
func (c *checker) settings(ctx context.Context, l diag.Lang) (rule.Settings, []Account, error) {
	if _, err := os.Lstat(filepath.Join(c.tree.Dir(), SettingsFile)); errors.Is(err, fs.ErrNotExist) {
		return rule.Settings{}, nil, nil
	}
	file := source.NewFile(SettingsFile)
	res, err := c.compile(ctx, file)
	if err != nil {
		return rule.Settings{}, nil, err
	}
	var settings rule.Settings
	acc := []Account{{Name: file.Stem, File: file.Path, Findings: res.Findings}}
	if len(res.Findings) == 0 {
		settings, acc[0].Findings = rule.DecodeSettings(l, res.JSON)
		c.locate(ctx, file, res.JSON, acc)
	}
	if len(acc[0].Findings) == 0 {
		return settings, nil, nil
	}
	c.lines.quote(c.tree, acc)
	return settings, acc, nil
}

// Settings reports whether this is what is wrong with the settings file.
func (a *Account) Settings() bool { return a.File == SettingsFile }
