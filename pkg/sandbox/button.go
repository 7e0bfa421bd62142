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
// container has a name and sub-buttons only. Only the web console makes buttons
// with a value, and perhaps news.
type button struct {
	kind, name, key, url, appID, pagePath, mediaID, articleID, value string

	news []article
	sub  []button
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

// isConsoleType knows the types only the web console makes.
// Source: getCurrentSelfmenuInfo, whose text names photo beside the table's img.
func isConsoleType(kind string) bool {
	switch kind {
	case "text", "img", "photo", "voice", "video", "news":
		return true
	}
	return false
}

// door is a way by which menus come to an account: each has codes of its own.
type door struct {
	top, sub level

	// noButtonsCode is for a button member that is missing or an empty array.
	noButtonsCode int
}

// createDoor is menu/create. Source: captures of 40016.
func createDoor() door {
	return door{top: topLevel(), sub: subLevel(), noButtonsCode: codeButtonCount}
}

// conditionalDoor is menu/addconditional.
// Source: global return codes, 65307 and 65308; no capture is known.
func conditionalDoor() door {
	d := door{top: topLevel(), sub: subLevel(), noButtonsCode: codeNoButtons}
	d.top.noTypeCode, d.sub.noTypeCode = codeEmptyButton, codeEmptyButton
	return d
}

// consoleDoor is the web console, which has types of its own.
func consoleDoor() door {
	d := createDoor()
	d.top.byHand, d.sub.byHand = true, true
	return d
}

// level is what differs between top-level buttons and sub-buttons, and between
// doors.
type level struct {
	maxName                                                          int
	typeCode, keySizeCode, urlSizeCode, urlDomainCode, mediaSizeCode int

	// noTypeCode is for a button with neither a type nor sub-buttons.
	noTypeCode int

	// byHand lets the console's own types through.
	byHand bool
}

// topLevel has the limits and codes of top-level buttons.
// Source: global return codes.
func topLevel() level {
	return level{
		maxName: maxTopName, typeCode: codeTopType, noTypeCode: codeTopType, keySizeCode: codeTopKeySize,
		urlSizeCode: codeTopURLSize, urlDomainCode: codeTopURLDomain, mediaSizeCode: codeTopMediaSize,
	}
}

// subLevel has those of sub-buttons. A name too long is 40018 at both levels:
// 40025 is in the table but in no capture.
// Source: global return codes.
func subLevel() level {
	return level{
		maxName: maxSubName, typeCode: codeSubType, noTypeCode: codeSubType, keySizeCode: codeSubKeySize,
		urlSizeCode: codeSubURLSize, urlDomainCode: codeSubURLDomain, mediaSizeCode: codeSubMediaSize,
	}
}
