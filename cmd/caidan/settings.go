package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/settings"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/text"
)

// readSettings compiles a file of settings, which is Jsonnet or JSON, for decode. All
// that is wrong with it, which is wrong usage, is told with its place.
func (a *app) readSettings(file string, decode func(data []byte) error) error {
	dir, name := filepath.Split(file)
	tree, err := source.Open(filepath.Dir(file))
	if err != nil {
		return &endError{exitUsage, &text.Error{Meaning: text.Cause(err), Cause: err}}
	}
	defer func() { _ = tree.Close() }()
	shelf := source.NewShelf(tree, a.lang)
	res := source.NewCompiler(shelf).Compile(source.NewFile(name))
	var wrong []error
	for i := range res.Findings {
		f := &res.Findings[i]
		wrong = append(wrong, placed(dir, f.Place, f.Line > 0, text.Same(f.Message), text.Same(f.Help)))
	}
	if len(wrong) > 0 {
		return &endError{exitUsage, errors.Join(wrong...)}
	}
	if err := decode(res.JSON); err != nil {
		return &endError{exitUsage, locate(dir, name, trace.New(shelf), res.JSON, err)}
	}
	return nil
}

// locate gives the errors of settings their places.
func locate(dir, name string, t *trace.Tracer, value []byte, err error) error {
	list := []error{err}
	if joined, is := err.(interface{ Unwrap() []error }); is {
		list = joined.Unwrap()
	}
	var pointers []string
	for _, err := range list {
		var wrong *settings.Error
		if errors.As(err, &wrong) {
			pointers = append(pointers, wrong.Pointer)
		}
	}
	places := t.Locate(name, value, pointers, true)
	for i, err := range list {
		var wrong *settings.Error
		if errors.As(err, &wrong) {
			at := places[0].Place
			if wrong.Name && places[0].Name != nil {
				at = *places[0].Name
			}
			meaning, remedy := wrong.Words()
			list[i] = placed(dir, at, true, meaning, remedy)
			places = places[1:]
		}
	}
	return errors.Join(list...)
}

// placed is an error with where it is, in a file of a folder; of one about the file as
// a whole, whose sentence names it, inFile is not set.
func placed(dir string, at diag.Place, inFile bool, meaning, remedy text.Spoken) error {
	if inFile {
		where := filepath.Join(dir, at.File)
		if at.Line > 0 {
			where += fmt.Sprintf(":%d:%d", at.Line, at.Column)
		}
		meaning = text.Colon(text.Same(text.Clean(where)), meaning)
	}
	return &text.Error{Meaning: meaning, Remedy: remedy}
}
