package api

import "github.com/caidan-dev/caidan/pkg/text"

// Why a call from inside WeChat Cloud Run does not get through.
const (
	// CloudPath means that its console does not list the path.
	CloudPath Code = "cloud-path"
	// CloudOff means that the cloud does not say whose the calls are.
	CloudOff Code = "cloud-off"
	// CloudOwner means that a call is for the account that owns the environment, and
	// that this one may not make it.
	CloudOwner Code = "cloud-owner"
	// CloudTokenUnread and CloudTokenForm are about the file that should have the
	// token, CloudTokenStale about a token from it that WeChat refuses.
	CloudTokenUnread Code = "cloud-token-unread"
	CloudTokenForm   Code = "cloud-token-form"
	CloudTokenStale  Code = "cloud-token-stale"
)

// cloudSwitch is how the cloud comes to say whose the calls are.
var cloudSwitch = text.Say("switch on the open interface service in the console of WeChat Cloud Run and deploy a new version, because it counts only for versions deployed later",
	"在微信云托管控制台开启“开放接口服务”，然后发布新的服务版本；开关只对之后发布的版本生效")

var clouds = map[Code]words{
	CloudPath: {
		text.Say("WeChat Cloud Run does not let calls to {op} through (HTTP status {status}): its path is not enabled", "微信云托管没有放行 {op}（HTTP 状态 {status}）：这个接口没有开通"),
		text.Say("in the console of WeChat Cloud Run, add /cgi-bin/{op} to the paths that may be called, then deploy a new version",
			"在微信云托管控制台的“云调用”里把 /cgi-bin/{op} 加进微信令牌权限，再发布新的服务版本"),
	},
	CloudOff: {text.Say("WeChat Cloud Run does not say whose call this is", "微信云托管没有为这次调用注明账号"), cloudSwitch},
	CloudOwner: {
		text.Say("the call was made for the account that owns the cloud environment, because the credential has no cloud.from_appid", "凭证里没有 cloud.from_appid，所以这次调用代表的是环境所属的账号"),
		text.Say("where a mini program owns the environment, store the account's appid as cloud.from_appid", "如果环境属于小程序，请把公众号的 AppID 写进 cloud.from_appid"),
	},
	CloudTokenUnread: {
		text.Say("the token of WeChat Cloud Run cannot be read from {place}: {cause}", "无法从 {place} 读取微信云托管的令牌：{cause}"),
		text.Say("run caidan serve in WeChat Cloud Run, and deploy a new version once its tokens are switched on", "请在微信云托管里运行 caidan serve，开通令牌后发布新的服务版本"),
	},
	CloudTokenForm: {
		text.Say("{place} should have a token of WeChat Cloud Run and has something else", "{place} 里应是微信云托管的令牌，实际不是"),
		text.Say("compare the path with WeChat's documentation, and deploy a new version", "与微信文档核对这个路径，并发布新的服务版本"),
	},
	CloudTokenStale: {
		text.Say("WeChat refuses the token in {place}, which WeChat Cloud Run makes new every ten minutes", "微信拒绝了 {place} 里的令牌，它本应由微信云托管每十分钟更新一次"),
		text.Say("look when the file was written last, and deploy a new version if it is older than that", "查看这个文件的更新时间，如果早于十分钟，请发布新的服务版本"),
	},
}
