package source

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// MaxSource is the most bytes of one source file, imported or not: 1 MiB.
// The largest hand-written menu is a few KiB, and Jsonnet allocates some
// hundred times the size of a file to compile it.
const MaxSource = 1 << 20

// utf8BOM is the mark that some editors put before UTF-8 text. Jsonnet takes
// it for a character it does not know.
const utf8BOM = "\ufeff"

// refusalError says why a file is not read.
type refusalError struct {
	// subject is what the sentence is about: the file, or the import.
	subject text.Spoken
	// what is the rest of the sentence.
	what text.Spoken
	help text.Spoken
	rule string
	// at is the place inside the file that is wrong; without a File the
	// place is wherever the file was asked for.
	at diag.Place
}

// Error returns the whole sentence in English, cleaned: Jsonnet hands it back as
// the text of its own error.
func (e *refusalError) Error() string { return plain(e.In(text.English)) }

// In returns the whole sentence in a language.
func (e *refusalError) In(l text.Lang) string {
	subject := e.subject.In(l)
	if !strings.HasSuffix(subject, "”") { // behind which Chinese has no blank
		subject += " "
	}
	return subject + e.what.In(l)
}

// finding returns the refusal as a finding; at is where the file was asked
// for.
func (e *refusalError) finding(at diag.Place, l text.Lang) diag.Finding {
	if e.at.File != "" {
		at = e.at
	}
	return NewFinding(e.rule, l, e, e.help, at)
}

// refusal returns a refusal of the file name.
func refusal(name string, what, help text.Spoken) *refusalError {
	return &refusalError{subject: text.Same(name), what: what, help: help, rule: RuleCompile}
}

// read returns the text of the regular file name, which is relative to the
// root of the tree, or why it may not be read.
func (t *Tree) read(name string) ([]byte, *refusalError) {
	if data, ok := t.unlinked(name); ok {
		return data, checkText(name, data)
	}
	info, err := t.files.Lstat(name)
	linked := err == nil && info.Mode()&fs.ModeSymlink != 0
	if linked {
		info, err = t.files.Stat(name)
	}
	if err != nil {
		return nil, t.unreadable(name, err)
	}
	if r := t.checkKind(name, info, linked); r != nil {
		return nil, r
	}
	file, err := t.files.Open(name)
	if err != nil {
		return nil, t.unreadable(name, err)
	}
	defer func() { _ = file.Close() }()
	// The size that Stat reported is a promise, not a limit.
	text := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := text.ReadFrom(io.LimitReader(file, MaxSource+1)); err != nil {
		return nil, t.unreadable(name, err)
	}
	data := text.Bytes()
	if len(data) > MaxSource {
		return nil, tooLarge(name)
	}
	return data, checkText(name, data)
}

// checkKind refuses what is not a regular file of a fair size, and links to
// places that are not for menus; linked says that name itself is a link.
func (t *Tree) checkKind(name string, info fs.FileInfo, linked bool) *refusalError {
	switch {
	case info.IsDir():
		return refusal(name, text.Sayf("is a folder", "是文件夹"),
			text.Sayf("name a file in it, or give the folder a name that does not end in .jsonnet or .json", "请指定其中的文件，或给文件夹换一个不以 .jsonnet 或 .json 结尾的名字"))
	case !info.Mode().IsRegular():
		return refusal(name, text.Sayf("is not a regular file", "不是普通文件"), text.Sayf("replace it with a file of text", "请换成文本文件"))
	case info.Size() > MaxSource:
		return tooLarge(name)
	}
	// A file that is not a link costs no look at it: a check reads a thousand files.
	way, last := name, ""
	if !linked {
		way, last = path.Dir(name), path.Base(name)
	}
	target, err := follow(t.files, way)
	if err != nil {
		return t.unreadable(name, err)
	}
	target = path.Join(target, last)
	// A hidden file that was named as such is the settings file.
	if target != name && isHidden(target) {
		return refusal(name, text.Sayf("is a symbolic link to a hidden file", "是指向隐藏文件的符号链接"),
			text.Sayf("caidan reads nothing whose name, or whose folder's name, starts with a dot; copy the file", "caidan 不读取名称或所在文件夹以点开头的文件；请复制一份"))
	}
	return nil
}

