package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Decode reads the credential of an account that was found in a place. Its errors
// repeat no text of data but the names of keys, because any value may be the
// secret, even that of appid.
func Decode(account, place string, data []byte) (credential.Source, error) {
	return found{account: account, place: place}.decode(data)
}

// found is whose credential is read, and where it was.
type found struct {
	account, place string
	// cloudToken is the file that has the token of WeChat Cloud Run; empty where
	// caidan cannot be inside it.
	cloudToken string
	// holder has the tokens of third-party platforms; nil where this process may not
	// hold them.
	holder *platform.Holder
}

// wrong says what is wrong with it: of a part that is about a token service,
// beside how that is written.
func (f found) wrong(c api.Code, facts api.Facts) error {
	if strings.HasPrefix(facts.Key, inService) {
		c = cmp.Or(ofService[c], c)
	}
	facts.Account, facts.Place = f.account, f.place
	return Fail(c, facts, nil)
}

// inService is the way to what is in a credential's service.
const inService = "service."

// ofService are the codes for a part that is about a token service.
var ofService = map[api.Code]api.Code{
	api.CredentialKeyUnknown:   api.CredentialPartUnknown,
	api.CredentialKeyTwice:     api.CredentialPartTwice,
	api.CredentialKeyNotString: api.CredentialPartNotString,
}

func (f found) decode(data []byte) (credential.Source, error) {
	values, err := f.object("", data, "appid", "secret", "service", "cloud", "component")
	if err != nil {
		return nil, err
	}
	appID, err := f.string(values, "", "appid")
	if err != nil {
		return nil, err
	}
	switch kinds := len(values) - 1; {
	case appID == "":
		return nil, f.wrong(api.CredentialAppIDMissing, api.Facts{})
	case !appIDForm().MatchString(appID):
		return nil, f.wrong(api.CredentialAppIDMalformed, api.Facts{})
	case kinds == 0:
		return nil, f.wrong(api.CredentialNoKind, api.Facts{})
	case kinds > 1:
		return nil, f.wrong(api.CredentialTwoKinds, api.Facts{})
	case values["service"] != nil:
		return f.service(appID, values["service"])
	case values["cloud"] != nil:
		return f.cloud(appID, values["cloud"])
	case values["component"] != nil:
		return f.component(appID, values["component"])
	default:
		return f.secret(appID, values)
	}
}

// appIDForm is that of an account's and of a platform's appid.
func appIDForm() *regexp.Regexp { return regexp.MustCompile(`^wx[0-9a-f]{16}$`) }

// secret reads the credential of an account whose app secret is kept.
func (f found) secret(appID string, values map[string]json.RawMessage) (credential.Source, error) {
	secret, err := f.string(values, "", "secret")
	switch {
	case err != nil:
		return nil, err
	case strings.TrimSpace(secret) == "":
		return nil, f.wrong(api.CredentialSecretMissing, api.Facts{})
	case strings.ContainsFunc(secret, odd):
		return nil, f.wrong(api.CredentialSecretMalformed, api.Facts{})
	}
	return credential.Secret{AppID: appID, Secret: wechat.NewSecret(secret)}, nil
}

// string returns the text that an object has under a key, empty where it has no
// such key. in is the way to the object, with a dot at its end.
func (f found) string(values map[string]json.RawMessage, in, key string) (string, error) {
	raw, is := values[key]
	if !is {
		return "", nil
	}
	var text *string
	if json.Unmarshal(raw, &text) != nil || text == nil {
		if in == inHeaders {
			return "", f.wrong(api.CredentialHeader, api.Facts{Key: headers})
		}
		return "", f.wrong(api.CredentialKeyNotString, api.Facts{Key: in + named(key)})
	}
	return *text, nil
}

// orders are the byte order marks that editors put before a text: of UTF-8, of UTF-16 in
// both orders, and that of UTF-8 as programs of Western and of Chinese Windows read it,
// which in Chinese takes the brace with it.
var orders = []string{"\ufeff", "\xff\xfe", "\xfe\xff", "\u00ef\u00bb\u00bf", "\u9518"}

// object reads a JSON object of which each key is there once: of a key given
// twice it is not known which one was meant. With known keys, it has no others. in
// is the way to the object.
func (f found) object(in string, data []byte, known ...string) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	wrong := func(c api.Code, key string) (map[string]json.RawMessage, error) {
		return nil, f.wrong(c, api.Facts{Key: key, Offset: dec.InputOffset()})
	}
	open, err := dec.Token()
	if err != nil && slices.ContainsFunc(orders, func(mark string) bool { return bytes.HasPrefix(data, []byte(mark)) }) {
		return wrong(api.CredentialMarked, "")
	} else if err != nil {
		return wrong(api.CredentialNotJSON, "")
	}
	if open != json.Delim('{') {
		return wrong(api.CredentialNotObject, "")
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		token, err := dec.Token()
		key, isText := token.(string)
		if err != nil || !isText {
			return wrong(api.CredentialNotJSON, "")
		}
		if _, twice := values[key]; twice && in == inHeaders {
			return wrong(api.CredentialHeader, headers)
		} else if twice {
			return wrong(api.CredentialKeyTwice, in+named(key))
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return wrong(api.CredentialNotJSON, "")
		}
		values[key] = value
	}
	if _, err := dec.Token(); err != nil {
		return wrong(api.CredentialNotJSON, "")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return wrong(api.CredentialNotSingle, "")
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if known != nil && !slices.Contains(known, key) {
			return wrong(api.CredentialKeyUnknown, in+named(key))
		}
	}
	return values, nil
}

// headers is the object whose keys are secret too, inHeaders the way to what is
// in it.
const (
	headers   = "service.headers"
	inHeaders = headers + "."
)

// named names a key if it looks like one, and not like a misplaced value: an
// app secret is 32 hexadecimal digits.
func named(key string) string {
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`).MatchString(key) {
		return key
	}
	return fmt.Sprintf("(%d bytes)", len(key))
}
