package plan_test

import (
	"fmt"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

func ExampleDiff() {
	shops := menu.Button{Type: "view", Name: "门店", URL: "https://example.com/shops"}
	contact := menu.Button{Type: "click", Name: "联系我们", Key: "contact"}
	contactV2 := menu.Button{Type: "click", Name: "联系我们", Key: "contact_v2"}
	points := menu.Button{Type: "click", Name: "积分", Key: "points"}
	live := menu.Set{Menu: []menu.Button{{Name: "会员", Sub: []menu.Button{points, shops}}, contact}}
	want := menu.Set{Menu: []menu.Button{{Name: "会员", Sub: []menu.Button{points}}, shops, contactV2}}

	p := plan.Diff(live, want)
	for _, s := range p.Steps {
		fmt.Println(s.Op)
	}
	for _, l := range text.Langs() {
		for i := range p.Changes {
			fmt.Println(p.Changes[i].Text().In(l))
		}
	}
	// Output:
	// create
	// 门店 moved from 会员 to the bottom bar
	// 联系我们 now sends key contact_v2 instead of key contact
	// “门店”从“会员”移到了底部菜单栏
	// “联系我们”现在发送事件 contact_v2，原来发送事件 contact
}
