package sandbox

import "strings"

// menus are all the menus of an account at one moment. They are never changed
// in place: a write makes new ones, so that late reads can answer the old.
type menus struct {
	// api is the default menu as menu/get knows it; nil when there is none.
	api []button

	// id is the menuid of api.
	id int64

	// shown is the default menu as followers see it; nil when there is none.
	shown []button

	// byHand says that shown was published in the web console.
	byHand bool

	// conditional are the conditional menus, newest first: the order in which
	// they are matched and listed.
	conditional []conditional

	// off says that the console's menu switch is off.
	off bool
}

// reader is an endpoint that reads menus. Each is late on its own.
type reader int

const (
	readsGet reader = iota
	readsSelfmenu
	readsTryMatch
	readers
)

// lag is what one endpoint answers, and what it has still to learn.
type lag struct {
	reads  int // so far
	known  menus
	coming []change // oldest first
}

// change is what a write left behind, and how many reads there were before it.
type change struct {
	menus
	at int
}

// write lets the endpoint know of it in time. Of several writes between two
// reads only the last can ever be seen.
func (l *lag) write(m menus) {
	if n := len(l.coming); n > 0 && l.coming[n-1].at == l.reads {
		l.coming = l.coming[:n-1]
	}
	l.coming = append(l.coming, change{m, l.reads})
}

// read counts a read and returns what it answers: the newest menus since which
// there were at least late reads.
func (l *lag) read(late int) menus {
	for len(l.coming) > 0 && l.reads-l.coming[0].at >= late {
		l.known, l.coming = l.coming[0].menus, l.coming[1:]
	}
	l.reads++
	return l.known
}

// write replaces the account's menus. The caller holds Server.mu, as do the
// callers of all that follows.
func (a *account) write(m menus) {
	a.now = m
	for i := range a.lags {
		a.lags[i].write(m)
	}
}

// read returns the menus as an endpoint answers them.
func (a *account) read(of reader) menus {
	a.reads++
	m := a.lags[of].read(a.LateReads)
	if m.byHand {
		m = m.mapped(func(b button) button { return renewed(b, a.reads) })
	}
	if a.Normalise {
		m = m.mapped(normalised)
	}
	return m
}

// settle ends all lateness.
func (a *account) settle() {
	for i := range a.lags {
		a.lags[i].known, a.lags[i].coming = a.now, nil
	}
}

// newID returns a menuid that the account has not had.
func (a *account) newID() int64 {
	a.lastID += menuIDStep
	return a.lastID
}

// mapped returns the menus with every button changed by f.
func (m menus) mapped(f func(button) button) menus {
	m.api, m.shown = mapped(m.api, f), mapped(m.shown, f)
	list := make([]conditional, len(m.conditional))
	for i, c := range m.conditional {
		c.menu = mapped(c.menu, f)
		list[i] = c
	}
	m.conditional = list
	return m
}

func mapped(list []button, f func(button) button) []button {
	if list == nil {
		return nil
	}
	out := make([]button, len(list))
	for i, b := range list {
		b = f(b)
		b.sub = mapped(b.sub, f)
		out[i] = b
	}
	return out
}

// normalised is a button as an account with Account.Normalise answers it: no
// blanks around name and url; of the url the scheme and host in lower case,
// without the scheme's own port, with "/" for a missing path. Once more changes
// nothing more. Whether WeChat does any of it is not documented, and no capture
// shows it [inferred].
func normalised(b button) button {
	b.name = strings.TrimSpace(b.name)
	b.values[fieldURL] = normalisedURL(b.values[fieldURL])
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
