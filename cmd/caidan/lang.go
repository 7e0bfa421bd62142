package main

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// languages are the words that choose a language.
var languages = []string{string(text.English), string(text.Chinese)}

// language returns the language to speak before the arguments are parsed, so
// that help and mistakes in them are in it too: the one that the arguments or
// the environment ask for, else that of the locale, as POSIX looks for it.
func (a *app) language() text.Lang {
	for _, word := range []string{given(a.args, "lang"), a.getenv(envName("lang"))} {
		if l, known := toLang(word); known {
			return l
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := a.getenv(name); locale != "" {
			if strings.HasPrefix(locale, "zh") {
				return text.Chinese
			}
			break
		}
	}
	return text.English
}

// toLang returns the language that a word chooses.
func toLang(word string) (text.Lang, bool) {
	for _, l := range text.Langs() {
		if word == string(l) {
			return l, true
		}
	}
	return "", false
}

// given returns the last value that arguments give a flag, even where they
// cannot be parsed; empty where they give none.
func given(args []string, flag string) string {
	value := ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--"+flag+"="); ok {
			value = v
		} else if arg == "--"+flag && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}

// say returns a sentence in the language of this run.
func (a *app) say(s text.Spoken) string { return s.In(a.lang) }
