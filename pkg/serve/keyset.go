package serve

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// keepKeys is how long an issuer's keys are used before they are fetched
	// again, so that one which it takes back is not believed for long.
	keepKeys = time.Hour
	// refetchKeys is how long after a fetch a token of another key has them fetched
	// again: forged tokens must not make this server call the issuer at will.
	refetchKeys = time.Minute
	// fetchTimeout is how long that may take, and maxKeys the most bytes of them:
	// GitHub's take some 10 KiB.
	fetchTimeout = 10 * time.Second
	maxKeys      = 1 << 20
)

// keySource is where an issuer's keys come from. What keeps it from having any is
// asked first, because a verifier tells it by its text alone.
type keySource interface {
	oidc.KeySet
	ready(ctx context.Context) error
}

// fetchedKeys are the keys of an issuer, from itself.
type fetchedKeys struct {
	issuer string
	client *http.Client
	now    func() time.Time

	// mu is held while the keys are fetched: who waits for it would fetch them too.
	mu      sync.Mutex
	keys    oidc.StaticKeySet
	tried   time.Time
	fetched time.Time
	failed  error
}

// ready says why there are no keys.
func (k *fetchedKeys) ready(ctx context.Context) error {
	_, _, err := k.current(ctx, keepKeys)
	return err
}

// VerifySignature returns what a token says, if one of the keys signed it.
func (k *fetchedKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	keys, age, err := k.current(ctx, keepKeys)
	if err != nil {
		return nil, err
	}
	payload, wrong := keys.VerifySignature(ctx, token)
	if wrong == nil || age < refetchKeys {
		return payload, wrong
	}
	if keys, _, err = k.current(ctx, refetchKeys); err != nil {
		return nil, err
	}
	return keys.VerifySignature(ctx, token)
}

// current returns keys that are no older than most, if they can be fetched, else
// those of before, if there are any.
func (k *fetchedKeys) current(ctx context.Context, most time.Duration) (oidc.StaticKeySet, time.Duration, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if now.Sub(k.fetched) >= most && now.Sub(k.tried) >= refetchKeys {
		keys, err := k.fetch(ctx)
		if k.failed = err; err == nil {
			k.keys, k.fetched = keys, now
		}
		if ctx.Err() == nil { // that one caller went away says nothing
			k.tried = now
		}
	}
	if k.keys.PublicKeys == nil {
		return k.keys, 0, k.failed
	}
	return k.keys, now.Sub(k.fetched), nil
}

// fetch asks the issuer where its keys are, and gets them.
func (k *fetchedKeys) fetch(ctx context.Context) (oidc.StaticKeySet, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	var found struct {
		Keys string `json:"jwks_uri"`
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, k.client), k.issuer)
	if err != nil {
		return oidc.StaticKeySet{}, err
	}
	if err := provider.Claims(&found); err != nil {
		return oidc.StaticKeySet{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, found.Keys, nil)
	if err != nil {
		return oidc.StaticKeySet{}, err
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return oidc.StaticKeySet{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return oidc.StaticKeySet{}, fmt.Errorf("fetch keys: HTTP status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxKeys))
	if err != nil {
		return oidc.StaticKeySet{}, err
	}
	return parseKeys(data)
}

// parseKeys reads a JSON Web Key Set.
func parseKeys(data []byte) (oidc.StaticKeySet, error) {
	var set struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(data, &set); err != nil {
		return oidc.StaticKeySet{}, fmt.Errorf("read keys: %w", err)
	}
	var keys []crypto.PublicKey
	for _, raw := range set.Keys {
		var key jose.JSONWebKey // one of a kind to come is for others
		if key.UnmarshalJSON(raw) == nil && key.Valid() && key.IsPublic() {
			keys = append(keys, key.Key)
		}
	}
	if len(keys) == 0 {
		return oidc.StaticKeySet{}, errors.New("read keys: there is no public key")
	}
	return oidc.StaticKeySet{PublicKeys: keys}, nil
}

// fileKeys are the keys in a file, which is read for each token: GitHub changes its
// keys, and who keeps the file follows.
type fileKeys struct{ path string }

// pinned says why no keys can be had from the file that the settings name; nil where
// they name none.
func (g *GitHub) pinned() error {
	if g.KeyFile == "" {
		return nil
	}
	_, err := fileKeys{g.KeyFile}.read()
	if err == nil {
		return nil
	}
	wrong := &text.Error{
		Meaning: text.Sayf("github.keys: %q is not a JWKS with a public key", "github.keys：%q不是有公钥的 JWKS", g.KeyFile),
		Remedy:  text.Sayf("keep there what %s/.well-known/jwks answers", "请把 %s/.well-known/jwks 的内容保存在里面", g.Issuer),
		Cause:   err,
	}
	var unread *fs.PathError
	if errors.As(err, &unread) {
		wrong.Meaning = text.Sayf("github.keys: %[1]q cannot be read: %[2]s", "github.keys：%[1]q无法读取：%[2]s", g.KeyFile, text.Cause(unread.Err))
	}
	return wrong
}

// ready says why there are no keys.
func (f fileKeys) ready(context.Context) error {
	_, err := f.read()
	return err
}

func (f fileKeys) read() (oidc.StaticKeySet, error) {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return oidc.StaticKeySet{}, err
	}
	return parseKeys(data)
}

// VerifySignature returns what a token says, if one of the keys signed it.
func (f fileKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	keys, err := f.read()
	if err != nil {
		return nil, err
	}
	return keys.VerifySignature(ctx, token)
}
