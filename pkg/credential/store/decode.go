package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Decode reads one credential from a place. Its errors show no text of data but
// the names of keys, because any value may be the secret, even that of appid.
func Decode(place string, data []byte) (wechat.Credential, error) {
	values, err := object(place, data)
	if err != nil {
		return wechat.Credential{}, err
	}
	texts := map[string]string{"appid": "", "secret": ""}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if _, known := texts[key]; !known {
			return wechat.Credential{}, Fail(api.CredentialKeyUnknown, api.Facts{Place: place, Key: named(key)}, nil)
		}
		var text *string
		if json.Unmarshal(values[key], &text) != nil || text == nil {
			return wechat.Credential{}, Fail(api.CredentialKeyNotString, api.Facts{Place: place, Key: key}, nil)
		}
		texts[key] = *text
	}
	return check(place, texts["appid"], texts["secret"])
}

func check(place, appID, secret string) (wechat.Credential, error) {
	var problem api.Code
	switch {
	case appID == "":
		problem = api.CredentialAppIDMissing
	case !regexp.MustCompile(`^wx[0-9a-f]{16}$`).MatchString(appID):
		problem = api.CredentialAppIDMalformed
	case strings.TrimSpace(secret) == "":
		problem = api.CredentialSecretMissing
	case strings.TrimSpace(secret) != secret:
		problem = api.CredentialSecretMalformed
	default:
		return wechat.Credential{AppID: appID, Secret: wechat.NewSecret(secret)}, nil
	}
	return wechat.Credential{}, Fail(problem, api.Facts{Place: place}, nil)
}

// object reads a JSON object of which each key is there once: of a key given
// twice it is not known which one was meant.
func object(place string, data []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	wrong := func(c api.Code, key string) (map[string]json.RawMessage, error) {
		return nil, Fail(c, api.Facts{Place: place, Key: key, Offset: dec.InputOffset()}, nil)
	}
	open, err := dec.Token()
	if err != nil {
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
		if _, twice := values[key]; twice {
			return wrong(api.CredentialKeyTwice, named(key))
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
	return values, nil
}

// named names a key if it looks like one, and not like a misplaced value: an
// app secret is 32 hexadecimal digits.
func named(key string) string {
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`).MatchString(key) {
		return key
	}
	return fmt.Sprintf("(%d bytes)", len(key))
}
