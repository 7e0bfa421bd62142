package credential

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Errcodes that have a cause of their own in WeChat Cloud Run.
// Source: WeChat Cloud Run, common problems.
const (
	codeTokenMissing = 41001
	codeUnauthorized = 48001
)

// Cloud is the source of an account that is called from inside WeChat Cloud Run.
type Cloud struct {
	id string
	// From is how calls name the account; empty where it owns the environment.
	From string
	// file has the token that calls carry; empty where they carry none.
	file string
}

// NewCloud returns the source of an account whose calls name it by from, which is
// empty where it owns the cloud environment, and carry the token that a file has.
// Without a file they carry none.
func NewCloud(appID, from, file string) Cloud { return Cloud{id: appID, From: from, file: file} }

func (c Cloud) appID() string { return c.id }

func (c Cloud) same(other Source) bool { return other == c }

// fetch reads the file each time: WeChat writes a new token into it every ten
// minutes, and one is good for thirty. So no token is kept.
// Source: WeChat Cloud Run, tokens.
func (c Cloud) fetch(context.Context, asking) (wechat.Token, error) {
	token := wechat.Token{Cloud: &wechat.Cloud{From: c.From}}
	if c.file == "" {
		return token, nil
	}
	data, err := os.ReadFile(c.file)
	var broken *fs.PathError
	switch text := strings.TrimSpace(string(data)); {
	case errors.As(err, &broken):
		return wechat.Token{}, failed(api.CloudTokenUnread, api.Facts{Place: c.file, Cause: broken.Err.Error()})
	case err != nil || !plainToken(text):
		return wechat.Token{}, failed(api.CloudTokenForm, api.Facts{Place: c.file})
	default:
		token.Value = wechat.NewSecret(text)
		return token, nil
	}
}

func (c Cloud) explain(refusal error) error {
	var refused *wechat.Error
	if !errors.As(refusal, &refused) {
		return refusal
	}
	var why *Error
	switch {
	case refused.Errcode == codeTokenMissing && c.file == "":
		why = failed(api.CloudOff, api.Facts{})
	case refused.Errcode == codeUnauthorized && c.From == "":
		why = failed(api.CloudOwner, api.Facts{})
	case wechat.Stale(refusal) && c.file != "":
		why = failed(api.CloudTokenStale, api.Facts{Place: c.file})
	default:
		return refusal
	}
	return fmt.Errorf("%w: %w", refusal, why)
}
