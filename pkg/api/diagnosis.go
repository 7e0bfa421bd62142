package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Diagnosis is what OpDiagnose found: of an account, or, where the request names
// none, of the function itself. It holds no secret.
type Diagnosis struct {
	// Version is the function's.
	Version string `json:"version"`
	// Checks are in the order of Checks.
	Checks []Check `json:"checks"`
}

// Verdict is what one check of a diagnosis comes to.
type Verdict string

const (
	// VerdictOK means that all is as it should be.
	VerdictOK Verdict = "OK"
	// VerdictWarn means that it works, and that there is something to know or do.
	VerdictWarn Verdict = "WARN"
	// VerdictSkip means that it could not be looked at, or that there is nothing
	// to look at.
	VerdictSkip Verdict = "SKIP"
	// VerdictNG means that it does not work, and a person has to do something.
	VerdictNG Verdict = "NG"
)

// verdicts has a row for each verdict, the worst first.
var verdicts = []worded[Verdict]{
	{code: VerdictNG, about: text.Say("it does not work before the next step is taken", "不能工作，需要先完成下一步")},
	{code: VerdictWarn, about: text.Say("it works, and there is something to know or do", "可以工作，但有事项需要了解或处理")},
	{code: VerdictSkip, about: text.Say("it could not be looked at, or there is nothing to look at", "无法查看，或者没有可查看的")},
	{code: VerdictOK, about: text.Say("all is as it should be", "正常")},
}

// Verdicts returns the verdicts there are, the worst first.
func Verdicts() []Verdict { return codes(verdicts) }

// Check is one thing that was looked at.
type Check struct {
	Name    CheckName `json:"check"`
	Layer   Layer     `json:"layer"`
	Verdict Verdict   `json:"verdict"`
	// Errcode, Errmsg and RID are WeChat's own words, if it said any.
	Errcode int    `json:"errcode,omitempty"`
	Errmsg  string `json:"errmsg,omitempty"`
	RID     string `json:"rid,omitempty"`
	// Reasons are what was found, the cause before what came of it; none in a
	// check of the caller's own.
	Reasons []Reason `json:"reasons,omitempty"`
	// Meaning says in English what was found, Remedy what to do next.
	Meaning string `json:"meaning"`
	Remedy  string `json:"remedy,omitempty"`
	// Local is what the caller found itself, with words in every language; nil
	// for what a function answered.
	Local error `json:"-"`
}

// Found is a check that came to a verdict, for reasons.
func (v Verdict) Found(reasons ...Reason) Check {
	c := Check{Verdict: v, Reasons: reasons}
	c.Meaning, c.Remedy = c.Say(text.English)
	return c
}

// Of is a check that came to a verdict by an error.
func (v Verdict) Of(e *Error) Check {
	c := Check{
		Verdict: v, Errcode: e.Errcode, Errmsg: e.Errmsg, RID: e.RID,
		Reasons: e.Reasons, Meaning: e.Meaning, Remedy: e.Remedy, Local: e.Local,
	}
	c.Meaning, c.Remedy = c.Say(text.English)
	return c
}

// Told is a check of the caller's own, which the words of err say.
func (v Verdict) Told(err error) Check {
	c := Check{Verdict: v, Local: err}
	c.Meaning, c.Remedy = text.Explain(err, text.English)
	return c
}

// Say returns in a language what was found and what to do next, the second empty
// where there is nothing to do. A refusal of WeChat's is of an endpoint, and a
// check may ask several.
func (c *Check) Say(l text.Lang) (meaning, remedy string) {
	if c.Local != nil {
		return text.Explain(c.Local, l)
	}
	meaning, remedy, ok := say(c.Reasons, l)
	if !ok { // a newer release's, which names the endpoint itself
		return foreign(c.Meaning, l), foreign(c.Remedy, l)
	}
	if c.Reasons[0].Code == Refusal {
		meaning = text.Colon(text.Same(c.Reasons[0].Op), text.Same(meaning)).In(l)
	}
	return meaning, remedy
}

// Look adds a check, unless one that it needs did not pass: then it is
// skipped, and says which.
func (d *Diagnosis) Look(name CheckName, look func() Check) {
	row := rowOf(name)
	c, skipped := d.skipped(row)
	if !skipped {
		c = look()
	}
	c.Name, c.Layer = name, row.layer
	d.Checks = append(d.Checks, c)
}

// skipped returns a check that is not looked at because of another one; false
// where nothing is in its way.
func (d *Diagnosis) skipped(row checkRow) (Check, bool) {
	for i := range d.Checks {
		c := d.Checks[i]
		if !slices.Contains(row.needs, c.Name) {
			continue
		}
		switch c.Verdict {
		case VerdictNG:
			return Without(c.Name), true
		case VerdictSkip:
			return c, true
		case VerdictOK, VerdictWarn:
		}
	}
	return Check{}, false
}

// Without is a check that is skipped because of another one.
func Without(failed CheckName) Check {
	return VerdictSkip.Found(Reason{Code: NotLooked, Facts: Facts{Names: []string{string(failed)}}})
}

// Worst returns the worst verdict of some checks; VerdictOK where there are none.
func Worst(checks []Check) Verdict {
	for _, v := range Verdicts() {
		if slices.ContainsFunc(checks, func(c Check) bool { return c.Verdict == v }) {
			return v
		}
	}
	return VerdictOK
}

// UnmarshalJSON refuses what this release does not know: a verdict that is not
// understood must not pass for a good one.
func (d *Diagnosis) UnmarshalJSON(data []byte) error {
	type plain Diagnosis
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var out plain
	if err := dec.Decode(&out); err != nil {
		return err
	}
	if len(out.Checks) > len(checks) {
		return errors.New("diagnosis: there are more checks than this release knows")
	}
	for i := range out.Checks {
		c := &out.Checks[i]
		if row := rowOf(c.Name); row.name == "" || row.layer != c.Layer || !slices.Contains(Verdicts(), c.Verdict) {
			return fmt.Errorf("diagnosis: this release does not know the check %s of %s, or its verdict %s",
				text.Quote(string(c.Name)), text.Quote(string(c.Layer)), text.Quote(string(c.Verdict)))
		}
	}
	*d = Diagnosis(out)
	return nil
}

// MaxSkew is the most that the function's clock may differ from WeChat's before a
// diagnosis says so. WeChat tells its time to the second, and an answer may be
// some seconds on its way; AWS refuses requests that are five minutes off.
const MaxSkew = 30 * time.Second

// FewLeft is the part of a day's calls, one in so many, below which a diagnosis
// says that few are left: 100 of the 1,000 posts of a default menu.
const FewLeft = 10
