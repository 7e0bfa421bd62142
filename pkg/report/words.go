package report

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

func accounts(n int) text.Phrase {
	return text.Count(n, text.Say("%d account", "%d 个账号"), text.Say("%d accounts", "%d 个账号"))
}

// counting is a number of accounts with what became of them.
func counting(n int, what text.Text) text.Phrase {
	return text.Sayf("%[1]d %[2]s", "%[1]d 个%[2]s", n, what)
}

// counts are numbers of errors and of warnings.
func counts(errors, warnings int) text.Spoken {
	return text.Sayf("%s, %s", "%s，%s",
		text.Count(errors, text.Say("%d error", "%d 个错误"), text.Say("%d errors", "%d 个错误")),
		warningCount(warnings))
}

// warningCount is a number of warnings.
func warningCount(n int) text.Spoken {
	return text.Count(n, text.Say("%d warning", "%d 个警告"), text.Say("%d warnings", "%d 个警告"))
}

// severity returns the word for a severity; one that this release does not
// know, which a newer function may send, in brackets.
func severity(s diag.Severity) text.Spoken {
	switch s {
	case diag.Error, diag.Warning:
		return s.Text()
	case advice:
		return text.Say("help", "建议")
	default:
		return text.Same("[" + s + "]")
	}
}
