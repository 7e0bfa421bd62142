package sandbox

import "strings"

// normalised is a button as an account with Account.Normalise answers it: no
// blanks around name and url; of the url the scheme and host in lower case,
// without the scheme's own port, with "/" for a missing path. Once more changes
// nothing more. Whether WeChat does any of it is not documented, and no capture
// shows it [inferred].
func normalised(b button) button {
	b.name = strings.TrimSpace(b.name)
	b.url = normalisedURL(b.url)
	return b
}

func normalisedURL(url string) string {
	url = strings.TrimSpace(url)
	scheme, rest, found := strings.Cut(url, "://")
	if !found {
		return url
	}
	host, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, tail = rest[:i], rest[i:]
	}
	scheme = strings.ToLower(scheme)
	port := ":443"
	if scheme == "http" {
		port = ":80"
	}
	host = strings.TrimSuffix(strings.ToLower(host), port)
	if !strings.HasPrefix(tail, "/") && len(scheme)+len("://")+len(host)+len(tail) < maxURL {
		tail = "/" + tail
	}
	return scheme + "://" + host + tail
}
