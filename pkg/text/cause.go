package text

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// causes are our words for what the operating system and Go's own library
// answer. The first that an error is says it.
var causes = []struct {
	is    error
	words Text
}{
	{syscall.ENOENT, Say("there is no such file or folder", "没有这个文件或文件夹")},
	{fs.ErrNotExist, Say("there is no such file or folder", "没有这个文件或文件夹")},
	{fs.ErrExist, Say("a file or folder of that name exists", "同名的文件或文件夹已经存在")},
	{fs.ErrPermission, Say("permission is denied", "没有权限")},
	{syscall.EISDIR, Say("it is a folder, not a file", "这是文件夹，不是文件")},
	{syscall.ENOTDIR, Say("a part of the path is a file, not a folder", "路径中有一段是文件，不是文件夹")},
	{syscall.ELOOP, Say("symbolic links lead in a circle", "符号链接形成了循环")},
	{syscall.ENAMETOOLONG, Say("the name is too long", "名称太长")},
	{syscall.ENOSPC, Say("the disk is full", "磁盘已满")},
	{syscall.EFBIG, Say("the file is too large", "文件太大")},
	{syscall.EROFS, Say("the file system is read-only", "文件系统是只读的")},
	{syscall.EMFILE, Say("too many files are open", "打开的文件太多")},
	{syscall.EPIPE, Say("the program that reads the output has ended", "读取输出的程序已经退出")},
	{syscall.EADDRINUSE, Say("the address is in use", "地址已被占用")},
	{syscall.EADDRNOTAVAIL, Say("this machine does not have the address", "本机没有这个地址")},
	{syscall.ECONNREFUSED, Say("connection refused", "连接被拒绝")},
	{syscall.ETIMEDOUT, Say("the connection timed out", "连接超时")},
	{syscall.ECONNRESET, Say("connection reset by peer", "连接被对方重置")},
	{syscall.ENETUNREACH, Say("the network is unreachable", "网络不可达")},
	{syscall.EHOSTUNREACH, Say("there is no route to the host", "没有到主机的路由")},
	{io.ErrUnexpectedEOF, Say("the data ends early", "数据不完整")},
	{io.EOF, Say("the connection was closed", "连接被关闭")},
	{context.Canceled, Say("it was interrupted", "操作被中断")},
	{os.ErrDeadlineExceeded, Say("it took too long", "操作超时")},
	{context.DeadlineExceeded, Say("it took too long", "操作超时")},
}

// escapes is what [os.Root] says of a link that leads out of it. The os package has no
// name for that error, so that it is known by its words.
const escapes = "path escapes from parent"

// Escapes reports whether an error is that a link leads out of an [os.Root].
func Escapes(err error) bool { return strings.Contains(err.Error(), escapes) }

// Outward is that error of a name, for files of another kind.
func Outward(name string) error {
	return &fs.PathError{Op: "open", Path: name, Err: errors.New(escapes)}
}

// foreignWords is the most characters of an error that another program worded: a
// network's names two addresses and what went wrong.
const foreignWords = 200

// Cause says why something did not work: what an error with words says, what
// [System] knows of it, and any other error as it is, quoted where the language
// is another.
func Cause(err error) Spoken {
	var worded Worded
	if errors.As(err, &worded) {
		meaning, _ := worded.Words()
		return meaning
	}
	if words, known := System(err); known {
		return words
	}
	return Text{EN: Cut(err.Error(), foreignWords), ZH: Quote(err.Error()).In(Chinese)}
}

// Foreign says what an error said of which only the words are left, as they are: in
// quotes. In Chinese what the operating system or Go's own library answered, which is
// at the end, is in our words, after the path or address.
func Foreign(words string) Spoken {
	quoted := QuoteWhole(words)
	at, end := "", words
	if i := strings.LastIndex(words, ": "); i >= 0 {
		at, end = words[:i], words[i+len(": "):]
	}
	for _, c := range causes {
		if c.is.Error() != end {
			continue
		}
		var ours Spoken = c.words
		if at != "" && !strings.Contains(at, " ") {
			ours = Colon(Same(Clean(at)), ours)
		}
		return Text{EN: quoted.In(English), ZH: ours.In(Chinese)}
	}
	return quoted
}

// System returns our words for what the operating system or Go's own library
// says in an error, after the path or address that it is about. It reports false
// for any other error.
func System(err error) (words Spoken, known bool) {
	for _, c := range causes {
		if errors.Is(err, c.is) {
			return about(err, c.words), true
		}
	}
	if err != nil && Escapes(err) {
		return about(err, Say("a symbolic link leads out of the folder", "符号链接指向文件夹之外")), true
	}
	return certificate(err)
}

// about puts before a cause which path or address an error is about, if it
// names one.
func about(err error, cause Spoken) Spoken {
	var path *fs.PathError
	var link *os.LinkError
	var dial *net.OpError
	switch {
	case errors.As(err, &path):
		return Colon(Same(Cut(path.Path, Shown)), cause)
	case errors.As(err, &link):
		return Colon(Same(Cut(link.New, Shown)), cause)
	case errors.As(err, &dial) && dial.Addr != nil:
		return Colon(Same(Cut(dial.Addr.String(), Shown)), cause)
	default:
		return cause
	}
}
