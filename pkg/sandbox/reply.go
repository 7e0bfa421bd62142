package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"strconv"
)

// The media types of answers. WeChat says "encoding" where others say
// "charset". Source: captures of live answers, 2018 to 2024.
const (
	wechatContentType = "application/json; encoding=utf-8"
	jsonContentType   = "application/json"
	htmlContentType   = "text/html"
)

// reply is one answer. A status of 0 sends none and closes the connection.
type reply struct {
	status  int
	errcode int // WeChat's, for the log
	kind    string
	header  http.Header
	body    []byte
}

// writeHead sends the status line and headers.
func (r reply) writeHead(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range r.header {
		h[name] = values
	}
	if len(r.body) > 0 {
		h.Set("Content-Type", r.kind)
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	w.WriteHeader(r.status)
}

// served is WeChat's answer with a body of its own; such a body has no errcode.
func served(body []byte) reply {
	return reply{status: http.StatusOK, kind: wechatContentType, body: body}
}

// done is WeChat's answer when there is nothing to say.
func done() reply { return served([]byte(`{"errcode":0,"errmsg":"ok"}`)) }

// fail is WeChat's answer to a call that breaks a rule: the status is 200, and
// the text ends in a request id whose first group is the time.
func (x *exchange) fail(code int) reply {
	text := fmt.Sprintf("%s rid: %08x-%08x-%08x", x.errmsg(code), x.now.Unix(), rand.Uint32(), rand.Uint32())
	body := strconv.AppendInt([]byte(`{"errcode":`), int64(code), 10)
	body = append(body, `,"errmsg":`...)
	body = appendString(body, text, escapeSlash)
	r := served(append(body, '}'))
	r.errcode = code
	return r
}

// errmsg is the text of a code, with what only this call can fill in.
func (x *exchange) errmsg(code int) string {
	switch code {
	case codeIPNotAllowed:
		return notAllowed(x.clientIP())
	case codeBadCredential:
		if path := x.request.URL.Path; path != stableTokenPath && path != classicTokenPath {
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
	return reply{status: status, kind: htmlContentType, body: []byte(page)}
}
