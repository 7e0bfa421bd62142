package serve

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

const whole = `"address":"https://Menus.example.cn/","listen":":8443","ledger":"bolt:l","credentials":"file:c","keys":{"ann":{"sha256":"b8417e517719d77e0b8a319f83fa312589b80bb1201446cd6ea6f79107bb2f4b"}}`

func TestDecode(t *testing.T) {
	t.Parallel()
	repo := `{"id":7,"ownerId":8,"branch":"main","environment":"production"}`
	tests := []struct{ name, json, want string }{
		{"the least", `{` + whole + `}`, ""},
		{"all", `{` + whole + `,"tls":{"certificate":"c","key":"k"},"timeout":"2m","wechat":"https://api.weixin.qq.com","tokenProxy":"http://p:1","github":{"server":"https://ghe.example","keys":"jwks.json","repositories":[` + repo + `]}}`, ""},
		{"no JSON", `{`, "not JSON"},
		{"a list", `[]`, "must be an object, not an array"},
		{"nothing", `{}`, `address: it is missing; write it as in "https://menus.example.com"`},
		{"a number is missing", `{"github":{"repositories":[{"ownerId":2,"branch":"main","environment":"e"}]}}`, `github.repositories[0].id: it is missing; write it as in 123456789`},
		{"no one", `{"address":"https://a.cn","listen":":1","ledger":"l","credentials":"c"}`, "neither github.repositories nor keys"},
		{"a misspelt key", `{` + whole + `,"tsl":{}}`, `no setting "tsl", did you mean tls?`},
		{"a foreign key", `{` + whole + `,"colour":1}`, `no setting "colour", only address,`},
		{"a misspelt key below", `{` + whole + `,"github":{"repositories":[{"ownerid":1}]}}`, `no setting "github.repositories[0].ownerid", did you mean ownerId?`},
		{"a hostile key", `{` + whole + `,"\u001b[31m\n::error::x":1}`, `"\x1b[31m\n::error::x"`},
		{"a number", `{` + whole + `,"ledger":1}`, "ledger: it must be a string, not a number"},
		{"a string id", strings.ReplaceAll(`{`+whole+`,"github":{"repositories":[`+repo+`]}}`, `"id":7`, `"id":"7"`), "github.repositories[0].id: it must be the number"},
		{"a fraction", strings.ReplaceAll(`{`+whole+`,"github":{"repositories":[`+repo+`]}}`, `"id":7`, `"id":7.5`), "github.repositories[0].id"},
		{"no environment", strings.ReplaceAll(`{`+whole+`,"github":{"repositories":[`+repo+`]}}`, `"production"`, `""`), "github.repositories[0].environment: it is missing"},
		{"no owner", `{` + whole + `,"github":{"repositories":[{"id":7,"branch":"main","environment":"e"}]}}`, "github.repositories[0].ownerId: it is missing"},
		{"plain http", strings.Replace(`{`+whole+`}`, "https://Menus.example.cn/", "http://menus.example.cn", 1), "plain http"},
		{"no port", strings.Replace(`{`+whole+`}`, ":8443", "127.0.0.1", 1), "not an address with a port"},
		{"half of tls", `{` + whole + `,"tls":{"key":"k"}}`, "tls: it needs both"},
		{"too little time", `{` + whole + `,"timeout":"5s"}`, "timeout: it must be from 20s to 15m0s"},
		{"no time", `{` + whole + `,"timeout":60}`, `timeout: it must be a time such as "1m0s"`},
		{"a short hash", strings.Replace(`{`+whole+`}`, "b8417e51", "b8", 1), "keys.ann.sha256: it must be 64 hexadecimal digits"},
		{"the key itself", strings.Replace(`{`+whole+`}`, "b8417e517719d77e0b8a319f83fa312589b80bb1201446cd6ea6f79107bb2f4b", "caidan_X", 1), "64 hexadecimal"},
		{"a key's odd name", strings.Replace(`{`+whole+`}`, `"ann"`, `"a b"`, 1), "the name of a key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Decode([]byte(tt.json))
			if tt.want == "" {
				if err != nil {
					t.Errorf("got %v, want none", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.ContainsAny(err.Error(), "\x1b") || strings.Contains(err.Error(), "caidan_X") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestDefaults holds what is not said, and that all that is wrong is told at once.
func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := Decode([]byte(`{` + whole + `}`))
	if err != nil || c.Address != "https://menus.example.cn" || c.Timeout != time.Minute || c.GitHub.Server != "https://github.com" ||
		c.GitHub.Issuer != "https://token.actions.githubusercontent.com" || len(c.Keys) != 1 || c.Keys[0].Publish {
		t.Errorf("got %+v, %v", c, err)
	}
	c, err = Decode([]byte(`{` + whole + `,"github":{"server":"https://ghe.example"}}`))
	if err != nil || c.GitHub.Issuer != "https://ghe.example/_services/token" {
		t.Errorf("got %+v, %v", c.GitHub, err)
	}
	_, err = Decode([]byte(`{"a":1,"tls":1,"timeout":1,"address":"x","github":{"repositories":[{"id":"7","branch":"main"}]}}`))
	for _, want := range []string{
		`no setting "a"`, "tls: it must be", "timeout: it must be a time", "address: ", "github.repositories[0].id: it must be",
		"github.repositories[0].ownerId: it is missing", "github.repositories[0].environment: it is missing",
		"listen: it is missing", "ledger: it is missing", "credentials: it is missing",
	} {
		if strings.Count(err.Error(), want) != 1 {
			t.Errorf("got %v, want %q once", err, want)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 10 {
		t.Errorf("got %d errors, want 10: %v", n, err)
	}
}

// TestListen refuses plain http beyond this machine, unless a proxy ends TLS.
func TestListen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := pair(t, dir)
	tests := []struct {
		name        string
		config      Config
		behindProxy bool
		want        string
	}{
		{"loopback", Config{Listen: "127.0.0.1:0"}, false, ""},
		{"loopback by name", Config{Listen: "localhost:0"}, false, ""},
		{"loopback of IPv6's form", Config{Listen: "[::ffff:127.0.0.1]:0"}, false, ""},
		{"everywhere", Config{Listen: ":0"}, false, "over plain http"},
		{"everywhere by address", Config{Listen: "0.0.0.0:0"}, false, "over plain http"},
		{"everywhere, IPv6", Config{Listen: "[::]:0"}, false, "over plain http"},
		{"a name", Config{Listen: "menus.example.cn:0"}, false, "over plain http"},
		{"behind a proxy", Config{Listen: ":0"}, true, ""},
		{"with a certificate", Config{Listen: ":0", Certificate: cert, CertificateKey: key}, false, ""},
		{"without the key", Config{Listen: ":0", Certificate: cert, CertificateKey: filepath.Join(dir, "none")}, false, "no such file"},
		{"with the key for both", Config{Listen: ":0", Certificate: key, CertificateKey: key}, false, "certificate cannot be used"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := Listen(t.Context(), &tt.config, tt.behindProxy, slog.New(slog.DiscardHandler))
			if tt.want == "" {
				if err != nil {
					t.Fatalf("got %v, want none", err)
				}
				_ = l.Close()
				return
			}
			var worded *text.Error
			if !errors.As(err, &worded) || worded.Remedy == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q and what to do", err, tt.want)
			}
		})
	}
}

// pair writes a certificate for 127.0.0.1 and its key.
func pair(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	template := &x509.Certificate{
		SerialNumber: serial, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestRenewed uses a renewed certificate without a restart, and the last good one
// while it cannot be read.
func TestRenewed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := pair(t, dir)
	h, _, _ := server(t, nil)
	c := Config{Listen: "127.0.0.1:0", Certificate: cert, CertificateKey: key}
	log := new(lines)
	l, err := Listen(t.Context(), &c, false, slog.New(slog.NewJSONHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	shown := func() *big.Int {
		t.Helper()
		d := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // which certificate it is is what is asked
		conn, err := d.DialContext(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber
	}
	first := shown()
	pair(t, dir)
	second := shown()
	if first.Cmp(second) == 0 {
		t.Error("got the certificate of before, want the renewed one")
	}
	if err := os.WriteFile(cert, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if third := shown(); third.Cmp(second) != 0 {
		t.Error("got another certificate, want the last good one")
	}
	shown()
	pair(t, dir)
	shown()
	shown()
	var said []string
	for line := range strings.Lines(log.take()) {
		var logged struct{ Msg, Until string }
		if err := json.Unmarshal([]byte(line), &logged); err != nil || logged.Until == "" {
			t.Errorf("got %q, %v, want until when the certificate is valid", line, err)
		}
		said = append(said, logged.Msg)
	}
	if want := []string{"certificate read", "certificate read", "certificate not read", "certificate read"}; !slices.Equal(said, want) {
		t.Errorf("got the log %q, want %q", said, want)
	}
}
