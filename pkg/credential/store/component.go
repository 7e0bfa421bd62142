package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// component reads the part of a credential that says which platform the account has
// authorised, and how its tokens are had.
func (f found) component(appID string, data json.RawMessage) (credential.Source, error) {
	const in = "component."
	unfit := func(key string) error {
		return f.wrong(api.CredentialComponent, api.Facts{Key: strings.TrimSuffix(in+key, ".")})
	}
	switch {
	case f.holder == nil:
		return nil, f.wrong(api.CredentialComponentOutside, api.Facts{})
	case data[0] != '{':
		return nil, unfit("")
	}
	values, err := f.object(in, data, "appid", "secret", "token", "aesKey", "ticket", "refresh")
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for _, key := range []string{"appid", "secret", "token", "aesKey", "ticket", "refresh"} {
		if said[key], err = f.string(values, in, key); err != nil {
			return nil, err
		}
		if said[key] == "" && key != "refresh" {
			return nil, unfit(key)
		}
	}
	ticket, isFile := strings.CutPrefix(said["ticket"], "file:")
	refresh, known := strings.CutPrefix(said["refresh"], "file:")
	switch {
	case !appIDForm().MatchString(said["appid"]):
		return nil, unfit("appid")
	case !platform.IsKey(said["aesKey"]):
		return nil, unfit("aesKey")
	case !isFile && ticket != "received" || ticket == "":
		return nil, unfit("ticket")
	case !known && refresh != "":
		return nil, unfit("refresh")
	}
	if !isFile {
		ticket = ""
	}
	return credential.NewComponent(appID, f.holder, platform.Order{
		AppID: said["appid"], Secret: wechat.NewSecret(said["secret"]),
		Token: wechat.NewSecret(said["token"]), Key: wechat.NewSecret(said["aesKey"]),
		TicketFile: ticket, RefreshFile: refresh,
	}), nil
}

// held refuses accounts of a platform whose tokens this process may not hold.
func (f file) held(accounts map[string]json.RawMessage) error {
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		_, err := f.of(name).decode(accounts[name])
		var wrong *credential.Error
		if errors.As(err, &wrong) && wrong.Why.Code == api.CredentialComponentOutside {
			return err
		}
	}
	return nil
}

// Platforms returns what finds a platform in a file of credentials by its appid; nil
// where no account has authorised it.
func Platforms(path string, h *platform.Holder) func(appID string) *platform.Order {
	f := file{path: path, holder: h}
	return func(appID string) *platform.Order {
		accounts, err := f.read("")
		if err != nil {
			return nil
		}
		for _, name := range slices.Sorted(maps.Keys(accounts)) {
			source, _ := f.of(name).decode(accounts[name])
			if c, is := source.(credential.Component); is {
				if o := c.Platform(); o.AppID == appID {
					return &o
				}
			}
		}
		return nil
	}
}
