package decide

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestQuarantining says what is in quarantine once record 6 is written, and
// until it is: by whom it is published decides, and what.
func TestQuarantining(t *testing.T) {
	t.Parallel()
	in := func(name string, record, by int) Quarantine {
		return Quarantine{Digest: setOf(t, name).Digest(), Record: record, By: by}
	}
	one := []Quarantine{in("a", 3, 4)}
	run, machine := api.Origin{RunID: 102}, api.Origin{}
	for _, tt := range []struct {
		name     string
		scene    scene
		before   []Quarantine
		set      string
		rollback bool
		origin   api.Origin
		then     []Quarantine // once it is recorded
	}{
		{"nothing was", scene{recorded: "r"}, nil, "m", false, run, nil},
		{"a run's other menus", scene{recorded: "r"}, one, "m", false, run, nil},
		{"a machine's other menus", scene{recorded: "r"}, one, "m", false, machine, one},
		{"itself, by a run", scene{recorded: "r"}, one, "a", false, run, nil},
		{"itself, by a machine", scene{recorded: "r"}, []Quarantine{in("a", 3, 4), in("x", 2, 3)}, "a", false, machine, []Quarantine{in("x", 2, 3)}},
		{"a rollback", scene{recorded: "r"}, nil, "m", true, run, []Quarantine{in("r", record5, 6)}},
		{"a rollback beside another", scene{recorded: "r"}, one, "m", true, run, []Quarantine{in("a", 3, 4), in("r", record5, 6)}},
		{"a rollback to it", scene{recorded: "r"}, one, "a", true, run, []Quarantine{in("r", record5, 6)}},
		{"a rollback from it", scene{recorded: "a"}, one, "m", true, machine, []Quarantine{in("a", 3, 6)}},
		{"a machine's after half of one", scene{recorded: "r", begun: "m", back: 3}, []Quarantine{in("r", record5, record5+1), in("a", 3, 4)}, "m", false, machine, []Quarantine{in("r", record5, 0), in("a", 3, 4)}},
		{"a rollback to the newest", scene{recorded: "r"}, nil, "r", true, run, nil},
		{"a rollback from half of one", scene{recorded: "r", begun: "m"}, nil, "r", true, run, []Quarantine{in("m", 0, 6)}},
		{"a rollback to half of one", scene{recorded: "r", begun: "m"}, nil, "m", true, run, []Quarantine{in("r", record5, 6)}},
		{"one that a run was to end", scene{recorded: "r"}, []Quarantine{{Digest: one[0].Digest, Record: 3, By: 4, Ends: 6}}, "m", false, machine, one},
		{"one that is ended", scene{recorded: "r"}, []Quarantine{{Digest: one[0].Digest, Record: 3, By: 4, Ends: record5}}, "m", true, machine, []Quarantine{in("r", record5, 6)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			k := tt.scene.known(t)
			k.Quarantine = tt.before
			before := k.InForce()
			next := k.Quarantining(Wish{Set: setOf(t, tt.set), Rollback: tt.rollback}, tt.origin, 6)
			k.Quarantine = next
			for _, q := range before {
				if !holds(k.InForce(), q.Digest) {
					t.Errorf("got %v in force before the record, want all of %v still", k.InForce(), before)
				}
			}
			k.Last.Number = 6
			list(t, "in quarantine", k.InForce(), tt.then)
		})
	}
}

// holds reports whether a digest is in a list.
func holds(list []Quarantine, digest string) bool {
	for _, q := range list {
		if q.Digest == digest {
			return true
		}
	}
	return false
}
