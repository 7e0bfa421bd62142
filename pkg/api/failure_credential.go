package api

import "github.com/caidan-dev/caidan/pkg/text"

// credentialForm is what to do about a credential that cannot be read.
var credentialForm = text.Say(`store {"appid":"wx...","secret":"..."} there with the account's own values, {"appid":"wx...","service":{...}} where a token service has its tokens, {"appid":"wx...","cloud":{...}} inside WeChat Cloud Run, or {"appid":"wx...","component":{...}} where caidan serve has a third-party platform to itself`,
	`请在那里存入 {"appid":"wx...","secret":"..."}，换成该账号自己的值；令牌由令牌服务保管时，存入 {"appid":"wx...","service":{...}}；在微信云托管里，存入 {"appid":"wx...","cloud":{...}}；第三方平台由 caidan serve 独自使用时，存入 {"appid":"wx...","component":{...}}`)

// serviceForm is what to do about a part of a credential that is about a token
// service.
var serviceForm = text.Say(`a token service is {"url":"https://...","headers":{"NAME":"VALUE"},"token":"/access_token","expires":"/expires_in","renew":"https://..."}; url and token are needed`,
	`令牌服务写成 {"url":"https://...","headers":{"名称":"值"},"token":"/access_token","expires":"/expires_in","renew":"https://..."}，其中 url 和 token 必填`)

// What is wrong with a key, of the credential or of its part about a token service.
var (
	keyUnknown   = text.Say("the credential of {account} in {place} has an unknown key, {key}", "{place} 里 {account} 的凭证有不认识的键{key}")
	keyTwice     = text.Say("the credential of {account} in {place} has the key {key} twice", "{place} 里 {account} 的凭证有两个{key}键")
	keyNotString = text.Say("the {key} of {account} in {place} is not a string", "{place} 里 {account} 的{key}不是字符串")
)

// cloudForm is what to do about a part of a credential that is about calls from
// WeChat Cloud Run.
var cloudForm = text.Say(`a cloud call is {"token":"none"} or {"token":"file"}, with "from_appid" where the account does not own the cloud environment`,
	`云调用写成 {"token":"none"} 或 {"token":"file"}；环境不属于这个账号时加上 from_appid`)

// What keeps an account's credential or token from being had.
const (
	// CredentialNoParameter means that the account has no SSM parameter,
	// CredentialNoSecret that it has no secret in Secrets Manager.
	CredentialNoParameter Code = "credential-no-parameter"
	CredentialNoSecret    Code = "credential-no-secret"
	// CredentialDeleted means that the secret in Secrets Manager is marked for
	// deletion, and not given any more.
	CredentialDeleted Code = "credential-deleted"
	// CredentialFileForm means that the file is not one JSON object.
	CredentialFileForm Code = "credential-file-form"
	// CredentialFileMarked means that the file begins with a byte order mark.
	CredentialFileMarked Code = "credential-file-marked"
	// CredentialNotInFile means that the file does not have the account.
	CredentialNotInFile Code = "credential-not-in-file"
	// CredentialNotInSandbox means that the sandbox does not have the account.
	CredentialNotInSandbox Code = "credential-not-in-sandbox"
	// CredentialReadable means that the parameter is not a SecureString.
	CredentialReadable Code = "credential-readable"
	// CredentialEmpty means that AWS answered without a text.
	CredentialEmpty Code = "credential-empty"
	// CredentialGarbled means that AWS's answer cannot be decoded.
	CredentialGarbled Code = "credential-garbled"
	// CredentialDenied means that the function may not read what is stored.
	CredentialDenied Code = "credential-denied"
	// CredentialKeyDenied means that the function may not use the key of what is stored.
	CredentialKeyDenied Code = "credential-key-denied"
	// CredentialKeyUnusable means that the key of what is stored cannot be used.
	CredentialKeyUnusable Code = "credential-key"
	// CredentialThrottled means that there were too many requests.
	CredentialThrottled Code = "credential-throttled"
	// CredentialUnaccepted means that AWS does not accept the function's own credentials.
	CredentialUnaccepted Code = "credential-unaccepted"
	// CredentialRefused means that AWS gave nothing, for a reason in its own words.
	CredentialRefused Code = "credential-refused"
	// CredentialUnreadable means that the file cannot be read.
	CredentialUnreadable Code = "credential-file"
	// CredentialWaited means that the time was over while another request fetched the token.
	CredentialWaited Code = "credential-waited"

	// The others are about the text that was found.
	// CredentialMarked means that a byte order mark stands before it.
	CredentialMarked          Code = "credential-marked"
	CredentialNotJSON         Code = "credential-not-json"
	CredentialNotObject       Code = "credential-not-object"
	CredentialNotSingle       Code = "credential-not-single"
	CredentialKeyUnknown      Code = "credential-key-unknown"
	CredentialKeyTwice        Code = "credential-key-twice"
	CredentialKeyNotString    Code = "credential-key-not-string"
	CredentialPartUnknown     Code = "credential-part-unknown"
	CredentialPartTwice       Code = "credential-part-twice"
	CredentialPartNotString   Code = "credential-part-not-string"
	CredentialAppIDMissing    Code = "credential-appid-missing"
	CredentialAppIDMalformed  Code = "credential-appid-malformed"
	CredentialSecretMissing   Code = "credential-secret-missing"
	CredentialSecretMalformed Code = "credential-secret-malformed"
	// CredentialNoKind and CredentialTwoKinds are credentials that do not say from
	// where the tokens are, or say two places.
	CredentialNoKind   Code = "credential-no-kind"
	CredentialTwoKinds Code = "credential-two-kinds"
	// CredentialCloudOutside is a cloud call where caidan is not inside the cloud.
	CredentialCloudOutside Code = "credential-cloud-outside"
	// CredentialCloudToken is a cloud call that says of its token neither none nor
	// file, CredentialCloudOther one that is for another account, and
	// CredentialCloudTwice are two for the account that owns the environment.
	CredentialCloudToken Code = "credential-cloud-token"
	CredentialCloudOther Code = "credential-cloud-other"
	CredentialCloudTwice Code = "credential-cloud-twice"
	// CredentialComponentOutside is a platform whose tokens this process may not
	// hold, CredentialComponent a part about a platform that is missing or malformed.
	CredentialComponentOutside Code = "credential-component-outside"
	CredentialComponent        Code = "credential-component"
	// The rest is about a token service.
	CredentialKeyMissing   Code = "credential-key-missing"
	CredentialKeyNotObject Code = "credential-key-not-object"
	CredentialAddress      Code = "credential-address"
	CredentialPointer      Code = "credential-pointer"
	CredentialHeader       Code = "credential-header"
)

