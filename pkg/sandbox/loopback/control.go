package loopback

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Admit lets only these methods call a page that changes the server, and no
// page of another website that is open in a browser on the same machine. It
// answers what it does not admit.
func (s *Server) Admit(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	if http.NewCrossOriginProtection().Check(r) != nil {
		s.Refuse(w, r, http.StatusForbidden, Errorf(
			"a page of another website sent this; send it from a program on this machine",
			"请求来自别的网站的页面；请用本机的程序发送"))
		return false
	}
	if !slices.Contains(methods, r.Method) {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		s.Refuse(w, r, http.StatusMethodNotAllowed, Errorf("the method is %s; use %s", "请求方法是 %s；请用 %s", r.Method, either(methods)))
		return false
	}
	return true
}

// ReadBody reads a request's body of at most limit bytes, or refuses it.
func (s *Server) ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	data, err := readAll(r, limit)
	if err != nil {
		s.Refuse(w, r, http.StatusRequestEntityTooLarge, Errorf("the body has more than %d bytes", "请求正文超过 %d 字节", limit))
		return nil, false
	}
	return data, true
}

// Refuse answers a call to the server itself that it does not do.
func (s *Server) Refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	body, _ := json.Marshal(map[string]string{"error": Message(err, s.Language(r))})
	Reply{Status: status, Type: JSON, Body: body}.Send(w)
}

// Decode reads one JSON value and refuses members that v does not have.
func Decode(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	var other *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case err == nil:
	case errors.As(err, &other) && other.Field == "":
		return Errorf("this is %s; send an object", "这是%s；请发送一个对象", shape(other.Value))
	case errors.As(err, &other):
		// What an embedded struct has, it has by the struct's name.
		member := other.Field[strings.LastIndexByte(other.Field, '.')+1:]
		return Errorf("%q cannot be %s", "%q不能是%s", member, shape(other.Value))
	case strings.HasPrefix(err.Error(), unknownMember):
		member := strings.Trim(strings.TrimPrefix(err.Error(), unknownMember), `"`)
		if near := Near(member, members(v)); near != "" {
			return Errorf("%q is not a known member, did you mean %q?", "没有%q这一项，是不是%q？", member, near)
		}
		return Errorf("%q is not a known member; check its spelling", "没有%q这一项；请检查拼写", member)
	case errors.As(err, &syntax):
		return Errorf("this is not JSON; look at byte %d", "这不是 JSON；请看第 %d 字节", syntax.Offset)
	default: // io.EOF, io.ErrUnexpectedEOF
		return Errorf("the JSON ends too early", "JSON 不完整")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Errorf("there is more than one JSON value; send one at a time", "JSON 值不止一个；请一次发送一个")
	}
	return nil
}

// shape says what a JSON value is that encoding/json names: a kind, which a
// number's digits may follow.
func shape(value string) Text {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "bool":
		return Say("a boolean", "布尔值")
	case "number":
		return Say("a number", "数字")
	case "string":
		return Say("a string", "字符串")
	case "array":
		return Say("an array", "数组")
	default:
		return Say("an object", "对象")
	}
}

// unknownMember begins the error of encoding/json about a member that a struct
// does not have; its name follows, quoted.
const unknownMember = "json: unknown field "

// either enumerates words of which one is wanted.
func either(words []string) Text {
	return Text{EN: strings.Join(words, " or "), ZH: strings.Join(words, " 或 ")}
}
