package sandbox

// How large a menu and its texts may be; sizes are in bytes of UTF-8.
// Source: createCustomMenu, field table and section 4 note 1.
const (
	maxTopButtons = 3
	maxSubButtons = 5
	maxTopName    = 16
	maxSubName    = 60
	maxKey        = 128
	maxURL        = 1024

	// noLimit is for media_id, article_id, appid and pagepath, of which no
	// size is documented.
	noLimit = 1 << 30
)

// button is a button as WeChat keeps it: what its type does not use is gone. A
// container has a name and sub-buttons only.
type button struct {
	kind, name, key, url, appID, pagePath, mediaID, articleID string
	sub                                                       []button
}

// use is what a type of button needs beside a name.
type use int

const (
	unknownType use = iota
	usesKey
	usesURL
	usesMiniProgram
	usesMedia
	usesArticle
)

// useOf knows the types menu/create takes. The console's own (text, img, photo,
// voice, video, news) are as unknown to it as a typing error.
// Source: createCustomMenu, field table and section 4; a capture of 40017 for
// a text button.
func useOf(kind string) use {
	switch kind {
	case "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		return usesKey
	case "view":
		return usesURL
	case "miniprogram":
		return usesMiniProgram
	case "media_id", "view_limited":
		return usesMedia
	case "article_id", "article_view_limited":
		return usesArticle
	}
	return unknownType
}

// level is what differs between top-level buttons and sub-buttons.
type level struct {
	maxName                                                          int
	typeCode, keySizeCode, urlSizeCode, urlDomainCode, mediaSizeCode int
}

// topLevel has the limits and codes of top-level buttons.
// Source: global return codes.
func topLevel() level {
	return level{
		maxName: maxTopName, typeCode: codeTopType, keySizeCode: codeTopKeySize,
		urlSizeCode: codeTopURLSize, urlDomainCode: codeTopURLDomain, mediaSizeCode: codeTopMediaSize,
	}
}

// subLevel has those of sub-buttons. A name too long is 40018 at both levels:
// 40025 is in the table but in no capture.
// Source: global return codes.
func subLevel() level {
	return level{
		maxName: maxSubName, typeCode: codeSubType, keySizeCode: codeSubKeySize,
		urlSizeCode: codeSubURLSize, urlDomainCode: codeSubURLDomain, mediaSizeCode: codeSubMediaSize,
	}
}