// unreadable says in plain words what err, met on the way to name, means.
func (t *Tree) unreadable(name string, err error) *refusalError {
	if !filepath.IsLocal(name) {
		return refusal(name, text.Sayf("is outside the repository", "在仓库之外"), text.Sayf("name a file in it", "请指定仓库里的文件"))
	}
	if text.Escapes(err) {
		return refusal(name, text.Sayf("follows a symbolic link out of the repository", "经符号链接指向仓库之外"),
			text.Sayf("caidan reads nothing outside it: copy the file into the repository, or make the link relative", "caidan 不读取仓库之外的文件：请把文件复制进仓库，或改用相对链接"))
	}
	if isMissing(err) {
		if _, err := t.files.Lstat(name); err == nil {
			return refusal(name, text.Sayf("is a symbolic link to nothing", "是失效的符号链接"), text.Sayf("create the file it points to, or remove the link", "请创建它指向的文件，或删除链接"))
		}
		return refusal(name, text.Sayf("does not exist", "不存在"), text.Sayf("create it, or correct the name", "请创建文件，或改正名称"))
	}
	return refusal(name, text.Sayf("cannot be read: %s", "无法读取：%s", whyUnread(err)), text.Say("check the file, its name and its permissions", "请检查文件、文件名和权限"))
}

// whyUnread says why the system does not read a file.
func whyUnread(err error) text.Spoken {
	for _, known := range systemWords {
		if errors.Is(err, known.err) {
			return known.says
		}
	}
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	if words, known := text.System(err); known {
		return words
	}
	return text.Quote(err.Error())
}

// systemWords are the errors that a wrong name or permission makes.
var systemWords = []struct {
	err  error
	says text.Text
}{
	{fs.ErrPermission, text.Say("permission denied", "没有权限")},
	{syscall.ELOOP, text.Say("too many levels of symbolic links", "符号链接层数太多，可能绕成了圈")},
	{syscall.ENAMETOOLONG, text.Say("the name is too long", "名称太长")},
	{fs.ErrInvalid, invalidName},
	{syscall.EINVAL, invalidName},
}

var invalidName = text.Say("the name is not valid", "名称无效")

// tooLarge refuses a file of more than MaxSource bytes.
func tooLarge(name string) *refusalError {
	r := refusal(name, text.Sayf("is larger than %d bytes", "超过 %d 字节", MaxSource), text.Sayf("split it into files that import each other", "请拆成几个互相导入的文件"))
	r.rule = RuleLimit
	return r
}

// checkText refuses data that is not UTF-8, or that starts with a byte order
// mark.
func checkText(name string, data []byte) *refusalError {
	help := text.Sayf("save the file as UTF-8 without a byte order mark", "请把文件保存为不带 BOM 的 UTF-8")
	if bytes.HasPrefix(data, []byte(utf8BOM)) {
		r := refusal(name, text.Sayf("starts with a byte order mark", "以字节顺序标记（BOM）开头"), help)
		r.at = diag.Place{File: name, Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
		return r
	}
	if utf8.Valid(data) {
		return nil
	}
	bad := 0
	for bad < len(data) {
		c, size := utf8.DecodeRune(data[bad:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		bad += size
	}
	start := bytes.LastIndexByte(data[:bad], '\n') + 1
	line := bytes.Count(data[:bad], []byte{'\n'}) + 1
	column := utf8.RuneCount(data[start:bad]) + 1
	r := refusal(name, text.Sayf("is not UTF-8: line %d has the byte 0x%02X at column %d", "不是 UTF-8：第 %d 行有字节 0x%02X，在第 %d 列", line, data[bad], column), help)
	r.at = diag.Place{File: name, Line: line, Column: column, EndLine: line, EndColumn: column + 1}
	return r
}

// checkBlank refuses a menu file without any text; Jsonnet would only say
// that it met the end of the file.
func checkBlank(name string, data []byte) *refusalError {
	if len(bytes.TrimSpace(data)) > 0 {
		return nil
	}
	return refusal(name, text.Sayf("is empty", "是空文件"), text.Sayf("write a menu, for example { button: [...] }, or remove the file", "请写入菜单，例如 { button: [...] }，或删除文件"))
}

// isHidden reports whether a part of the slash-separated name starts with a
// dot.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return false
}
