package sandbox

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// platformPath has something happen to the platform.
const platformPath = "/sandbox/platform"

// maxPlatformBody is the most bytes of what is asked there.
const maxPlatformBody = 1 << 10

// event is what may happen to the platform, one thing at a time.
type event struct {
	// Ticket has a new ticket pushed.
	Ticket bool `json:"ticket"`
	// Revoke and Authorise name an account that takes the authorisation back, or gives
	// it again. The latter has a new refresh token.
	Revoke    string `json:"revoke"`
	Authorise string `json:"authorise"`
	// Rotate names an account whose refresh token is replaced, as when the answer to
	// a refresh was lost.
	Rotate string `json:"rotate"`
	// Mint has another program fetch a component token.
	Mint bool `json:"mint"`
}

// Push is what WeChat posts to the platform: to where it receives authorisation events,
// with this query and body.
type Push struct {
	Query string `json:"query"`
	Body  string `json:"body"`
}

// servePlatform has something happen, and answers what is pushed because of it.
func (s *Server) servePlatform(w http.ResponseWriter, r *http.Request) {
	if !s.Admit(w, r, http.MethodPost) {
		return
	}
	if s.platform == nil {
		s.Refuse(w, r, http.StatusNotFound, loopback.Errorf(
			"the sandbox does not play a third-party platform; start it with --platform, or with platform in its settings",
			"沙箱没有模拟第三方平台；请在启动时加上 --platform，或者在配置里写上 platform"))
		return
	}
	data, ok := s.ReadBody(w, r, maxPlatformBody)
	if !ok {
		return
	}
	var e event
	if err := loopback.Decode(data, &e); err != nil {
		s.Refuse(w, r, http.StatusBadRequest, err)
		return
	}
	push, err := s.happen(e, s.Now())
	s.Announce()
	if err != nil {
		s.Refuse(w, r, http.StatusBadRequest, err)
		return
	}
	body, _ := json.Marshal(push)
	loopback.Reply{Status: http.StatusOK, Type: loopback.JSON, Body: body}.Send(w)
}

func (s *Server) happen(e event, now time.Time) (push Push, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.platform
	if e.Mint {
		p.component, p.ends = newToken(), now.Add(tokenLife)
		return Push{}, nil
	}
	if e.Ticket {
		ticket := "ticket@@@" + newToken()
		p.tickets[ticket] = now.Add(ticketLife)
		return p.push(now, "component_verify_ticket", "ComponentVerifyTicket", ticket), nil
	}
	a, err := s.find(e.Revoke + e.Authorise + e.Rotate)
	switch {
	case err != nil:
		return Push{}, err
	case e.Revoke != "":
		s.withdraw(a)
		return p.push(now, "unauthorized", "AuthorizerAppid", a.AppID), nil
	case e.Rotate != "":
		s.rotate(a, now)
		return Push{}, nil
	default:
		a.authorised = p.authorise()
		return p.push(now, "authorized", "AuthorizerAppid", a.AppID), nil
	}
}

// push encrypts and signs a message. Source: message encryption, technical scheme.
func (p *platform) push(now time.Time, kind, field, value string) Push {
	text := fmt.Sprintf("<xml><AppId>%s</AppId><CreateTime>%d</CreateTime><InfoType>%s</InfoType><%s><![CDATA[%s]]></%s></xml>",
		p.AppID, now.Unix(), kind, field, value, field)
	plain := make([]byte, 16, 64+len(text))
	_, _ = rand.Read(plain)
	plain = binary.BigEndian.AppendUint32(plain, uint32(len(text))) //nolint:gosec // some hundred bytes
	plain = append(append(plain, text...), p.AppID...)
	pad := 32 - len(plain)%32
	plain = append(plain, strings.Repeat(string(rune(pad)), pad)...)
	block, _ := aes.NewCipher(p.key)
	cipher.NewCBCEncrypter(block, p.key[:16]).CryptBlocks(plain, plain)
	encrypted, stamp, nonce := base64.StdEncoding.EncodeToString(plain), strconv.FormatInt(now.Unix(), 10), strconv.Itoa(len(p.tickets))
	query := url.Values{
		"timestamp": {stamp}, "nonce": {nonce}, "encrypt_type": {"aes"},
		"signature": {signature(p.Token, stamp, nonce)}, "msg_signature": {signature(p.Token, stamp, nonce, encrypted)},
	}
	return Push{query.Encode(), fmt.Sprintf("<xml><AppId><![CDATA[%s]]></AppId><Encrypt><![CDATA[%s]]></Encrypt></xml>", p.AppID, encrypted)}
}

func signature(parts ...string) string {
	sort.Strings(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // WeChat's scheme
	return hex.EncodeToString(sum[:])
}
