package check

import (
	"path"
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// noMenu says that there is no menu file at the paths, and names the first that
// looks like one.
func noMenu(paths, unread []string) *source.PathError {
	e := &source.PathError{
		Path: paths[0], Empty: true,
		Meaning: text.Sayf("no menu file in %s, so nothing was checked", "%s 里没有菜单文件，什么都没有检查", quoted(paths)),
		Remedy:  source.Begin(),
	}
	if r, known := rule.Find(rule.FileNotRead); known && len(unread) > 0 && !isSettings(unread[0]) {
		e.Meaning = text.Clauses{e.Meaning, r.Message.With(unread[0])}
		e.Remedy = r.Help
	}
	return e
}

// quoted lists paths in a message.
func quoted(paths []string) text.Spoken {
	const named = 5
	return text.Quotes(paths).Most(named)
}

// isSettings reports whether a file has the name of the settings.
func isSettings(name string) bool { return path.Base(name) == source.SettingsFile }

// unread finds files and folders that nothing reads. That settings would have no effect is
// an error, as is anything else that is wrong with settings.
func (c *checker) unread(found *source.Found) []diag.Finding {
	var out []diag.Finding
	for i, name := range slices.Concat(found.Unread, found.Links) {
		f := c.book.File(rule.FileNotRead, name)
		if isSettings(name) {
			f = c.book.File(rule.BadSettings, text.Sayf(
				"%q is not read: settings are in %s at the root of the repository and nowhere else",
				"%q不会被读取：配置只能写在仓库根目录的 %s 里", name, source.SettingsFile))
			f.Help = text.Say("move it there, or delete it", "请移到那里，或者删除").In(c.lang)
		}
		if i >= len(found.Unread) {
			f.Message = text.Sayf("%q is not read: it is a link to a folder, and menus in it are neither checked nor published",
				"不会读取%q：它是指向文件夹的链接，里面的菜单既不会检查，也不会发布", name).In(c.lang)
			f.Help = text.Say("move the folder itself below menus/; what menus import belongs below lib/", "请把文件夹本身移到 menus/ 下；供菜单导入的文件请放在 lib/ 下").In(c.lang)
		}
		if f.Severity != rule.Off {
			f.Place = diag.Place{File: name}
			out = append(out, f)
		}
	}
	return out
}
