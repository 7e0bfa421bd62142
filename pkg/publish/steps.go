package publish

import (
	"errors"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// What package wechat calls the endpoints that write.
const (
	opCreate = "menu/create"
	opAdd    = "menu/addconditional"
	opDelete = "menu/delconditional"
)

// stepsAs returns steps as results carry them.
func stepsAs(steps []plan.Step) []api.Step {
	out := make([]api.Step, 0, len(steps))
	for i := range steps {
		s := api.Step{Op: opCreate}
		switch steps[i].Op {
		case plan.Create:
		case plan.Add:
			s = api.Step{Op: opAdd, Match: steps[i].Conditional.Match.String()}
		case plan.Delete:
			s = api.Step{Op: opDelete, Match: steps[i].Conditional.Match.String()}
		}
		out = append(out, s)
	}
	return out
}

// opLost names the endpoint whose answer was lost.
func opLost(err error) string {
	var broken *wechat.TransportError
	if errors.As(err, &broken) {
		return broken.Op
	}
	var answer *wechat.Error
	if errors.As(err, &answer) {
		return answer.Op
	}
	return opCreate
}
