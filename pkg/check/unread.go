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

// absent returns which empty folders are submodules in the commit that is checked out.
// Where that cannot be read there are none.
func absent(tree *source.Tree, empty []string) []string {
	if len(empty) == 0 {
		return nil
	}
	head, repository, err := committed(tree, "HEAD")
	if err != nil {
		return nil
	}
	defer func() { _ = repository.Close() }()
	return slices.DeleteFunc(empty, func(name string) bool { return head.commit.Submodule(name) == "" })
}

// checkOut is what to do about submodules that are not checked out.
var checkOut = text.Say("set submodules: true of actions/checkout in the workflow, elsewhere run git submodule update --init",
	"请在工作流里把 actions/checkout 的 submodules 设为 true，其他地方运行 git submodule update --init")

// notCheckedOut says that all menus there may be are in submodules.
func notCheckedOut(submodules []string) *source.PathError {
	return &source.PathError{
		Path: submodules[0], Remedy: checkOut,
		Meaning: text.Sayf("no menu was read, because these submodules are not checked out: %s", "没有读取任何菜单，因为这些子模块没有检出：%s", quoted(submodules)),
	}
}

// unread finds files and folders that nothing reads. That settings would have no effect is
// an error, as is anything else that is wrong with settings.
func (c *checker) unread(found *source.Found) []diag.Finding {
	var out []diag.Finding
	links := len(found.Unread)
	submodules := links + len(found.Links)
	for i, name := range slices.Concat(found.Unread, found.Links, found.Empty) {
		f := c.book.File(rule.FileNotRead, name)
		if isSettings(name) {
			f = c.book.File(rule.BadSettings, text.Sayf(
				"%q is not read: settings are in %s at the root of the repository and nowhere else",
				"%q不会被读取：配置只能写在仓库根目录的 %s 里", name, source.SettingsFile))
			f.Help = text.Say("move it there, or delete it", "请移到那里，或者删除").In(c.lang)
		}
		switch {
		case i >= submodules:
			f.Message = text.Sayf("%q was not read: it is a submodule that is not checked out, and menus in it are neither checked nor published",
				"没有读取%q：它是没有检出的子模块，里面的菜单既不会检查，也不会发布", name).In(c.lang)
			f.Help = checkOut.In(c.lang)
		case i >= links:
			f.Message = text.Sayf("%q is not read: it is a link to a folder, or to nothing in the repository, and menus in it are neither checked nor published",
				"不会读取%q：它是指向文件夹的链接，或者指向的内容不在仓库里，里面的菜单既不会检查，也不会发布", name).In(c.lang)
			f.Help = text.Say("move the folder itself below menus/; what menus import belongs below lib/", "请把文件夹本身移到 menus/ 下；供菜单导入的文件请放在 lib/ 下").In(c.lang)
		}
		if f.Severity != rule.Off {
			f.Place = diag.Place{File: name}
			out = append(out, f)
		}
	}
	return out
}
