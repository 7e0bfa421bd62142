package publish

import (
	"errors"
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
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
func stepsAs(steps []plan.Step) []Step {
	out := make([]Step, 0, len(steps))
	for i := range steps {
		s := Step{Op: opCreate}
		switch steps[i].Op {
		case plan.Create:
		case plan.Add:
			s = Step{Op: opAdd, Match: matchText(steps[i].Conditional.Match)}
		case plan.Delete:
			s = Step{Op: opDelete, Match: matchText(steps[i].Conditional.Match)}
		}
		out = append(out, s)
	}
	return out
}

// matchText writes a match rule as WeChat names its fields.
func matchText(m menu.MatchRule) string {
	var parts []string
	if m.TagID != "" {
		parts = append(parts, "tag_id="+m.TagID)
	}
	if m.ClientPlatformType != "" {
		parts = append(parts, "client_platform_type="+m.ClientPlatformType)
	}
	for _, x := range m.Extra {
		parts = append(parts, fmt.Sprintf("%s=%v", x.Name, x.Value))
	}
	return strings.Join(parts, " ")
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
