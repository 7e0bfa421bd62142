package errcode

import "github.com/caidan-dev/caidan/pkg/text"

// cloud is refusals of calls from WeChat's own cloud, which come without an
// account's token.
var cloud = []row{
	{
		-604101, anywhere, cloudFunctions, operator,
		text.Say("the cloud function may not call this endpoint, because it has not declared it", "云函数没有声明要调用这个接口，所以无权调用"),
		text.Say(
			"add the endpoint to permissions.openapi in the function's config.json and upload it; that counts after ten minutes at most",
			"在云函数的 config.json 里把这个接口加进 permissions.openapi 并重新上传，最多十分钟后生效",
		),
	},
	{
		-605108, anywhere, reported, admin,
		text.Say("the account has not authorised the cloud environment", "账号没有授权给这个云开发环境"),
		text.Say("authorise the environment in the console of WeChat's cloud development", "在微信云开发控制台为这个环境完成授权"),
	},
	{
		85105, anywhere, cloudRun, operator,
		text.Say(
			"the account that WeChat Cloud Run calls for does not have the right to this endpoint, as a mini program does not have the right to menus",
			"微信云托管所代表的账号没有这个接口的权限，例如小程序不能调用公众号的菜单接口",
		),
		text.Say(
			"name the account in from_appid where a mini program owns the environment, or check the account's rights",
			"在环境属于小程序时用 from_appid 写明公众号的 AppID，否则检查账号的接口权限",
		),
	},
	{
		85112, anywhere, cloudRun, operator,
		text.Say(
			"WeChat does not find the secret of the cloud environment (cloudbase_secret)",
			"微信找不到云环境的密钥（cloudbase_secret）",
		),
		text.Say(
			"switch on the open interface service in WeChat Cloud Run and deploy a new version",
			"在微信云托管里开启“开放接口服务”，再发布新的服务版本",
		),
	},
}
