package api

import "github.com/caidan-dev/caidan/pkg/text"

// Found is what was live when a publish ended half-way.
type Found string

const (
	// FoundUnread means that it could not be read.
	FoundUnread Found = "unread"
	// FoundLate means that the answers do not show the steps that were taken.
	FoundLate Found = "late"
	// FoundAlike means that the answers show what was sent, and that they may be
	// older than it.
	FoundAlike Found = "alike"
	// FoundWanted means that it is what was to be live.
	FoundWanted Found = "wanted"
	// FoundGone means that no menu is live, as was wanted.
	FoundGone Found = "gone"
	// FoundBefore means that it is what was live before.
	FoundBefore Found = "before"
	// FoundKept means that the default menu was not to change and did not.
	FoundKept Found = "kept"
	// FoundNew means that the new default menu is live.
	FoundNew Found = "new"
	// FoundOld means that the old default menu is live.
	FoundOld Found = "old"
	// FoundOther means that another default menu is live.
	FoundOther Found = "other"
)

// founds are the words for what was found, each a clause.
var founds = map[Found]text.Text{
	FoundUnread: text.Say("the live menu could not be read", "线上菜单读取失败"),
	FoundLate:   text.Say("WeChat's answers do not show these steps yet", "微信的回应还没有反映这些步骤"),
	FoundAlike:  text.Say("its answers may still be those from before", "微信的回应可能还是之前的"),
	FoundWanted: text.Say("the desired menus are live", "目标菜单已经上线"),
	FoundGone:   text.Say("no menu is live any more", "线上已经没有菜单"),
	FoundBefore: text.Say("what was live before still is", "线上仍是之前的菜单"),
	FoundKept:   text.Say("the default menu is as it was, and as it should be", "默认菜单没有变化，也不需要变化"),
	FoundNew:    text.Say("the new default menu is live", "新的默认菜单已经上线"),
	FoundOld:    text.Say("the old default menu is still live", "线上仍是旧的默认菜单"),
	FoundOther:  text.Say("the live default menu is neither the old nor the new one", "线上的默认菜单既不是旧的，也不是新的"),
}

// found says what was live, with the conditional menus where there are any.
func (f *Facts) found() text.Spoken {
	t, ok := founds[f.Found]
	switch {
	case !ok:
		return nil
	case f.Conditional == 0:
		return t
	default:
		return text.Sayf("%[1]s, with %[2]d of %[3]d conditional menus as they should be", "%[1]s，%[3]d 份个性化菜单中有 %[2]d 份符合目标", t, f.Kept, f.Conditional)
	}
}
