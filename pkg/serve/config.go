package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net"
	"strconv"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/settings"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Config is what the file of a server says.
type Config struct {
	// Address is where callers find the server, as [api.Address] returns it; it is
	// the audience of tokens.
	Address string
	// Listen is the address to listen at, with a port.
	Listen string
	// Certificate and CertificateKey are PEM files, both or neither.
	Certificate, CertificateKey string
	// Ledger and Credentials name the stores of what was published and of secrets.
	Ledger, Credentials string
	// CloudToken is the file of WeChat Cloud Run's token, empty for its own.
	CloudToken string
	// Timeout is how long a request may take.
	Timeout time.Duration
	// WeChat is WeChat's address, empty for its own, and TokenProxy the proxy of
	// token requests.
	WeChat, TokenProxy string
	GitHub             GitHub
	Keys               []Key
}

// GitHub says which jobs may ask.
type GitHub struct {
	// Server is the web address of GitHub, Issuer that of its tokens.
	Server, Issuer string
	// KeyFile has the issuer's keys; empty fetches them.
	KeyFile string
	// Repositories may ask.
	Repositories []Repository
}

// Repository is one whose jobs may ask. It is known by the ids, which no other
// repository can get, also not by a change of names.
type Repository struct {
	ID, OwnerID int64
	// Branch and Environment are those that may publish.
	Branch, Environment string
}

// Key is one that lets a person or another CI in.
type Key struct {
	// Name is what records say.
	Name string
	// Hash is its SHA-256. That is enough: a key that NewKey made has 130
	// random bits, so that it needs no hash that is slow on purpose, as what people
	// think up does.
	Hash [sha256.Size]byte
	// Publish lets it publish; without, it reads.
	Publish bool
}

// The defaults: those of lambda/template.yaml for the function's time, and
// GitHub's own addresses.
const (
	defaultTimeout = time.Minute
	githubServer   = "https://github.com"
	githubIssuer   = "https://token.actions.githubusercontent.com"
	// enterpriseIssuer follows the address of a GitHub Enterprise Server.
	// Source: GitHub Enterprise Server, OpenID Connect reference.
	enterpriseIssuer = "/_services/token"
	// least and most a request may be given: a write is started with 15 s left
	// alone, and Lambda gives no function more.
	leastTimeout = 20 * time.Second
	mostTimeout  = 15 * time.Minute
)

// Decode reads the JSON of a server's file. Errors are joined, each of them a
// [*text.Error] about one thing.
func Decode(data []byte) (Config, error) {
	c := Config{Timeout: defaultTimeout}
	var r reader
	whole := r.Whole(data, settings.Fields{
		"address":     r.Text(&c.Address, address),
		"listen":      r.Text(&c.Listen, listens),
		"tls":         r.Object(settings.Fields{"certificate": r.Text(&c.Certificate, nil), "key": r.Text(&c.CertificateKey, nil)}),
		"ledger":      r.Text(&c.Ledger, nil),
		"credentials": r.Text(&c.Credentials, nil),
		"cloudToken":  r.Text(&c.CloudToken, nil),
		"timeout":     r.Duration(&c.Timeout, defaultTimeout),
		"wechat":      r.Text(&c.WeChat, nil),
		"tokenProxy":  r.Text(&c.TokenProxy, nil),
		"github": r.Object(settings.Fields{
			"server":       r.Text(&c.GitHub.Server, address),
			"issuer":       r.Text(&c.GitHub.Issuer, address),
			"keys":         r.Text(&c.GitHub.KeyFile, nil),
			"repositories": r.Each(func(path string, v any) { r.repository(&c.GitHub, path, v) }),
		}),
		"keys": r.Named(func(path, name string, v any) { r.key(&c, path, name, v) }),
	})
	if c.GitHub.Server == "" {
		c.GitHub.Server = githubServer
	}
	if c.GitHub.Issuer == "" {
		c.GitHub.Issuer = issuerOf(c.GitHub.Server)
	}
	if whole {
		r.complete(&c)
	}
	return c, r.Err()
}

// reader reads the settings of a server.
type reader struct{ settings.Reader }

func issuerOf(server string) string {
	if server == githubServer {
		return githubIssuer
	}
	return server + enterpriseIssuer
}

