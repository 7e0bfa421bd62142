package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Quota is how often an account may call an endpoint in a day, and how much of
// that is left.
type Quota struct {
	// Limit is of the whole day, which ends at midnight in China; Remain is what
	// is left of it. WeChat's counters may be off by about 1 %.
	Limit, Remain int
}

// Quota asks what is left of the day's calls of an endpoint, by its op, such as
// "menu/create". To ask takes nothing of them.
// Source: getApiQuota.
func (r *Reader) Quota(ctx context.Context, op string) (Quota, error) {
	body, err := json.Marshal(map[string]string{"cgi_path": "/cgi-bin/" + op})
	if err != nil {
		return Quota{}, fmt.Errorf("encode %s request: %w", opQuota, err)
	}
	ans, err := r.call(ctx, request{op: opQuota, body: body})
	if err != nil {
		return Quota{}, err
	}
	quota, err := decodeQuota(ans.body)
	if err != nil {
		return Quota{}, unknown(opQuota, ans, err)
	}
	return quota, nil
}

func decodeQuota(body []byte) (Quota, error) {
	var raw struct {
		Quota *struct {
			Limit  int `json:"daily_limit"`
			Remain int `json:"remain"`
		} `json:"quota"`
	}
	if json.Unmarshal(body, &raw) != nil || raw.Quota == nil || raw.Quota.Limit <= 0 {
		return Quota{}, errors.New("answer has no quota")
	}
	return Quota(*raw.Quota), nil
}
