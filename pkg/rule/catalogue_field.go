package rule

import "github.com/caidan-dev/caidan/pkg/diag"

// fieldRules are about the fields a button's type uses.
func fieldRules() []Rule {
	const view = `{ button: [{ type: 'view', name: '官网', url: `
	const program = `{ button: [{ type: 'miniprogram', name: '商城', url: 'https://example.com/', `
	return []Rule{
		{
			ID: "key-required", Severity: diag.Error, Errcode: 40019, SubErrcode: 40026,
			Title:   "a button that sends an event has a key",
			Source:  "createCustomMenu, section 2, field key",
			Message: "a button of type %s has a key, which your server receives",
			Help:    "add key: '...'",
			Bad:     `{ button: [{ type: 'click', name: '门店' }] }`,
			Good:    `{ button: [{ type: 'click', name: '门店', key: 'store' }] }`,
		},
		{
			ID: "key-bytes", Severity: diag.Error, Errcode: 40019, SubErrcode: 40026,
			Title:   "a key has at most 128 bytes",
			Source:  "createCustomMenu, section 2, field key",
			Message: "the key has %d bytes, WeChat takes %d",
			Help:    "shorten it, here and where your server reads it",
			Bad:     `{ button: [{ type: 'click', name: '门店', key: std.repeat('k', 129) }] }`,
			Good:    `{ button: [{ type: 'click', name: '门店', key: std.repeat('k', 128) }] }`,
		},
		{
			ID: "url-required", Severity: diag.Error, Errcode: 40020, SubErrcode: 40027,
			Title:   "a view or miniprogram button has a url",
			Source:  "createCustomMenu, section 2, field url",
			Message: "a button of type %s has a url",
			Help:    "a miniprogram button needs one too: clients without mini programs open it",
			Bad:     `{ button: [{ type: 'view', name: '官网' }] }`,
			Good:    view + `'https://example.com/' }] }`,
		},
		{
			ID: "url-bytes", Severity: diag.Error, Errcode: 40020, SubErrcode: 40027,
			Title:   "a url has at most 1024 bytes",
			Source:  "createCustomMenu, section 2, field url",
			Message: "the url has %d bytes, WeChat takes %d",
			Help:    "shorten it, for example through a redirect of your own",
			Bad:     view + `'https://example.com/' + std.repeat('a', 1024) }] }`,
			Good:    view + `'https://example.com/' }] }`,
		},
		{
			ID: "url-scheme", Severity: diag.Error, Errcode: 40055, SubErrcode: 40054,
			Title:   "a url starts with http:// or https://",
			Source:  "observed: www.example.com and hhttps:// are answered 40055 and 40054",
			Message: "the url %s does not start with http:// or https://",
			Help:    "write the whole address",
			Bad:     view + `'www.example.com' }] }`,
			Good:    view + `'https://www.example.com' }] }`,
		},
		{
			ID: "url-host", Severity: diag.Error, Errcode: 40055, SubErrcode: 40054,
			Title:   "a url has a valid host, no user and no blank in it",
			Source:  "observed: 40055 and 40054 for a bad host; RFC 3986, section 3.2",
			Message: "the url %s %s",
			Help:    "write https://HOST/PATH, blanks in a path as %20",
			Bad:     view + `'https:///index.html' }] }`,
			Good:    view + `'https://example.com/index.html' }] }`,
		},
		{
			ID: "miniprogram-appid", Severity: diag.Error, Errcode: 40166,
			Title:   "a miniprogram button has the mini program's appid: wx and 16 hex digits in lower case",
			Source:  "createCustomMenu, section 2, field appid (lower case since 2025-11); observed: gh_ ids are answered 40166",
			Message: "the appid of a mini program is wx and 16 hex digits in lower case, %s",
			Help:    "find it in the mini program's console; an id that starts with gh_ is not it",
			Bad:     program + `appid: 'gh_0123456789ab', pagepath: 'pages/index' }] }`,
			Good:    program + `appid: 'wx0123456789abcdef', pagepath: 'pages/index' }] }`,
		},
		{
			ID: "miniprogram-pagepath", Severity: diag.Error, Errcode: 40165,
			Title:   "a miniprogram button has a pagepath without blanks, braces, quotes, angle brackets and backslashes",
			Source:  "createCustomMenu, section 2, field pagepath; observed: raw JSON in it is answered 40165",
			Message: "the pagepath of a mini program %s",
			Help:    "write it as in pages/index?x=1, and percent-encode what its query holds",
			Bad:     program + `appid: 'wx0123456789abcdef', pagepath: 'pages/index?q={"a":1}' }] }`,
			Good:    program + `appid: 'wx0123456789abcdef', pagepath: 'pages/index?q=%7B%22a%22%3A1%7D' }] }`,
		},
		{
			ID: "media-id-required", Severity: diag.Error, Errcode: 40117, SubErrcode: 40118,
			Title:   "a media_id or view_limited button has a media_id",
			Source:  "createCustomMenu, section 2, field media_id",
			Message: "a button of type %s has a media_id",
			Help:    "use the id of permanent material; temporary ids die after three days",
			Bad:     `{ button: [{ type: 'media_id', name: '海报' }] }`,
			Good:    `{ button: [{ type: 'media_id', name: '海报', media_id: 'MEDIA_ID1' }] }`,
		},
		{
			ID: "article-id-required", Severity: diag.Error, Errcode: 53600,
			Title:   "an article_id or article_view_limited button has an article_id",
			Source:  "createCustomMenu, section 2, field article_id",
			Message: "a button of type %s has an article_id",
			Help:    "use the id that publishing the article answered",
			Bad:     `{ button: [{ type: 'article_id', name: '新闻' }] }`,
			Good:    `{ button: [{ type: 'article_id', name: '新闻', article_id: 'ARTICLE_ID1' }] }`,
		},
	}
}