// complete finds what is missing, and what does not go together.
func (r *reader) complete(c *Config) {
	for _, need := range []struct {
		name, value, example string
	}{
		{"address", c.Address, `"https://menus.example.com"`},
		{"listen", c.Listen, `"127.0.0.1:8080"`},
		{"ledger", c.Ledger, `"bolt:/var/lib/caidan/ledger.db"`},
		{"credentials", c.Credentials, `"file:/etc/caidan/credentials.json"`},
	} {
		if need.value == "" {
			r.Missing("", need.name, need.example)
		}
	}
	if (c.Certificate == "") != (c.CertificateKey == "") && !r.Wrong("/tls") {
		r.Fault("/tls", text.Say("it needs both certificate and key", "需要同时给出 certificate 和 key"))
	}
	if !r.Wrong("/timeout") && (c.Timeout < leastTimeout || c.Timeout > mostTimeout) {
		r.Fault("/timeout", text.Sayf("it must be from %s to %s", "应在 %s 到 %s 之间", leastTimeout.String(), mostTimeout.String()))
	}
	if len(c.GitHub.Repositories) == 0 && len(c.Keys) == 0 && !r.Wrong("/github") && !r.Wrong("/keys") {
		r.Add("", &text.Error{
			Meaning: text.Say("neither github.repositories nor keys has an entry, so that no job and no person can sign in", "github.repositories 和 keys 都没有内容，没有作业或人能登录"),
			Remedy:  text.Say("list the repositories whose jobs may ask, or a key that caidan serve --new-key makes", "请列出允许访问的仓库，或者用 caidan serve --new-key 生成密钥并写进去"),
		})
	}
}

func (r *reader) repository(g *GitHub, path string, v any) {
	var repo Repository
	r.Object(settings.Fields{
		"id": r.id(&repo.ID), "ownerId": r.id(&repo.OwnerID),
		"branch": r.Text(&repo.Branch, nil), "environment": r.Text(&repo.Environment, nil),
	})(path, v)
	if _, is := v.(map[string]any); !is {
		return
	}
	for _, need := range []struct {
		name, example string
		is            bool
	}{
		{"id", "123456789", repo.ID != 0},
		{"ownerId", "12345678", repo.OwnerID != 0},
		{"branch", `"main"`, repo.Branch != ""},
		{"environment", `"wechat-production"`, repo.Environment != ""},
	} {
		if !need.is {
			r.Missing(path, need.name, need.example)
		}
	}
	g.Repositories = append(g.Repositories, repo)
}

// key reads {sha256, publish}.
func (r *reader) key(c *Config, path, name string, v any) {
	k := Key{Name: name}
	var hash string
	before := r.Found()
	r.Object(settings.Fields{"sha256": r.Text(&hash, nil), "publish": r.Flag(&k.Publish)})(path, v)
	if r.Found() > before {
		return
	}
	if err := KeyName(name); err != nil {
		r.Misnamed(path, err)
		return
	}
	raw, err := hex.DecodeString(hash)
	if err != nil || copy(k.Hash[:], raw) != sha256.Size || len(raw) != sha256.Size {
		r.Fault(path+"/sha256", text.Say("it must be 64 hexadecimal digits, as caidan serve --new-key prints them", "应是 64 位十六进制数字，由 caidan serve --new-key 给出"))
		return
	}
	c.Keys = append(c.Keys, k)
}

// keyName is what a key may be called: records and logs show it.
var keyName = text.Pattern(`^[A-Za-z0-9._-]{1,63}$`)

// KeyName says what is wrong with the name of a key; nil where it is right.
func KeyName(name string) text.Spoken {
	if keyName().MatchString(name) {
		return nil
	}
	return text.Say("the name of a key is 1 to 63 letters, digits, dots, hyphens and underscores", "密钥的名称由 1 到 63 个字母、数字、点、连字符和下划线组成")
}

// address takes the address of a server.
func address(s string) (string, text.Spoken) {
	a, err := api.Address(s)
	if err != nil {
		return "", text.Cause(err)
	}
	return a, nil
}

// listens takes an address to listen at.
func listens(s string) (string, text.Spoken) {
	_, port, err := net.SplitHostPort(s)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return "", text.Sayf("%q is not an address with a port, such as 127.0.0.1:8080", "%q不是带端口的地址，例如 127.0.0.1:8080", s)
	}
	return s, nil
}

// id takes GitHub's number of a repository or owner.
func (r *reader) id(into *int64) func(string, any) {
	return func(path string, v any) {
		number, _ := v.(json.Number)
		n, err := number.Int64()
		if err != nil || n < 1 {
			r.Fault(path, text.Say("it must be the number that GitHub knows it by", "应是 GitHub 给它的编号"))
			return
		}
		*into = n
	}
}
