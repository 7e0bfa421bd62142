package api

import "github.com/caidan-dev/caidan/pkg/text"

// Why an account's token service gave no token that can be used. No sentence
// names the service: its address is as secret as what it gives.
const (
	// ServiceUnknown means that the name in its address leads to no machine.
	ServiceUnknown Code = "service-unknown"
	// ServiceUnreachable means that there is no connection, or that it broke.
	ServiceUnreachable Code = "service-unreachable"
	// ServiceCertificate means that its certificate is not one to trust.
	ServiceCertificate Code = "service-certificate"
	// ServicePlain means that it speaks HTTP without TLS.
	ServicePlain Code = "service-plain"
	// ServiceSlow means that it did not answer in time.
	ServiceSlow Code = "service-slow"
	// ServiceMoved means that it answered with a redirect.
	ServiceMoved Code = "service-moved"
	// ServiceDenied means that it does not take what the headers say.
	ServiceDenied Code = "service-denied"
	// ServiceStatus is any other HTTP status that is not a success.
	ServiceStatus Code = "service-status"
	// ServiceErrcode means that it passed on an error of WeChat's.
	ServiceErrcode Code = "service-errcode"
	// ServiceOwn means that it answered an errcode that is none of WeChat's, as far
	// as caidan knows them.
	ServiceOwn Code = "service-own"
	// ServiceLarge, ServiceEmpty, ServicePage and ServiceForm are answers without
	// a token: too long, nothing, a web page, and anything else.
	ServiceLarge Code = "service-large"
	ServiceEmpty Code = "service-empty"
	ServicePage  Code = "service-page"
	ServiceForm  Code = "service-form"
	// ServiceStale means that it gave a token that WeChat refuses, and did so
	// again.
	ServiceStale Code = "service-stale"
)

var (
	serviceAddress = text.Say("compare service.url in the account's credential with the token service's address", "把账号凭证里的 service.url 与令牌服务的地址核对")
	serviceRuns    = text.Say("see that the token service runs and that the function's network leads to it, then run it again",
		"确认令牌服务正在运行，而且函数的网络能访问它，再重新执行")
	serviceLog = text.Say("look at the token service's log", "查看令牌服务的日志")
)

var services = map[Code]words{
	ServiceUnknown: {
		text.Say("the name in the token service's address leads to no machine", "令牌服务地址里的域名无法解析"),
		serviceAddress,
	},
	ServiceUnreachable: {
		text.Say("the token service could not be reached, or broke the connection off", "无法连接令牌服务，或者连接被它中断"),
		serviceRuns,
	},
	ServiceCertificate: {
		text.Say("the token service's certificate is not trusted, or is another host's", "令牌服务的证书不受信任，或者属于别的域名"),
		text.Say("give the token service a certificate of a public authority for the name in service.url", "给令牌服务换上公共机构为 service.url 里的域名签发的证书"),
	},
	ServicePlain: {
		text.Say("the token service does not speak TLS at the port in service.url", "令牌服务在 service.url 的端口上没有使用 TLS"),
		text.Say("store its https address as service.url, or give it a certificate", "把 service.url 改成它的 https 地址，或者给它配置证书"),
	},
	ServiceSlow: {
		text.Say("the token service did not answer within {seconds} seconds", "令牌服务在 {seconds} 秒内没有回应"),
		serviceRuns,
	},
	ServiceMoved: {
		text.Say("the token service answered with a redirect (HTTP status {status}), which caidan does not follow: it would carry the headers elsewhere",
			"令牌服务返回了重定向（HTTP 状态码 {status}）；caidan 不会跟随，否则请求头会被带到别处"),
		text.Say("store the address that it leads to as service.url", "把 service.url 改成最终的地址"),
	},
	ServiceDenied: {
		text.Say("the token service does not let the function in (HTTP status {status})", "令牌服务拒绝了函数的请求（HTTP 状态码 {status}）"),
		text.Say("store the headers that it expects as service.headers, and see that it admits the function's address",
			"把它要求的请求头存入 service.headers，并确认它允许函数的 IP 地址访问"),
	},
	ServiceStatus: {
		text.Say("the token service answered HTTP status {status}", "令牌服务返回了 HTTP 状态码 {status}"),
		text.Say("look at the token service's log, and compare service.url in the account's credential with its address", "查看令牌服务的日志，并把账号凭证里的 service.url 与它的地址核对"),
	},
	ServiceErrcode: {
		text.Say("so says WeChat's errcode {errcode}, which the token service answered in place of a token", "这是微信的错误码 {errcode}，令牌服务没有返回令牌，而是返回了它"),
		text.Say("do this for the token service, which is what asked WeChat", "请针对令牌服务处理，是它请求的微信"),
	},
	ServiceOwn: {
		text.Say("the token service answered errcode {errcode} in place of a token, which is none of WeChat's that caidan knows", "令牌服务没有返回令牌，而是返回了错误码 {errcode}；它不是 caidan 认识的微信错误码"),
		serviceLog,
	},
	ServiceLarge: {
		text.Say("the token service answered more than {max} bytes", "令牌服务返回的内容超过 {max} 字节"),
		serviceAddress,
	},
	ServiceEmpty: {
		text.Say("the token service answered nothing", "令牌服务返回的内容为空"),
		serviceLog,
	},
	ServicePage: {
		text.Say("the token service answered a web page in place of a token", "令牌服务返回的是网页，不是令牌"),
		text.Say("compare service.url in the account's credential with the token service's address; a sign-in or error page may stand before it",
			"把账号凭证里的 service.url 与令牌服务的地址核对；它前面可能有登录页或错误页"),
	},
	ServiceForm: {
		text.Say("the token service's answer has no token where service.token points", "令牌服务的回应里，service.token 指向的位置没有令牌"),
		text.Say("compare service.token in the account's credential with an answer of the token service", "把账号凭证里的 service.token 与令牌服务的实际回应核对"),
	},
	ServiceStale: {
		text.Say("the token service hands out a token that WeChat refuses", "令牌服务给出的令牌被微信拒绝"),
		text.Say("have the token service fetch a new token, and see that it holds this account's; where service.renew is given, a publish has it do so",
			"让令牌服务重新获取令牌，并确认它保管的是这个账号的令牌；凭证里写了 service.renew 时，发布会自动让它重新获取"),
	},
}
