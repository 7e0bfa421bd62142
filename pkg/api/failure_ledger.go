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
	// LedgerSpoilt is something stored that cannot be read.
	LedgerSpoilt Code = "ledger-spoilt"
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
		text.Say("deploy lambda/template.yaml, which makes the table; if the table was deleted, restore a backup of it and deploy with the parameter LedgerTable naming that",
			"部署 lambda/template.yaml（它会建表）；如果表被删除了，就恢复它的备份，再用参数 LedgerTable 指定恢复出来的表来部署"),
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

	"ledger-unreached": {
		text.Say("the database {place} did not answer: {cause}", "数据库 {place} 没有回应：{cause}"),
		text.Say("check that its server runs, and the way to it (address, port, security group), and try again", "检查数据库服务器是否在运行，以及到它的网络（地址、端口、安全组），再重试"),
	},
	"ledger-untrusted": {
		text.Say("the certificate of the database {place} cannot be trusted: {cause}", "数据库 {place} 的证书不可信：{cause}"),
		text.Say("name the file with the certificate of its authority in the DSN, ?tls=true&ca=FILE, and the host by the name that its certificate has",
			"在 DSN 里用 ?tls=true&ca=FILE 指定 CA 证书文件，并使用证书上的主机名"),
	},
	"ledger-no-tls": {
		text.Say("the database {place} does not offer TLS, which the DSN asks for", "数据库 {place} 不支持 TLS，而 DSN 要求使用 TLS"),
		text.Say("switch TLS on at its server; where the way to it is yours alone, write ?tls=false in the DSN", "在数据库服务器上启用 TLS；如果到它的网络只有自己使用，可以在 DSN 里写 ?tls=false"),
	},
	"ledger-sign-in": {
		text.Say("the database {place} does not let caidan in: {cause}", "数据库 {place} 拒绝登录：{cause}"),
		text.Say("check user and password in the DSN, and from which hosts, and whether only with TLS, that user may sign in", "检查 DSN 里的用户名和密码，以及这个用户可以从哪些主机登录、是否必须用 TLS"),
	},
	"ledger-ungranted": {
		text.Say("the user lacks a privilege on the database {place} to {op}: {cause}", "用户在数据库 {place} 上没有执行 {op} 的权限：{cause}"),
		text.Say("grant the user SELECT, INSERT and UPDATE on that database, and CREATE the first time", "授予这个用户该数据库的 SELECT、INSERT、UPDATE 权限，第一次还需要 CREATE"),
	},
	"ledger-no-database": {
		text.Say("there is no database {place}", "没有数据库 {place}"),
		text.Say("make it, CREATE DATABASE, or name another in the DSN", "先用 CREATE DATABASE 创建它，或者在 DSN 里换一个数据库"),
	},
	"ledger-other-tables": {
		text.Say("the tables caidan_state and caidan_record of the database {place} are not those of caidan", "数据库 {place} 里的表 caidan_state 和 caidan_record 不是 caidan 建的"),
		text.Say("name a database of caidan's own in the DSN", "在 DSN 里换一个 caidan 专用的数据库"),
	},
	"ledger-read-only": {
		text.Say("the database {place} can only be read at the moment: {cause}", "数据库 {place} 目前只读：{cause}"),
		text.Say("name the server that takes writes, and not a replica of it", "请填写可写的主库，不要用只读副本"),
	},
	"ledger-crowded": {
		text.Say("the database {place} has too much to do: {cause}", "数据库 {place} 太忙：{cause}"),
		text.Say("try again; raise max_connections if it happens often", "请重试；如果经常出现，调大 max_connections"),
	},
	"ledger-packet-small": {
		text.Say("the database {place} does not take statements as large as a record needs: {cause}", "数据库 {place} 接受的语句太短，放不下一条发布记录：{cause}"),
		text.Say("set max_allowed_packet of its server to 4M or more", "把数据库服务器的 max_allowed_packet 设为 4M 或更大"),
	},
	"ledger-declined": {
		text.Say("the database {place} refused to {op}: {cause}", "数据库 {place} 拒绝执行 {op}：{cause}"),
		text.Say("look the number up in the reference of MySQL's errors, and look at the server's log", "在 MySQL 的错误参考里查这个编号，并查看数据库服务器的日志"),
	},

	LedgerLarge: {
		text.Say("what the ledger has to keep of this publish takes {size} bytes, and there is room for {max}", "这次发布要记录 {size} 字节，而最多只能存 {max} 字节"),
		text.Say("have fewer or shorter conditional menus", "减少或缩短个性化菜单"),
	},
	LedgerSpoilt: {
		text.Say("what the ledger keeps as {place} is damaged: {cause}", "发布记录中的 {place} 已经损坏：{cause}"),
		text.Say("restore the ledger from a backup; nothing is published without it", "用备份恢复发布记录；在此之前不会发布任何内容"),
	},
	LedgerNewer: {text.Say("a later release of caidan wrote to the ledger", "发布记录由更新版本的 caidan 写过"), deploy},
	LedgerTaken: {text.Say("another publish wrote record {record}", "另一次发布写入了记录 {record}"), clocks},
}
