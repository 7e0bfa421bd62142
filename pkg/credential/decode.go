package credential

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

	"github.com/caidan-dev/caidan/pkg/wechat"
)

// shape is how a credential is written.
const shape = `{"appid":"wx...","secret":"..."}`

// decode reads one credential. Its errors show no text of data but the names
// of keys, because any value may be the secret, even that of appid.
func decode(data []byte) (wechat.Credential, error) {
	values, err := object(data)
	if err != nil {
		return wechat.Credential{}, err
	}
	texts := map[string]string{"appid": "", "secret": ""}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if _, known := texts[key]; !known {
			return wechat.Credential{}, fmt.Errorf("%s is unknown; a credential is %s", named(key), shape)
		}
		var text *string
		if json.Unmarshal(values[key], &text) != nil || text == nil {
			return wechat.Credential{}, fmt.Errorf("%s is not a string", key)
		}
		texts[key] = *text
	}
	return check(texts["appid"], texts["secret"])
}

func check(appID, secret string) (wechat.Credential, error) {
	switch {
	case appID == "":
		return wechat.Credential{}, errors.New("appid is missing or empty")
	case !regexp.MustCompile(`^wx[0-9a-f]{16}$`).MatchString(appID):
		return wechat.Credential{}, errors.New("appid is not wx and 16 lower-case hexadecimal digits")
	case strings.TrimSpace(secret) == "":
		return wechat.Credential{}, errors.New("secret is missing or blank")
	case strings.TrimSpace(secret) != secret:
		return wechat.Credential{}, errors.New("secret begins or ends with white space")
	default:
		return wechat.Credential{AppID: appID, Secret: wechat.NewSecret(secret)}, nil
	}
}

// object reads a JSON object of which each key is there once: of a key given
// twice, nobody can say which one was meant.
func object(data []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	open, err := dec.Token()
	if err != nil {
		return nil, notJSON(dec)
	}
	if open != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		token, err := dec.Token()
		key, isText := token.(string)
		if err != nil || !isText {
			return nil, notJSON(dec)
		}
		if _, twice := values[key]; twice {
			return nil, fmt.Errorf("%s is there twice", named(key))
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return nil, notJSON(dec)
		}
		values[key] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, notJSON(dec)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON object")
	}
	return values, nil
}

// notJSON says where reading stopped. The decoder's own errors quote the text.
func notJSON(dec *json.Decoder) error {
	return fmt.Errorf("not valid JSON after byte %d", dec.InputOffset())
}

// named names a key if it looks like one, and not like a misplaced value: an
// app secret is 32 hexadecimal digits.
func named(key string) string {
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`).MatchString(key) {
		return fmt.Sprintf("key %q", key)
	}
	return fmt.Sprintf("a key of %d bytes", len(key))
}
