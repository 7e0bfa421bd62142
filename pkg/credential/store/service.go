package store

import (
	"encoding/json"
	"maps"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// service reads the part of a credential that says how a token service is asked.
func (f found) service(appID string, data json.RawMessage) (credential.Source, error) {
	if data[0] != '{' {
		return nil, f.wrong(api.CredentialKeyNotObject, api.Facts{Key: "service"})
	}
	values, err := f.object(inService, data, "url", "headers", "token", "expires", "renew")
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"url", "token"} {
		if _, is := values[key]; !is {
			return nil, f.wrong(api.CredentialKeyMissing, api.Facts{Key: inService + key})
		}
	}
	var o credential.Order
	if o.URL, err = f.address(values, "url"); err != nil {
		return nil, err
	}
	if o.Renew, err = f.address(values, "renew"); err != nil {
		return nil, err
	}
	if o.Token, err = f.pointer(values, "token"); err != nil {
		return nil, err
	}
	if o.Expires, err = f.pointer(values, "expires"); err != nil {
		return nil, err
	}
	if o.Header, err = f.headers(values["headers"]); err != nil {
		return nil, err
	}
	return credential.NewService(appID, o), nil
}

// address reads a URL that a token may come from: https, or http of this machine.
func (f found) address(values map[string]json.RawMessage, key string) (*url.URL, error) {
	if _, is := values[key]; !is {
		return nil, nil //nolint:nilnil // renew need not be there
	}
	text, err := f.string(values, inService, key)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(text)
	if err != nil || strings.ContainsFunc(text, odd) || u.Hostname() == "" || u.Scheme != "https" && (u.Scheme != "http" || !wechat.Loopback(u.Hostname())) {
		return nil, f.wrong(api.CredentialAddress, api.Facts{Key: inService + key})
	}
	return u, nil
}

// odd reports whether a character is one that neither an address nor an app secret has:
// a blank, one that is not seen, or one beyond ASCII. Source: RFC 3986, section 2.
func odd(r rune) bool { return r <= ' ' || r > '~' }

// pointerForm is that of a JSON pointer. Source: RFC 6901, section 3.
func pointerForm() *regexp.Regexp { return regexp.MustCompile(`^(/([^~/]|~0|~1)*)*$`) }

// pointer reads a JSON pointer.
func (f found) pointer(values map[string]json.RawMessage, key string) (string, error) {
	text, err := f.string(values, inService, key)
	if err == nil && !pointerForm().MatchString(text) {
		err = f.wrong(api.CredentialPointer, api.Facts{Key: inService + key})
	}
	return text, err
}

// fieldName reports whether a header can be called so. Source: RFC 9110, 5.6.2.
func fieldName(name string) bool {
	return regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$").MatchString(name)
}

// framing are the headers that say how a message travels: HTTP itself sets them, or
// leaves them out. Source: RFC 9110, sections 6.6.2, 7.6.1, 8.6, 10.1.1 and 12.5.3.
var framing = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

// carried reports whether a request can have a header. Source: RFC 9110, 5.5 and 7.2.
func carried(key, value string) bool {
	if key == "Host" {
		u, err := url.Parse("//" + value)
		return err == nil && u.Host == value && u.Hostname() != "" && !strings.ContainsFunc(value, odd)
	}
	return fieldName(key) && !slices.Contains(framing, key) && !strings.ContainsFunc(value, unicode.IsControl)
}

// headers reads headers from an object of names and values.
func (f found) headers(data json.RawMessage) (map[string]string, error) {
	out := map[string]string{}
	if data == nil {
		return out, nil
	}
	if data[0] != '{' {
		return nil, f.wrong(api.CredentialKeyNotObject, api.Facts{Key: headers})
	}
	values, err := f.object(inHeaders, data)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value, err := f.string(values, inHeaders, name)
		if err != nil {
			return nil, err
		}
		key := textproto.CanonicalMIMEHeaderKey(name)
		if _, twice := out[key]; twice || !carried(key, value) {
			return nil, f.wrong(api.CredentialHeader, api.Facts{Key: headers})
		}
		out[key] = value
	}
	return out, nil
}
