package platform

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
)

const (
	// padding is the block that a message is padded to, of which AES has two.
	// Source: message encryption, technical scheme.
	padding = 32

	// randomBytes begin a message, and lengthBytes say how long its text is.
	randomBytes, lengthBytes = 16, 4
)

// The errors of a push that is not taken. Their text is for a log; who sent it is told
// nothing.
var (
	errForm      = errors.New("it is not a message of WeChat's form")
	errSignature = errors.New("its signature is not that of the platform's token")
	errCipher    = errors.New("it cannot be decrypted with the platform's key")
	errReceiver  = errors.New("it is for another platform")
	errAhead     = errors.New("it is from more than an hour after this machine's clock")
)

// fields returns the texts of the elements that a message has below its root. It takes
// no directive, as of a document type, and nothing that is nested deeper.
func fields(data []byte) (map[string]string, error) {
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	out, depth, name := map[string]string{}, 0, ""
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) && depth == 0 && name == "done" {
			return out, nil
		}
		if err != nil {
			return nil, errForm
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			_, twice := out[t.Name.Local]
			switch {
			case name == "done", depth == 1 && t.Name.Local != "xml", depth > 2, depth == 2 && twice:
				return nil, errForm
			case depth == 2:
				name = t.Name.Local
				out[name] = ""
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				name = "done"
			}
		case xml.CharData:
			if depth == 2 {
				out[name] += string(t)
			}
		case xml.Directive, xml.ProcInst:
			return nil, errForm
		}
	}
}

// sender returns the platform that a push says it is for, and what is encrypted.
func sender(body []byte) (appID, encrypted string, err error) {
	outer, err := fields(body)
	if err != nil || outer["AppId"] == "" || outer["Encrypt"] == "" {
		return "", "", errForm
	}
	return outer["AppId"], outer["Encrypt"], nil
}

// open verifies what is encrypted and returns what it says. The signature is checked
// before anything is decrypted. Source: message encryption, technical scheme.
func (o *Order) open(query url.Values, encrypted string) (map[string]string, error) {
	parts := []string{o.Token.Reveal(), query.Get("timestamp"), query.Get("nonce"), encrypted}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // WeChat's scheme
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(query.Get("msg_signature"))) != 1 {
		return nil, errSignature
	}
	plain, err := o.decrypt(encrypted)
	if err != nil {
		return nil, err
	}
	return fields(plain)
}

// decrypt returns the text of a message: 16 random bytes, the length, the text and the
// appid of the receiver.
func (o *Order) decrypt(encrypted string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(encrypted)
	key, wrong := aesKey(o.Key.Reveal())
	if err != nil || wrong != nil || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, errCipher
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errCipher
	}
	cipher.NewCBCDecrypter(block, key[:aes.BlockSize]).CryptBlocks(data, data)
	pad := int(data[len(data)-1])
	if pad < 1 || pad > padding || len(data)-pad < randomBytes+lengthBytes {
		return nil, errCipher
	}
	data = data[randomBytes : len(data)-pad]
	size, rest := binary.BigEndian.Uint32(data), data[lengthBytes:]
	if uint64(size) > uint64(len(rest)) {
		return nil, errCipher
	}
	if string(rest[size:]) != o.AppID {
		return nil, errReceiver
	}
	return rest[:size], nil
}

// aesKey decodes the key of 43 characters that the console shows.
func aesKey(text string) ([]byte, error) {
	// The last of the 43 has two bits of no meaning, which are not always zero.
	key, err := base64.StdEncoding.DecodeString(text + "=")
	if err == nil && len(key) != 32 {
		err = errCipher
	}
	return key, err
}

// IsKey reports whether a text can be the key of a platform's messages.
func IsKey(text string) bool {
	_, err := aesKey(text)
	return err == nil
}
