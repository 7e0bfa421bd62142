package credential

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Component is the source of an account that has authorised a third-party platform
// whose tokens this process holds.
type Component struct {
	id     string
	holder *platform.Holder
	// order closes over the rest, so that nothing can print it.
	order func() platform.Order
}

// NewComponent returns the source of an account that has authorised a platform.
func NewComponent(appID string, h *platform.Holder, o platform.Order) Component {
	return Component{id: appID, holder: h, order: func() platform.Order { return o }}
}

// Platform returns what is kept of the platform.
func (c Component) Platform() platform.Order { return c.order() }

func (c Component) appID() string { return c.id }

func (c Component) fetch(ctx context.Context, a asking) (wechat.Token, error) {
	o := c.order()
	return c.holder.Token(ctx, a.client, &o, c.id)
}

func (c Component) same(other Source) bool {
	is, ok := other.(Component)
	if !ok || c.id != is.id {
		return false
	}
	a, b := c.order(), is.order()
	return a.Same(&b)
}

func (c Component) explain(refusal error) error { return refusal }
