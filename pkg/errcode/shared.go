package errcode

import "github.com/caidan-dev/caidan/pkg/text"

// Words that several rows share.
var (
	fix = text.Say("correct the request", "改正请求")

	checkBase = text.Say(
		"check that caidan's base address leads to WeChat itself and not to something in between",
		"检查 caidan 配置的接口地址，确认直接通向微信，中间没有其他服务",
	)

	certify = text.Say(
		"get the account certified, or publish with an account that has the right",
		"为账号办理认证，或者改用有这项权限的账号",
	)

	tryLater = text.Say(
		"run it again in a few minutes; the menu and the settings can stay as they are",
		"过几分钟重新执行，菜单和配置都不用改",
	)
)

// Places in WeChat's consoles, as they are written there. The appid, the secret and
// the IP list moved from mp.weixin.qq.com to developers.weixin.qq.com/platform.
// Source: 「开发接口管理」模块升级说明 (/doc/subscription/guide/dev/migration).
const (
	keysPage     = "我的业务 > 公众号/服务号 > 基础信息 > 开发密钥"
	miniPrograms = "小程序管理"
)
