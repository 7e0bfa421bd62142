package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// The media types of answers. WeChat says "encoding" where others say
// "charset". Source: captures of live answers, 2018 to 2024.
const (
	wechatContentType = "application/json; encoding=utf-8"
	htmlContentType   = "text/html"
)

// reply is one answer.
type reply = loopback.Reply

// exchange is one call while it is answered.
type exchange struct{ *loopback.Exchange }

// served is WeChat's answer with a body of its own; such a body has no errcode.
func served(body []byte) reply {
	return reply{Status: http.StatusOK, Type: wechatContentType, Body: body}
}

// done is WeChat's answer when there is nothing to say.
func done() reply { return served([]byte(`{"errcode":0,"errmsg":"ok"}`)) }

// fail is WeChat's answer to a call that breaks a rule: the status is 200, and
// the text ends in a request id whose first group is the time.
func (x exchange) fail(code int) reply {
	text := fmt.Sprintf("%s rid: %08x-%08x-%08x", x.errmsg(code), x.Now.Unix(), rand.Uint32(), rand.Uint32())
	body := strconv.AppendInt([]byte(`{"errcode":`), int64(code), 10)
	body = append(body, `,"errmsg":`...)
	body = appendString(body, text, escapeSlash)
	r := served(append(body, '}'))
	r.Errcode = code
	return r
}

// errmsg is the text of a code, with what only this call can fill in.
func (x exchange) errmsg(code int) string {
	switch code {
	case codeIPNotAllowed:
		return notAllowed(x.ClientIP())
	case codeBadCredential:
		if path := x.Request.URL.Path; path != stableTokenPath && path != classicTokenPath {
			return errmsg(code) + ", could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
		}
	}
	return errmsg(code)
}

// notAllowed is the text of 40164. An IPv4 address is shown twice.
// Source: getStableAccessToken, and captures since 2020.
func notAllowed(ip netip.Addr) string {
	six := ip.String()
	if ip.Is4() {
		six = "::ffff:" + six
	}
	return fmt.Sprintf("invalid ip %s ipv6 %s, not in whitelist", ip, six)
}

// gateway is what stands before WeChat's servers answering for them.
func gateway(status int) reply {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	page := "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n"
	return reply{Status: status, Type: htmlContentType, Body: []byte(page)}
}
