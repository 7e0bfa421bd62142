package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
)

// CloudToken is the file that WeChat Cloud Run keeps an access token in.
// Source: WeChat Cloud Run, tokens.
const CloudToken = "/.tencentcloudbase/wx/cloudbase_access_token"

// cloud reads the part of a credential that says how WeChat Cloud Run tells whose a
// call is.
func (f found) cloud(appID string, data json.RawMessage) (credential.Source, error) {
	const in = "cloud."
	switch {
	case f.cloudToken == "":
		return nil, f.wrong(api.CredentialCloudOutside, api.Facts{})
	case data[0] != '{':
		return nil, f.wrong(api.CredentialCloudToken, api.Facts{})
	}
	values, err := f.object(in, data, "token", "from_appid")
	if err != nil {
		return nil, err
	}
	kind, err := f.string(values, in, "token")
	if err != nil {
		return nil, err
	}
	from, err := f.string(values, in, "from_appid")
	if err != nil {
		return nil, err
	}
	if _, is := values["from_appid"]; is && from != appID {
		return nil, f.wrong(api.CredentialCloudOther, api.Facts{})
	}
	switch kind {
	case "none":
		return credential.NewCloud(appID, from, ""), nil
	case "file":
		return credential.NewCloud(appID, from, f.cloudToken), nil
	default:
		return nil, f.wrong(api.CredentialCloudToken, api.Facts{})
	}
}

// apart refuses accounts of which two would be published to one: those whose calls do
// not name them, because all of these go to the one that owns the cloud environment, and
// those whose calls name another. What else is wrong with a credential is its account's
// alone.
func (f file) apart(accounts map[string]json.RawMessage) error {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		source, err := f.of(name).decode(accounts[name])
		var wrong *credential.Error
		if errors.As(err, &wrong) && wrong.Why.Code == api.CredentialCloudOther {
			return err
		}
		if c, is := source.(credential.Cloud); is && c.From == "" {
			names = append(names, name)
		}
	}
	if len(names) > 1 {
		return Fail(api.CredentialCloudTwice, api.Facts{Place: f.path, Names: names}, nil)
	}
	return nil
}
