package api

import "github.com/caidan-dev/caidan/pkg/text"

var (
	tryDisk = text.Say("check the disk that the file is on", "检查这个文件所在的磁盘")
	deploy  = text.Say("deploy that release or a newer one", "部署那个版本或更新的版本")
)

// What the ledger has no room for, does not know, has already, or does not take.
const (
	// LedgerLarge is something too large to be stored.
	LedgerLarge Code = "ledger-large"
	// LedgerNewer is something that a later release wrote.
	LedgerNewer Code = "ledger-newer"
	// LedgerTaken is a record of a number that is taken.
	LedgerTaken Code = "ledger-taken"
	// LedgerThrottled is a table that takes no more requests for the moment.
	LedgerThrottled Code = "ledger-throttled"
)

// LedgerCode returns the code for a ledger that cannot be used. The problem is
// one of package ledger's; a test there holds that each has words.
func LedgerCode(problem string) Code { return Code("ledger-" + problem) }

var ledgers = map[Code]words{
	"ledger-denied": {
		text.Say("access to the table {place} was denied: the role lacks {op}", "没有访问表 {place} 的权限：角色缺少 {op}"),
		text.Say("give the function's role {op} on the table", "给函数的角色授予这张表的 {op} 权限"),
	},
	"ledger-key": {
		text.Say("the encryption key of the table {place} cannot be used", "表 {place} 的加密密钥无法使用"),
		text.Say("give the function's role kms:Decrypt on the table's key", "给函数的角色授予这张表的密钥的 kms:Decrypt 权限"),
	},
	"ledger-missing": {
		text.Say("the function's region has no table {place}", "函数所在的区域里没有表 {place}"),
		text.Say("deploy lambda/template.yaml, which makes the table, or name another in CAIDAN_LEDGER", "部署 lambda/template.yaml（它会建表），或者在 CAIDAN_LEDGER 里写另一张表"),
	},
	"ledger-foreign": {
		text.Say("the table {place} is not one of caidan's", "表 {place} 不是 caidan 的"),
		text.Say("deploy lambda/template.yaml, which makes a table with the keys pk and sk, both strings, and name it in CAIDAN_LEDGER",
			"部署 lambda/template.yaml，它会建一张键为 pk 和 sk（都是字符串）的表，再写进 CAIDAN_LEDGER"),
	},
	"ledger-credentials": {
		text.Say("AWS does not accept the credentials for the table {place}: {cause}", "AWS 不接受访问表 {place} 的凭证：{cause}"),
		text.Say("check the function's role; on a machine of your own sign in again and check its clock", "检查函数的角色；在自己的机器上请重新登录，并核对时钟"),
	},
	LedgerThrottled: {
		text.Say("DynamoDB takes no more requests to the table {place} for the moment: {cause}", "DynamoDB 暂时不再接受对表 {place} 的请求：{cause}"),
		text.Say("try again in a minute; set the table to on-demand capacity if it happens often", "一分钟后重试；如果经常出现，把表改成按需容量"),
	},
	"ledger-failed": {
		text.Say("DynamoDB failed with HTTP status {status}", "DynamoDB 出错，HTTP 状态 {status}"),
		text.Say("try again; look at the AWS status page if it lasts", "请重试；如果持续出现，查看 AWS 状态页"),
	},
	"ledger-refused": {
		text.Say("DynamoDB refused the request: {cause}", "DynamoDB 拒绝了请求：{cause}"),
		text.Say("check the function's region and the table's state", "检查函数的区域和表的状态"),
	},
	"ledger-proxied": {
		text.Say("something before DynamoDB answered, with HTTP status {status}", "DynamoDB 前面的代理返回了 HTTP 状态 {status}"),
		text.Say("check the function's way to DynamoDB (VPC endpoint, proxy, AWS_ENDPOINT_URL_DYNAMODB)",
			"检查函数到 DynamoDB 的网络（VPC 终端节点、代理、AWS_ENDPOINT_URL_DYNAMODB）"),
	},
	"ledger-silent": {
		text.Say("DynamoDB did not answer: {cause}", "DynamoDB 没有回应：{cause}"),
		text.Say("check the function's way to DynamoDB (VPC endpoint, AWS_ENDPOINT_URL_DYNAMODB) and try again",
			"检查函数到 DynamoDB 的网络（VPC 终端节点、AWS_ENDPOINT_URL_DYNAMODB），再重试"),
	},
	"ledger-late": {
		text.Say("there was no time left for {op} on {place}", "没有时间在 {place} 上完成 {op}"),
		text.Say("try again; raise the function's timeout if it happens again", "请重试；如果再次出现，调大函数的超时时间"),
	},
	"ledger-open": {
		text.Say("another process has the file {place} open", "另一个进程正在使用文件 {place}"),
		text.Say("end the other caidan that uses this file, or name another file", "结束使用这个文件的另一个 caidan，或者换一个文件"),
	},
	"ledger-damaged": {
		text.Say("the file {place} does not hold a ledger, or is damaged", "文件 {place} 不是发布记录，或者已经损坏"),
		text.Say("name another file, or move this one away", "换一个文件，或者把它移走"),
	},
	"ledger-closed": {
		text.Say("the file {place} was closed already", "文件 {place} 已经关闭"),
		text.Say("run it again", "请重新执行"),
	},
	"ledger-file": {
		text.Say("the file {place} cannot be opened: {cause}", "无法打开文件 {place}：{cause}"),
		text.Say("make the folder, or name a file that this user may write", "先建好文件夹，或者换一个当前用户可写的文件"),
	},
	"ledger-disk": {text.Say("the file {place} cannot be used: {cause}", "文件 {place} 无法使用：{cause}"), tryDisk},

	LedgerLarge: {
		text.Say("what the ledger has to keep of this publish takes {size} bytes, and there is room for {max}", "这次发布要记录 {size} 字节，而最多只能存 {max} 字节"),
		text.Say("have fewer or shorter conditional menus", "减少或缩短个性化菜单"),
	},
	LedgerNewer: {text.Say("a later release of caidan wrote to the ledger: {cause}", "发布记录由更新版本的 caidan 写过：{cause}"), deploy},
	LedgerTaken: {text.Say("another publish wrote record {record}", "另一次发布写入了记录 {record}"), clocks},
}
