package github

import (
	"strings"
	"unicode"
)

// command is what the runner makes of a line of a step's log.
type command struct {
	name       string
	properties map[string]string
	data       string
}

// commands reads a log as the runner does, but takes every name for that of a
// command: "::name k=v,k=v::data" where a line starts, blanks aside, else
// "##[name k=v;k=v]data" anywhere in it.
// Source: actions/runner, ActionCommand.cs.
func commands(log string) []command {
	var all []command
	for _, line := range strings.FieldsFunc(log, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if c, ok := parseCommand(line); ok {
			all = append(all, c)
		} else if c, ok := parseOldCommand(line); ok {
			all = append(all, c)
		}
	}
	return all
}

func parseCommand(line string) (command, bool) {
	head, found := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::")
	head, data, closed := strings.Cut(head, "::")
	if !found || !closed {
		return command{}, false
	}
	return newCommand(head, data, ",", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%"), true
}

func parseOldCommand(line string) (command, bool) {
	_, rest, found := strings.Cut(line, "##[")
	head, data, closed := strings.Cut(rest, "]")
	if !found || !closed {
		return command{}, false
	}
	return newCommand(head, data, ";", "%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%25", "%"), true
}

func newCommand(head, data, separator string, escapes ...string) command {
	unescape := func(text string) string {
		for i := 0; i < len(escapes); i += 2 {
			text = strings.ReplaceAll(text, escapes[i], escapes[i+1])
		}
		return text
	}
	c := command{properties: map[string]string{}}
	name, properties, _ := strings.Cut(head, " ")
	c.name = name
	for _, p := range strings.Split(properties, separator) {
		if key, value, ok := strings.Cut(p, "="); ok {
			c.properties[strings.TrimSpace(key)] = unescape(value)
		}
	}
	// In data ":" and "," stand for themselves, escaped or not.
	for i := 0; i < len(escapes); i += 2 {
		if separator == "," && (escapes[i] == "%3A" || escapes[i] == "%2C") {
			continue
		}
		data = strings.ReplaceAll(data, escapes[i], escapes[i+1])
	}
	c.data = data
	return c
}
