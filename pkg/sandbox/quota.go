package sandbox

import (
	"fmt"
	"time"
)

// How often an account may ask for tokens, a day. A test account has a tenth.
// Source: API call limits; getStableAccessToken.
const (
	classicTokenDaily = 2_000
	stableTokenDaily  = 500_000
	stableForceDaily  = 20
)

// stableTokenPerMinute is how often an account may ask for its stable token in
// a minute. Source: getStableAccessToken.
const stableTokenPerMinute = 10_000

// unlimited is the daily limit of a call that documents none.
const unlimited = 0

// quotaZone is the zone whose midnight resets the daily counters: China has one
// zone and no summer time [inferred].
const (
	quotaZone       = "Asia/Shanghai"
	quotaZoneOffset = 8 * 60 * 60
)

// quota counts an account's calls. The zero value has counted none.
type quota struct {
	day      string
	used     map[string]int // calls of the day, by path
	minute   time.Time
	inMinute int // stable_token calls of the minute
}

// quotaGetPath reads what is left of a day's calls. Source: getApiQuota.
const quotaGetPath = "/cgi-bin/openapi/quota/get"

// getQuota answers quotaGetPath, of the menu endpoints alone. That a call without
// a limit has no quota of its own to show, and the limits of minutes, are
// [inferred].
func (a *account) getQuota(x exchange) reply {
	root, code := decodeBody(x.Body, codeBadFormat)
	if code != 0 {
		return x.fail(code)
	}
	path, _ := root["cgi_path"].(string)
	to, known := menuEndpoints[path]
	if !known || to.daily == unlimited {
		return x.fail(codeUnknownPath)
	}
	used := a.quota.of(x.Now)[path]
	return served(fmt.Appendf(nil, `{"errcode":0,"errmsg":"ok","quota":{"daily_limit":%d,"used":%d,"remain":%d}}`, to.daily, used, to.daily-used))
}

// of returns the calls of a day, by path.
func (q *quota) of(now time.Time) map[string]int {
	day := now.In(time.FixedZone(quotaZone, quotaZoneOffset)).Format(time.DateOnly)
	if q.used == nil || q.day != day {
		q.day, q.used = day, map[string]int{}
	}
	return q.used
}

// take counts a call and reports whether it is within the limit. A refused call
// does not count.
func (q *quota) take(now time.Time, path string, limit int) bool {
	used := q.of(now)
	if limit != unlimited && used[path] >= limit {
		return false
	}
	used[path]++
	return true
}

// takeMinute counts a stable_token call of the minute, as take does of the day.
func (q *quota) takeMinute(now time.Time, limit int) bool {
	minute := now.UTC().Truncate(time.Minute)
	if !q.minute.Equal(minute) {
		q.minute, q.inMinute = minute, 0
	}
	if q.inMinute >= limit {
		return false
	}
	q.inMinute++
	return true
}
