package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Facts are the operands of reasons and warnings: which of them a code has, its
// words say. The others are zero.
type Facts struct {
	// Record and Newest are numbers of records.
	Record int `json:"record,omitempty"`
	Newest int `json:"newest,omitempty"`
	// Run is the run that asked, or that was asked about, and Newer the one
	// that came first.
	Run   int64 `json:"run,omitempty"`
	Newer int64 `json:"newer,omitempty"`
	// Live is the digest of what is live, Accepted the one that was accepted.
	Live     string `json:"live,omitempty"`
	Accepted string `json:"accepted,omitempty"`
	// Names are fields, endpoints or the like, or buttons, each by the way to it from the
	// bar on as [text.Quoted] writes it, perhaps with its type in brackets.
	Names []string `json:"names,omitempty"`
	// Count is how many of something there are.
	Count int `json:"count,omitempty"`
	// Before and After are hosts, appids or the like, sorted.
	Before []string `json:"before,omitempty"`
	After  []string `json:"after,omitempty"`
	// Owner is the repository that publishes an account, Repository the one
	// that asked, each with GitHub's id of it; 0 is one that was not known.
	Owner        string `json:"owner,omitempty"`
	OwnerID      int64  `json:"ownerId,omitempty"`
	Repository   string `json:"repository,omitempty"`
	RepositoryID int64  `json:"repositoryId,omitempty"`
	// By is who began a publish.
	By *Origin `json:"by,omitempty"`
	// Holder publishes now, and may do so until Until.
	Holder string     `json:"holder,omitempty"`
	Until  *time.Time `json:"until,omitempty"`
	// Op is an endpoint, an action of AWS's or an op of ours, Function the one
	// of ours that was asked.
	Op       string `json:"op,omitempty"`
	Function string `json:"function,omitempty"`
	// Errcode is WeChat's, IP the address that it saw the request come from.
	Errcode int    `json:"errcode,omitempty"`
	IP      string `json:"ip,omitempty"`
	// Status is that of an HTTP answer.
	Status int `json:"status,omitempty"`
	// Cause is an error in the words of another program.
	Cause string `json:"cause,omitempty"`
	// Done of Total steps were taken; Found is what was live then, Kept of
	// Conditional conditional menus as they should be.
	Done        int   `json:"done,omitempty"`
	Total       int   `json:"total,omitempty"`
	Found       Found `json:"found,omitempty"`
	Kept        int   `json:"kept,omitempty"`
	Conditional int   `json:"conditional,omitempty"`
	// Seconds is a time.
	Seconds float64 `json:"seconds,omitempty"`
	// Size is how many bytes something has, Max the most there may be.
	Size int `json:"size,omitempty"`
	Max  int `json:"max,omitempty"`
	// Place is where something is kept: a table, a file, a parameter.
	Place string `json:"place,omitempty"`
	// Account is the account's name.
	Account string `json:"account,omitempty"`
	// Key is a key of a JSON object, Offset a place in its bytes.
	Key    string `json:"key,omitempty"`
	Offset int64  `json:"offset,omitempty"`
}

