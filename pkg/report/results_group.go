package report

import (
	"encoding/json"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// resultNames is how many accounts of one result are named; the others are
// counted.
const resultNames = 20

// likes are accounts with whom the same happened, as people read them.
type likes struct {
	// Result is the first of them.
	*api.Result
	// all are all of them, in their order.
	all []*api.Result
}

// alike gathers the accounts with whom the same happened: outcome, guard, case,
// changes, steps, what is to be known and what would let it pass. Of what
// differs from account to account only by chance, such as times and numbers,
// nothing is compared.
func alike(results []api.Result) []*likes {
	var groups []*likes
	byKey := map[string]*likes{}
	for i := range results {
		r := &results[i]
		key := likeness(r)
		g := byKey[key]
		if g == nil {
			g = &likes{Result: r}
			byKey[key] = g
			groups = append(groups, g)
		}
		g.all = append(g.all, r)
	}
	return groups
}

// likeness is equal for two results that people read as one. What cannot be
// encoded is like nothing but itself.
func likeness(r *api.Result) string {
	// Of a menu that comes or goes as a whole the change says little.
	whole := ""
	for i := range r.Changes {
		if c := &r.Changes[i]; c.Before == nil && c.After == nil {
			whole = r.Digests.Desired
		}
	}
	key, err := json.Marshal([]any{
		r.Outcome, r.Guard, r.Case, r.Changes, r.Steps, r.Needs, r.Warnings, r.Findings, r.Error, whole,
		r.Digests.Desired != "",
	})
	if err != nil {
		return r.Account
	}
	return string(key)
}

// silent reports whether there is nothing to say of a result beyond counting
// it: everything is as it should be.
func silent(r *api.Result) bool {
	return r.Outcome == api.InSync && len(r.Warnings) == 0 && len(r.Findings) == 0 && r.Error == nil
}

// names says which accounts these are, each name written by show.
func (v voice) names(g *likes, show func(string) string) string {
	s := v.accountsOf(g, show)
	if len(g.all) == 1 {
		return s
	}
	if len(g.Changes) > 0 {
		return v.say(text.Say("%[1]s, the same change: %[2]s", "%[1]s，改动相同：%[2]s"), v.accounts(len(g.all)), s)
	}
	return v.say(text.Say("%[1]s, the same result: %[2]s", "%[1]s，结果相同：%[2]s"), v.accounts(len(g.all)), s)
}

// accountsOf lists the accounts' names, each written by show.
func (v voice) accountsOf(g *likes, show func(string) string) string {
	var names []string
	for _, r := range g.all[:min(len(g.all), resultNames)] {
		names = append(names, show(r.Account))
	}
	return v.list(names, len(g.all))
}

// digest returns the desired digest of all of them; empty where they differ.
func (g *likes) digest() string {
	for _, r := range g.all {
		if r.Digests.Desired != g.Digests.Desired {
			return ""
		}
	}
	return g.Digests.Desired
}
