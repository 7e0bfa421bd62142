package api

import "github.com/caidan-dev/caidan/pkg/text"

// Why a third-party platform whose tokens caidan holds gets no token for an account.
const (
	// PlatformNoTicket means that WeChat has pushed no ticket yet.
	PlatformNoTicket Code = "platform-no-ticket"
	// PlatformUnauthorised means that WeChat does not list the account.
	PlatformUnauthorised Code = "platform-unauthorised"
	// PlatformShared means that a component token was refused just after it was
	// fetched.
	PlatformShared Code = "platform-shared"
	// PlatformStore means that what has to be kept cannot be.
	PlatformStore Code = "platform-store"
	// PlatformFile means that a file cannot be read that has a platform's ticket or an
	// account's refresh token.
	PlatformFile Code = "platform-file"
)

var platforms = map[Code]words{
	PlatformNoTicket: {
		text.Say("there is no ticket of the platform {after} yet, which WeChat pushes every ten minutes", "还没有第三方平台 {after} 的 ticket，微信每十分钟推送一次"),
		text.Say("wait ten minutes; if none comes, see that the open platform's console has the server's address with /v1/ticket as the URL of authorisation events, or that ticket names the right file",
			"请等十分钟；如果仍然没有，检查开放平台里“授权事件接收 URL”是否是服务器地址加 /v1/ticket，或者 ticket 写的文件是否正确"),
	},
	PlatformUnauthorised: {
		text.Say("the account {after} has not authorised the platform {before}, or has withdrawn that", "账号 {after} 没有授权第三方平台 {before}，或者已经取消授权"),
		text.Say("have an administrator of the account authorise the platform, with permission set 15 (custom menus)", "请公众号管理员给第三方平台授权，授权时包含自定义菜单（权限集 15）"),
	},
	PlatformShared: {
		text.Say("a component token of the platform {after} was refused just after it was fetched, so another program fetches them too", "第三方平台 {after} 的 component_access_token 刚换取就被拒绝，说明还有别的程序在换取"),
		text.Say("stop one of the two: each makes the other's tokens useless; where the platform has a program of its own, let caidan ask it, with a credential of the kind service",
			"停掉其中一个，否则会互相使对方的令牌失效；平台已有自己的程序时，请改用 service 凭证，由 caidan 向它要令牌"),
	},
	PlatformStore: {
		text.Say("what is kept of the platform beside the ledger cannot be read or written: {cause}", "无法读写保存在发布记录旁边的第三方平台状态：{cause}"),
		text.Say("see that the server may write to the folder of its ledger, and that the disk is not full", "检查服务器能否写入发布记录所在的文件夹，以及磁盘是否已满"),
	},
	PlatformFile: {
		text.Say("the file {place}, which {key} of the credential names, cannot be read: {cause}", "凭证的 {key} 写的文件 {place} 无法读取：{cause}"),
		text.Say("correct its name, or see that the server may read it", "改正文件名，或检查服务器能否读取它"),
	},
}
