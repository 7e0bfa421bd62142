package publish

import (
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// The refusals of the table, in the words of the person who meets them.

func (v *view) edited() *refusal {
	r := &refusal{
		guard:   api.Edited,
		meaning: fmt.Sprintf("what is live is not what record %d left: somebody has changed it since, in WeChat's console or with another tool", v.last.Number),
		remedy: "look at it (caidan pull); take it over into Git, or accept that it is overwritten, naming its digest: " +
			v.live.digest(),
		needs: api.Accept{Live: v.live.digest()},
	}
	v.mention(r)
	return r
}

func (v *view) interrupted(i *ledger.Intent) *refusal {
	r := &refusal{
		guard:   api.Interrupted,
		meaning: started(i.Origin) + " did not get to its end, and what is live now is neither what was live before nor anything it posted",
		remedy:  "look at it (caidan pull); accept that it is overwritten, naming its digest: " + v.live.digest(),
		needs:   api.Accept{Live: v.live.digest()},
	}
	v.mention(r)
	return r
}

func (v *view) firstOver() *refusal {
	r := &refusal{
		guard:   api.First,
		meaning: "a menu is live that caidan did not publish, and the first publish would replace it",
		remedy:  "take it over into Git with caidan pull, or let the first publish replace it with --first",
		needs:   api.Accept{Allow: []api.Guard{api.First}},
	}
	v.mention(r)
	return r
}

// mention says which live buttons the API cannot make again.
func (v *view) mention(r *refusal) {
	if names := consoleOnly(v.live.shown.Set.Menu, ""); len(names) > 0 {
		r.meaning += "; the API cannot make these buttons again: " + strings.Join(names, ", ")
	}
}

// consoleOnly lists the buttons that only WeChat's console can make.
func consoleOnly(list []menu.Button, above string) []string {
	var names []string
	for i := range list {
		b := &list[i]
		name := above + b.Name
		if b.Type != "" && menu.Uses(b.Type) == nil {
			names = append(names, fmt.Sprintf("%s (%s)", name, b.Type))
		}
		names = append(names, consoleOnly(b.Sub, name+" › ")...)
	}
	return names
}

func (v *view) rolledAway(q *ledger.Quarantine) *refusal {
	r := &refusal{
		guard:   api.Quarantined,
		meaning: fmt.Sprintf("rollback #%d rolled away from these menus, so they are held back until other menus are published", q.By),
		remedy:  "put other menus into Git, or lift the quarantine with --lift",
		needs:   api.Accept{Allow: []api.Guard{api.Quarantined}},
	}
	if i := v.intent(); i != nil && i.Number == q.By {
		r.meaning += "; that rollback did not get to its end"
		r.remedy = "run the rollback again, " + r.remedy
	}
	return r
}

func otherAccount(recorded, now string, number int) *refusal {
	return &refusal{
		guard:   api.AppIDChanged,
		meaning: fmt.Sprintf("the account's appid is %s, and record %d is of %s: this name stood for another Official Account", now, number, recorded),
		remedy:  "check the account's credential; if the change is meant, publish with --allow " + string(api.AppIDChanged),
		needs:   api.Accept{Allow: []api.Guard{api.AppIDChanged}},
	}
}

// started names a publish by who began it.
func started(o ledger.Origin) string {
	switch {
	case o.RunURL != "":
		return "the publish of run " + o.RunURL
	case o.RunID != 0:
		return fmt.Sprintf("the publish of run %d", o.RunID)
	case o.Actor != "":
		return "the publish of " + o.Actor
	default:
		return "an earlier publish"
	}
}