// operands are how sentences write the operands, by their names in JSON; nil is
// one that is not set.
var operands = map[string]func(*Facts) text.Spoken{
	"record":       func(f *Facts) text.Spoken { return number(f.Record) },
	"newest":       func(f *Facts) text.Spoken { return number(f.Newest) },
	"run":          func(f *Facts) text.Spoken { return number(f.Run) },
	"newer":        func(f *Facts) text.Spoken { return number(f.Newer) },
	"live":         func(f *Facts) text.Spoken { return word(f.Live) },
	"accepted":     func(f *Facts) text.Spoken { return word(f.Accepted) },
	"names":        func(f *Facts) text.Spoken { return named(f.Names) },
	"count":        func(f *Facts) text.Spoken { return number(f.Count) },
	"before":       func(f *Facts) text.Spoken { return list(f.Before) },
	"after":        func(f *Facts) text.Spoken { return list(f.After) },
	"owner":        func(f *Facts) text.Spoken { return word(f.Owner) },
	"ownerId":      func(f *Facts) text.Spoken { return text.Same(strconv.FormatInt(f.OwnerID, 10)) }, // 0 is unknown
	"repository":   func(f *Facts) text.Spoken { return word(f.Repository) },
	"repositoryId": func(f *Facts) text.Spoken { return text.Same(strconv.FormatInt(f.RepositoryID, 10)) }, // as well
	"by":           func(f *Facts) text.Spoken { return f.by() },
	"holder":       func(f *Facts) text.Spoken { return word(f.Holder) },
	"until":        func(f *Facts) text.Spoken { return moment(f.Until) },
	"op":           func(f *Facts) text.Spoken { return word(f.Op) },
	"function":     func(f *Facts) text.Spoken { return word(f.Function) },
	"errcode":      func(f *Facts) text.Spoken { return number(f.Errcode) },
	"ip":           func(f *Facts) text.Spoken { return word(f.IP) },
	"status":       func(f *Facts) text.Spoken { return number(f.Status) },
	"cause":        func(f *Facts) text.Spoken { return cause(f.Cause) },
	"done":         func(f *Facts) text.Spoken { return of(f.Done, f.Total) },
	"total":        func(f *Facts) text.Spoken { return number(f.Total) },
	"found":        func(f *Facts) text.Spoken { return f.found() },
	"kept":         func(f *Facts) text.Spoken { return of(f.Kept, f.Conditional) },
	"conditional":  func(f *Facts) text.Spoken { return number(f.Conditional) },
	"seconds":      func(f *Facts) text.Spoken { return number(f.Seconds) },
	"size":         func(f *Facts) text.Spoken { return number(f.Size) },
	"max":          func(f *Facts) text.Spoken { return number(f.Max) },
	"place":        func(f *Facts) text.Spoken { return word(f.Place) },
	"account":      func(f *Facts) text.Spoken { return word(f.Account) },
	"key":          func(f *Facts) text.Spoken { return quote(f.Key) },
	"offset":       func(f *Facts) text.Spoken { return text.Same(strconv.FormatInt(f.Offset, 10)) }, // 0 is the first byte
}

func word(s string) text.Spoken {
	if s == "" {
		return nil
	}
	return text.Same(s)
}

func number[N int | int64 | float64](n N) text.Spoken {
	if n == 0 {
		return nil
	}
	return text.Same(fmt.Sprint(n))
}

// of is a part of a number, which may be nothing.
func of(n, all int) text.Spoken {
	if all == 0 {
		return nil
	}
	return text.Same(strconv.Itoa(n))
}

func list(words []string) text.Spoken {
	if len(words) == 0 {
		return nil
	}
	return text.List(words)
}

// named lists names, those that are quoted in the quotes of the language.
func named(names []string) text.Spoken {
	if len(names) == 0 {
		return nil
	}
	out := make(text.Series, len(names))
	for i, name := range names {
		quoted, behind, found := text.Unquote(name)
		switch {
		case !found:
			out[i] = text.Same(name)
		case behind == "":
			out[i] = quoted
		default:
			out[i] = text.Bracketed(quoted, strings.Trim(behind, " ()"))
		}
	}
	return out
}

// maxCause is the most characters of another program's words that are repeated:
// an error of the network names two addresses and what went wrong.
const maxCause = 200

func cause(s string) text.Spoken {
	if s == "" {
		return nil
	}
	return text.Foreign(text.Cut(s, maxCause))
}

func quote(s string) text.Spoken {
	if s == "" {
		return nil
	}
	return text.QuoteWhole(text.Cut(s, maxCause))
}

func moment(t *time.Time) text.Spoken {
	if t == nil {
		return nil
	}
	return text.Same(t.UTC().Format(time.RFC3339))
}

// by names a publish by who began it.
func (f *Facts) by() text.Spoken {
	switch o := f.By; {
	case o == nil:
		return nil
	case o.RunURL != "":
		return text.Sayf("run %s", "运行 %s", o.RunURL)
	case o.RunID != 0:
		return text.Sayf("run %d", "运行 %d", o.RunID)
	case o.Actor != "":
		return text.Same(o.Actor)
	default:
		return text.Say("unnamed", "未署名")
	}
}
