package check

import (
	"context"
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/notify"
	"github.com/caidan-dev/caidan/pkg/source"
)

// settings is what the settings file says.
type settings struct {
	said
	// file compiled to value; empty where there is no file.
	file  source.File
	value []byte
	// faults is what is wrong with it.
	faults []diag.Finding
}

// settings reads the settings file, if there is one.
func (c *checker) settings(ctx context.Context) (settings, error) {
	if !c.tree.Has(source.SettingsFile) {
		return settings{}, nil
	}
	file := source.NewFile(source.SettingsFile)
	res, err := c.compile(ctx, file)
	if err != nil {
		return settings{}, err
	}
	s := settings{file: file, value: res.JSON}
	if len(res.Findings) > 0 {
		s.fault(res.Findings)
		return s, nil
	}
	var findings []diag.Finding
	s.said, findings = decodeSettings(c.lang, res.JSON)
	c.locateSettings(ctx, &s, findings)
	return s, nil
}

// Notified returns what the settings have chats be told; nil where they do not say.
// Nothing but the settings is compiled.
func Notified(ctx context.Context, o Options) ([]notify.Event, error) {
	c, _, err := start(&o, false)
	if err != nil {
		return nil, err
	}
	defer c.close()
	s, err := c.settings(ctx)
	return s.notify, err
}

// locateSettings gives findings about the settings their lines and adds them to
// the faults.
func (c *checker) locateSettings(ctx context.Context, s *settings, findings []diag.Finding) {
	if len(findings) == 0 {
		return
	}
	c.locate(ctx, &source.Result{File: s.file, JSON: s.value}, []Account{{File: s.file.Path, Findings: findings}})
	s.fault(findings)
}

// fault adds findings to the faults.
func (s *settings) fault(findings []diag.Finding) {
	s.faults = diag.Limit(append(s.faults, findings...), diag.MaxListed)
}

// accepted tells accounts what the settings accept for their versions, and finds
// the entries of accept that fit none.
func (c *checker) accepted(ctx context.Context, s *settings, files []source.File, accounts []Account) {
	if len(s.accept) == 0 {
		return
	}
	c.locateSettings(ctx, s, s.fit(c.book, accounts, c.complete(files) && !slices.ContainsFunc(accounts, func(a Account) bool { return !a.Compiled() })))
}

// complete reports whether these are all menu files of the repository.
func (c *checker) complete(files []source.File) bool {
	all, err := c.tree.Discover(".")
	return err == nil && !slices.ContainsFunc(all.Files, func(f source.File) bool { return !slices.Contains(files, f) })
}
