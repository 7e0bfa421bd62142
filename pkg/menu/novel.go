package menu

import (
	"maps"
	"slices"
)

// Novel returns the fields of an answer that are WeChat's own and new: no button
// knows them, no button of the answer known has them, and they stand with one
// value on every button, or on every one that can be tapped. Those that stand
// beside the menus and did not in that answer are among them. Sorted.
func (s Set) Novel(known Set) []string {
	leaves, containers := extras(s)
	of, in := extras(known)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(leaves.values)) {
		old := of.values[name] != nil || in.values[name] != nil
		everywhere := len(leaves.values[name]) == 1 && leaves.count[name] == leaves.total
		alike := containers.count[name] == 0 ||
			containers.count[name] == containers.total && maps.Equal(containers.values[name], leaves.values[name])
		if !old && everywhere && alike && name != "value" && name != "news_info" && !slices.Contains(fieldNames, name) {
			names = append(names, name)
		}
	}
	for _, x := range s.Beside {
		if known.beside(x.Name) == "" && !slices.Contains(names, x.Name) {
			names = append(names, x.Name)
		}
	}
	slices.Sort(names)
	return names
}

// beside returns the value of a field beside the menus; empty where there is none.
func (s Set) beside(name string) string {
	for _, x := range s.Beside {
		if x.Name == name {
			return string(appendValue(nil, x.Value))
		}
	}
	return ""
}

// Gone returns the fields that stood beside the menus in an answer known, and do
// not in this one, or with another value; in order.
func (s Set) Gone(known Set) []string {
	var names []string
	for _, x := range known.Beside {
		if s.beside(x.Name) != known.beside(x.Name) {
			names = append(names, x.Name)
		}
	}
	return names
}

// Strange returns the fields of the buttons that no button knows, sorted.
func (s Set) Strange() []string {
	leaves, containers := extras(s)
	maps.Copy(leaves.count, containers.count)
	return slices.Sorted(maps.Keys(leaves.count))
}

// tally counts the fields of some buttons that no button knows.
type tally struct {
	total  int
	count  map[string]int
	values map[string]map[string]bool
}

func extras(s Set) (leaves, containers tally) {
	leaves = tally{count: map[string]int{}, values: map[string]map[string]bool{}}
	containers = tally{count: map[string]int{}, values: map[string]map[string]bool{}}
	var walk func(list []Button)
	walk = func(list []Button) {
		for i := range list {
			t := &leaves
			if len(list[i].Sub) > 0 {
				t = &containers
			}
			t.add(&list[i])
			walk(list[i].Sub)
		}
	}
	walk(s.Menu)
	for i := range s.Conditional {
		walk(s.Conditional[i].Menu)
	}
	return leaves, containers
}

func (t *tally) add(b *Button) {
	t.total++
	for _, x := range b.Extra {
		t.count[x.Name]++
		if t.values[x.Name] == nil {
			t.values[x.Name] = map[string]bool{}
		}
		t.values[x.Name][string(appendValue(nil, x.Value))] = true
	}
}

// Without returns the set without fields of these names that no button knows; what
// stands beside the menus stays.
func (s Set) Without(names []string) Set {
	if len(names) == 0 {
		return s
	}
	var strip func(list []Button) []Button
	strip = func(list []Button) []Button {
		out := slices.Clone(list)
		for i := range out {
			out[i].Extra = slices.DeleteFunc(slices.Clone(out[i].Extra), func(x Extra) bool { return slices.Contains(names, x.Name) })
			out[i].Sub = strip(out[i].Sub)
		}
		return out
	}
	out := Set{Menu: strip(s.Menu), Conditional: slices.Clone(s.Conditional), Beside: s.Beside}
	for i := range out.Conditional {
		out.Conditional[i].Menu = strip(out.Conditional[i].Menu)
	}
	return out
}