var credentials = map[Code]words{
	CredentialNoParameter: {
		text.Say("the account has no SSM parameter {place}", "账号还没有 SSM 参数 {place}"),
		text.Say(`create it as a SecureString that holds {"appid":"wx...","secret":"..."}`, `把它建成 SecureString，内容为 {"appid":"wx...","secret":"..."}`),
	},
	CredentialNoSecret: {
		text.Say("the account has no secret {place} in Secrets Manager", "账号在 Secrets Manager 里还没有机密 {place}"),
		text.Say(`create it with {"appid":"wx...","secret":"..."} as its text`, `请创建它，内容为 {"appid":"wx...","secret":"..."}`),
	},
	CredentialDeleted: {
		text.Say("the secret {place} is marked for deletion in Secrets Manager, which does not give it any more", "机密 {place} 在 Secrets Manager 里已标记为删除，不再能读取"),
		text.Say("keep it with aws secretsmanager restore-secret --secret-id {place}", "要保留它，请执行 aws secretsmanager restore-secret --secret-id {place}"),
	},
	CredentialNotInFile: {
		text.Say("the file {place} has no credential of account {account}", "文件 {place} 里没有账号 {account} 的凭证"),
		text.Say(`add "{account}": {"appid":"wx...","secret":"..."} to it`, `请加上 "{account}": {"appid":"wx...","secret":"..."}`),
	},
	CredentialNotInSandbox: {
		text.Say("the sandbox does not have the account {account}", "沙箱里没有账号 {account}"),
		text.Say("start the sandbox with --account {account}=APPID:SECRET", "启动沙箱时加上 --account {account}=APPID:SECRET"),
	},
	CredentialReadable: {
		text.Say("the SSM parameter {place} is not a SecureString: anyone who may read parameters can read the secret",
			"SSM 参数 {place} 不是 SecureString，能读参数的人都能读到密钥"),
		text.Say("reset the app secret in WeChat's console, delete the parameter and create it again with --type SecureString",
			"在公众平台后台重置开发者密码，删除这个参数，再用 --type SecureString 重新创建"),
	},
	CredentialEmpty: {text.Say("AWS answered no text for {place}", "AWS 没有返回 {place} 的文本"), credentialForm},
	CredentialGarbled: {
		text.Say("AWS's answer about {place} cannot be decoded", "AWS 关于 {place} 的回应无法解读"),
		text.Say("check the function's way to AWS (VPC endpoint, proxy) and try again", "检查函数到 AWS 的网络（VPC 终端节点、代理），再重试"),
	},
	CredentialDenied: {
		text.Say("the function may not read {place}", "函数没有读取 {place} 的权限"),
		text.Say("give the function's role {op} on it", "给函数的角色授予它的 {op} 权限"),
	},
	CredentialKeyDenied: {
		text.Say("the function may not use the key that {place} is encrypted with", "函数没有使用 {place} 加密密钥的权限"),
		text.Say("give the function's role kms:Decrypt on the key", "给函数的角色授予该密钥的 kms:Decrypt 权限"),
	},
	CredentialKeyUnusable: {
		text.Say("the key that {place} is encrypted with cannot be used", "{place} 的加密密钥无法使用"),
		text.Say("enable the key and give the function's role kms:Decrypt on it", "启用该密钥，并给函数的角色授予 kms:Decrypt 权限"),
	},
	CredentialThrottled: {
		text.Say("AWS takes no more {op} calls for the moment", "AWS 暂时不再接受 {op} 调用"),
		text.Say("try again in a minute", "一分钟后重试"),
	},
	CredentialUnaccepted: {
		text.Say("AWS does not accept the function's own AWS credentials for {op}", "AWS 不接受函数自己的 AWS 凭证调用 {op}"),
		text.Say("check the function's role; on a machine of your own sign in again and check its clock", "检查函数的角色；在自己的机器上请重新登录，并核对时钟"),
	},
	CredentialRefused: {
		text.Say("AWS did not give {place}: {cause}", "AWS 没有给出 {place}：{cause}"),
		text.Say("check the function's way to AWS and try again", "检查函数到 AWS 的网络，再重试"),
	},
	CredentialUnreadable: {
		text.Say("the credential file {place} cannot be read: {cause}", "凭证文件 {place} 无法读取：{cause}"),
		text.Say("check that credentials in the settings of caidan serve, or CAIDAN_CREDENTIALS of a function, names a file that this user may read", "检查 caidan serve 配置里的 credentials（函数则是 CAIDAN_CREDENTIALS）写的文件是否存在、当前用户可读"),
	},

	CredentialFileForm: {
		text.Say("the file {place} is not one JSON object: it is wrong after byte {offset}", "文件 {place} 不是一个完整的 JSON 对象：第 {offset} 字节之后有误"),
		text.Say(`write it as {"brand-cn":{"appid":"wx...","secret":"..."}}, with each account once`, `写成 {"brand-cn":{"appid":"wx...","secret":"..."}}，每个账号一项`),
	},
	CredentialFileMarked: {
		text.Say("the file {place} begins with a byte order mark, which editors and shells on Windows write", "文件 {place} 以字节顺序标记（BOM）开头，Windows 上的编辑器和命令行会写入它"),
		text.Say("save it as UTF-8 without a byte order mark", "把它另存为不带 BOM 的 UTF-8"),
	},
	CredentialMarked: {
		text.Say("the credential of {account} in {place} begins with a byte order mark, which editors and shells on Windows write", "{place} 里 {account} 的凭证以字节顺序标记（BOM）开头，Windows 上的编辑器和命令行会写入它"),
		text.Say("save the text as UTF-8 without a byte order mark, and store it again", "把内容另存为不带 BOM 的 UTF-8，再重新存入"),
	},
	CredentialNotJSON: {
		text.Say("the credential of {account} in {place} is not valid JSON after byte {offset}", "{place} 里 {account} 的凭证从第 {offset} 字节之后不是合法的 JSON"), credentialForm,
	},
	CredentialNotObject: {text.Say("the credential of {account} in {place} is not a JSON object", "{place} 里 {account} 的凭证不是 JSON 对象"), credentialForm},
	CredentialNotSingle: {
		text.Say("something follows the JSON object in {place}, which has the credential of {account}", "{place} 里 {account} 的凭证，JSON 对象后面还有别的内容"), credentialForm,
	},
	CredentialKeyUnknown:      {keyUnknown, credentialForm},
	CredentialKeyTwice:        {keyTwice, credentialForm},
	CredentialKeyNotString:    {keyNotString, credentialForm},
	CredentialPartUnknown:     {keyUnknown, serviceForm},
	CredentialPartTwice:       {keyTwice, serviceForm},
	CredentialPartNotString:   {keyNotString, serviceForm},
	CredentialAppIDMissing:    {text.Say("the credential of {account} in {place} has no appid", "{place} 里 {account} 的凭证没有 AppID"), credentialForm},
	CredentialAppIDMalformed:  {text.Say("the appid of {account} in {place} is not wx and 16 lower-case hexadecimal digits", "{place} 里 {account} 的 AppID 不是 wx 加 16 位小写十六进制数字"), credentialForm},
	CredentialSecretMissing:   {text.Say("the secret of {account} in {place} is empty", "{place} 里 {account} 的 secret 是空的"), credentialForm},
	CredentialSecretMalformed: {text.Say("the secret of {account} in {place} has a blank, or a character that no app secret has", "{place} 里 {account} 的 secret 里有空白，或者有开发者密码（AppSecret）不会有的字符"), credentialForm},
	CredentialNoKind:          {text.Say("the credential of {account} in {place} has none of secret, service, cloud and component", "{place} 里 {account} 的凭证没有 secret、service、cloud 或 component"), credentialForm},
	CredentialTwoKinds: {
		text.Say("the credential of {account} in {place} has more than one of secret, service, cloud and component, so it is not clear where its tokens are from",
			"{place} 里 {account} 的凭证同时有 secret、service、cloud、component 中的几个，不清楚令牌该从哪里来"), credentialForm,
	},
	CredentialKeyMissing:   {text.Say("the credential of {account} in {place} has no {key}", "{place} 里 {account} 的凭证没有{key}"), serviceForm},
	CredentialKeyNotObject: {text.Say("the {key} of {account} in {place} is not a JSON object", "{place} 里 {account} 的{key}不是 JSON 对象"), serviceForm},
	CredentialComponentOutside: {
		text.Say("the credential of {account} in {place} has caidan hold a platform's tokens, which one process alone may do: not AWS Lambda with its instances, nor servers that share a database",
			"{place} 里 {account} 的凭证要由 caidan 保管第三方平台的令牌，而这只能由一个进程来做：AWS Lambda 有多个实例，共用数据库的服务器也不止一个，都不行"),
		text.Say("run one caidan serve with a ledger of bolt:PATH, or have the platform's own program give tokens, with a credential of the kind service", "请运行一个发布记录为 bolt:PATH 的 caidan serve；或者改用 service 凭证，由平台自己的程序给出令牌"),
	},
	CredentialComponent: {
		text.Say("the {key} of {account} in {place} is missing, or not of its form", "{place} 里 {account} 的{key}缺失或格式不对"),
		text.Say(`a platform is {"appid":"wx...","secret":"...","token":"...","aesKey":"43 characters","ticket":"received" or "file:PATH"}, with "refresh":"file:PATH" where a refresh token is known`,
			`第三方平台写成 {"appid":"wx...","secret":"...","token":"...","aesKey":"43 个字符","ticket":"received" 或 "file:PATH"}；已知 refresh_token 时加上 "refresh":"file:PATH"`),
	},
	CredentialCloudOutside: {
		text.Say("the credential of {account} in {place} is for calls from inside WeChat Cloud Run, which an AWS Lambda function is not", "{place} 里 {account} 的凭证用于微信云托管内部的调用，而 AWS Lambda 函数不在里面"),
		text.Say("run caidan serve in WeChat Cloud Run, or store the account's secret", "在微信云托管里运行 caidan serve，或者存入账号的 secret"),
	},
	CredentialCloudToken: {text.Say("the cloud.token of {account} in {place} is neither none nor file", "{place} 里 {account} 的 cloud.token 既不是 none 也不是 file"), cloudForm},
	CredentialCloudOther: {
		text.Say("the cloud.from_appid of {account} in {place} is not its appid, so menus would be published to another account", "{place} 里 {account} 的 cloud.from_appid 与 appid 不同，菜单会发布到别的账号"), cloudForm,
	},
	CredentialCloudTwice: {
		text.Say("the accounts {names} in {place} have no cloud.from_appid, so all of them would be published to the one account that owns the cloud environment",
			"{place} 里的账号 {names} 都没有 cloud.from_appid，都会发布到环境所属的同一个账号"), cloudForm,
	},
	CredentialAddress: {
		text.Say("the {key} of {account} in {place} is not an https address, nor an http one of this machine", "{place} 里 {account} 的{key}不是 https 地址，也不是本机的 http 地址"), serviceForm,
	},
	CredentialPointer: {
		text.Say("the {key} of {account} in {place} is not a JSON pointer: one begins with a slash; an empty service.token takes the whole answer for the token",
			"{place} 里 {account} 的{key}不是 JSON Pointer：要以斜杠开头；service.token 为空表示整个回应就是令牌"), serviceForm,
	},
	CredentialHeader: {
		text.Say("the {key} of {account} in {place} has a header that HTTP cannot carry or sets itself, one twice, or one that is not a string", "{place} 里 {account} 的{key}有 HTTP 无法传输或由它自己设置的、重复的，或者不是字符串的请求头"), serviceForm,
	},

	CredentialWaited: {
		text.Say("there was no time left to wait for the account's token", "没有时间继续等待这个账号的 access_token"),
		text.Say("run it again", "请重新执行"),
	},
}
