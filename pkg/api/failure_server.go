package api

import "github.com/caidan-dev/caidan/pkg/text"

// Why a server did not take a request. Nothing was done then, but for
// ServerFailed.
const (
	// SignInMissing means that the request brings neither a key nor a token.
	SignInMissing Code = "sign-in-missing"
	// KeyUnknown means that the server has no such key.
	KeyUnknown Code = "key-unknown"
	// KeyReads means that the key is for reading alone.
	KeyReads Code = "key-reads"
	// NoRepositories means that the server lets no job in.
	NoRepositories Code = "no-repositories"
	// TokenForged means that the token is not as its issuer made it.
	TokenForged Code = "token-forged"
	// TokenExpired means that the token's time is over.
	TokenExpired Code = "token-expired"
	// TokenEarly means that the token's time has not come.
	TokenEarly Code = "token-early"
	// TokenUnchecked means that the server cannot get the keys of the issuer.
	TokenUnchecked Code = "token-unchecked"
	// AudienceRefused means that the token was made for another server.
	AudienceRefused Code = "audience-refused"
	// ClaimRefused means that a claim of the token is not one of those that the
	// server takes, ClaimMissing that the token does not have it.
	ClaimRefused Code = "claim-refused"
	ClaimMissing Code = "claim-missing"
	// ClaimForm means that a claim is missing, or not of the type that the issuer gives it.
	ClaimForm Code = "claim-form"
	// ClaimTooLong means that a claim of the token has too many bytes for a record.
	ClaimTooLong Code = "claim-too-long"
	// NoRequest means that the body is not a request of this release.
	NoRequest Code = "no-request"
	// KeyTwice means that an object of the request has a key twice.
	KeyTwice Code = "key-twice"
	// RequestTooLarge means that the body has more bytes than any request.
	RequestTooLarge Code = "request-too-large"
	// ServerBusy means that as many requests are under way as the server takes.
	ServerBusy Code = "server-busy"
	// NoBackup means that the ledger of the server is not in a file.
	NoBackup Code = "no-backup"
	// ServerFailed means that the function failed and did not say why.
	ServerFailed Code = "server-failed"
)

var (
	allowClaim = text.Say("change the workflow, or let the server's settings allow it", "请修改工作流，或者在服务器的配置里允许它")
	signInBy   = text.Say("in a workflow give the job the permission id-token: write; elsewhere set CAIDAN_KEY to a key of the server",
		"在工作流里给作业加上权限 id-token: write；在别处把 CAIDAN_KEY 设为服务器的一个密钥")
)

var servers = map[Code]words{
	SignInMissing: {text.Say("the request brings neither a key nor a token", "请求没有带密钥，也没有带令牌"), signInBy},
	KeyUnknown: {
		text.Say("the server does not know this key", "服务器不认识这个密钥"),
		text.Say("set CAIDAN_KEY to a key that the server's settings list, as it was printed when it was made", "把 CAIDAN_KEY 设为服务器配置里列出的密钥，与生成时显示的一致"),
	},
	KeyReads: {
		text.Say("the key {key} may read, and not publish", "密钥{key}只能读取，不能发布"),
		text.Say("use a key that may publish, or set publish of this one to true in the server's settings", "请使用可以发布的密钥，或者在服务器配置里把它的 publish 设为 true"),
	},
	NoRepositories: {
		text.Say("the server's settings list no repository, so that it takes keys alone", "服务器的配置没有列出任何仓库，只接受密钥"),
		text.Say("list the repository under github.repositories there, or set CAIDAN_KEY to a key", "请在配置的 github.repositories 里列出这个仓库，或者把 CAIDAN_KEY 设为密钥"),
	},
	TokenForged: {
		text.Say("the token is not one that {place} has signed", "这个令牌不是 {place} 签发的"),
		text.Say("let the job ask GitHub for a token of its own; a server of GitHub Enterprise is named in the server's settings", "请让作业向 GitHub 取得自己的令牌；如果用的是 GitHub Enterprise，请在服务器配置里写明它的地址"),
	},
	TokenExpired: {
		text.Say("the token expired at {until}", "令牌已在 {until} 过期"),
		text.Say("run it again; if it fails again, compare the clock of the server", "请重新执行；如果仍然失败，请核对服务器的时钟"),
	},
	TokenEarly: {
		text.Say("the token is good only from {until} on", "令牌要到 {until} 才生效"),
		text.Say("compare the clock of the server", "请核对服务器的时钟"),
	},
	TokenUnchecked: {
		text.Say("the server cannot get the keys of {place} to check the token", "服务器拿不到 {place} 的公钥，无法检查令牌"),
		text.Say("run it again; if it fails again, look at the server's log, and check its way to GitHub or the file of keys", "请重新执行；如果仍然失败，请查看服务器日志，检查它到 GitHub 的网络或公钥文件"),
	},
	AudienceRefused: {
		text.Say("the token was made for {cause} (its claim aud), and this server is {after}", "令牌是给{cause}的（声明 aud），而这个服务器是 {after}"),
		text.Say("name the server in the workflow by just that address, the one in its settings", "请在工作流里用这个地址指定服务器，与服务器配置里写的一致"),
	},
	ClaimRefused: {text.Say("the claim {key} of the token is {cause}, and the server takes {after}", "令牌的声明{key}是{cause}，而服务器只接受 {after}"), allowClaim},
	ClaimMissing: {text.Say("the token has no claim {key}, and the server takes {after}", "令牌没有声明{key}，而服务器只接受 {after}"), allowClaim},
	ClaimForm: {
		text.Say("the claim {key} of the token is missing, or is not written as GitHub writes it", "令牌的声明{key}缺失，或者写法与 GitHub 的不同"),
		text.Say("let the job ask GitHub for a token of its own", "请让作业向 GitHub 取得自己的令牌"),
	},
	ClaimTooLong: {
		text.Say("the claim {key} of the token has {size} bytes, and the server takes at most {max}", "令牌的声明{key}有 {size} 字节，而服务器最多接受 {max} 字节"),
		text.Say("shorten the name that it is", "请缩短它所对应的名称"),
	},
	NoRequest: {
		text.Say("the body is not a request of this release of caidan", "请求正文不是这个版本的 caidan 请求"),
		text.Say("send it with the caidan command of the server's release; the server's log says what is wrong with it", "请用与服务器同一版本的 caidan 发送；具体问题见服务器日志"),
	},
	KeyTwice: {
		text.Say("the request has the key {key} twice, so that it is not known which one is meant", "请求里有两个{key}键，无法确定以哪一个为准"),
		text.Say("send it with the caidan command, which gives each key once", "请用 caidan 命令发送，它的每个键只出现一次"),
	},
	RequestTooLarge: {text.Say("the request has more than {max} bytes", "请求超过 {max} 字节"), text.Say("make the menus smaller", "请缩小菜单")},
	ServerBusy:      {text.Say("{count} requests are under way on the server, as many as it takes", "服务器上已有 {count} 个请求在处理，不再接受新的"), text.Say("try again later", "请稍后再试")},
	NoBackup: {
		text.Say("the ledger of the server is in a database, and not in a file", "服务器的发布记录在数据库里，不是一个文件"),
		text.Say("back the database up, or use caidan ledger export", "请备份数据库，或者用 caidan ledger export 导出"),
	},
	ServerFailed: {text.Say("the function failed and did not say why", "函数出错，没有说明原因"), text.Say("look at the server's log", "请查看服务器日志")},
}
