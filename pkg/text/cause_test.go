package text_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestCause(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, missing := os.Open(filepath.Join(dir, "nowhere"))
	_, folder := os.ReadFile(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if err := root.Symlink("../outside", ".vscode"); err != nil {
		t.Skipf("this system makes no symbolic link: %v", err)
	}
	_, escaped := root.Open(".vscode")
	renamed := os.Rename(filepath.Join(dir, "nowhere"), filepath.Join(dir, "new"))
	tests := []struct {
		name   string
		err    error
		en, zh string
	}{
		{"missing", fmt.Errorf("find menus: %w", missing), dir + "/nowhere: there is no such file or folder", dir + "/nowhere：没有这个文件或文件夹"},
		{"a folder", folder, dir + ": it is a folder, not a file", dir + "：这是文件夹，不是文件"},
		{"renamed", renamed, dir + "/new: there is no such file or folder", dir + "/new：没有这个文件或文件夹"},
		{"no path", syscall.ENOSPC, "the disk is full", "磁盘已满"},
		{
			"dialled", &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1}, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
			"127.0.0.1:1: connection refused", "127.0.0.1:1：连接被拒绝",
		},
		{"a link that leads out", escaped, ".vscode: a symbolic link leads out of the folder", ".vscode：符号链接指向文件夹之外"},
		{"interrupted", fmt.Errorf("read stdin: %w", context.Canceled), "it was interrupted", "操作被中断"},
		{"a sentence of ours", fmt.Errorf("x: %w", &text.Error{Meaning: text.Same("M"), Cause: missing}), "M", "M"},
		{
			"a certificate that expired", fmt.Errorf("x: %w", x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: time.Unix(0, 0), NotAfter: time.Unix(86400, 0)}}),
			"the certificate is valid from 1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z only", "证书的有效期只是 1970-01-01T00:00:00Z 至 1970-01-02T00:00:00Z",
		},
		{
			"another's certificate",
			x509.HostnameError{Host: "a.cn", Certificate: &x509.Certificate{DNSNames: []string{"b.cn", "c.cn"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}},
			`the certificate is for "b.cn, c.cn, 127.0.0.1", and not for "a.cn"`, "证书是给“b.cn, c.cn, 127.0.0.1”的，不是给“a.cn”的",
		},
		{
			"a certificate of an unknown authority", fmt.Errorf("x: %w", x509.UnknownAuthorityError{}),
			"no authority that this machine trusts has signed the certificate", "签发证书的机构不受本机信任",
		},
		{"none of ours", errors.New("out of paper"), "out of paper", "“out of paper”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			said := text.Both(text.Cause(tt.err))
			if said.EN != tt.en || said.ZH != tt.zh {
				t.Errorf("got %q and %q, want %q and %q", said.EN, said.ZH, tt.en, tt.zh)
			}
		})
	}
}

// TestForeign has our words where only an error's words are left.
func TestForeign(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, words, en, zh string }{
		{"alone", "connection refused", `"connection refused"`, "连接被拒绝"},
		{"a path", "/srv/state: permission denied", `"/srv/state: permission denied"`, "/srv/state：没有权限"},
		{"a call", "dial tcp 127.0.0.1:1: connect: connection refused", `"dial tcp 127.0.0.1:1: connect: connection refused"`, "连接被拒绝"},
		{"not at the end", "permission denied: x", `"permission denied: x"`, "“permission denied: x”"},
		{"none of the system's", "out of paper", `"out of paper"`, "“out of paper”"},
		{"of a file", "no such file or directory", `"no such file or directory"`, "没有这个文件或文件夹"},
		{"of Go's library", "read: i/o timeout", `"read: i/o timeout"`, "read：操作超时"},
	} {
		if said := text.Both(text.Foreign(tt.words)); said.EN != tt.en || said.ZH != tt.zh {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.name, said.EN, said.ZH, tt.en, tt.zh)
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	worded := &text.Error{Meaning: text.Say("broken", "坏了"), Remedy: text.Say("mend it", "修好")}
	tests := []struct {
		name            string
		err             error
		meaning, remedy string
	}{
		{"with words", fmt.Errorf("wrap: %w", worded), "坏了", "修好"},
		{"without a remedy", &text.Error{Meaning: text.Say("broken", "坏了")}, "坏了", ""},
		{"without words", errors.New("out of paper"), "“out of paper”", ""},
		{"a long one without words", errors.New(strings.Repeat("x", 100)), "“" + strings.Repeat("x", 80) + "”…", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			meaning, remedy := text.Explain(tt.err, text.Chinese)
			if meaning != tt.meaning || remedy != tt.remedy {
				t.Errorf("got %q and %q, want %q and %q", meaning, remedy, tt.meaning, tt.remedy)
			}
		})
	}
}
