//go:build unix

package emulator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// MariaDB is a real server of databases, and not a program that plays one. It keeps
// its files in a folder, which must be new and have a short name: its socket is in it.
func MariaDB(dir string, options ...string) Tool {
	// The files of a new server are made by scripts, in Debian of another package.
	needs := []string{"mariadb-install-db", "my_print_defaults"}
	return Tool{Name: "mariadbd", ready: "ready for connections", needs: needs, args: func(host, port string) []string {
		return slices.Concat([]string{
			"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--socket=" + filepath.Join(dir, "s"),
			"--pid-file=" + filepath.Join(dir, "pid"), "--tmpdir=" + dir, "--bind-address=" + host, "--port=" + port, "--log-warnings=1",
			// It need not outlive the machine.
			"--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF", "--skip-name-resolve", "--max-connections=2000",
		}, asRoot(), options)
	}}
}

// Database starts a server of databases with one called caidan in it, whose user
// root has no password, and returns its host and port, and what ends it and takes its
// files away. The error wraps exec.ErrNotFound where the server is not installed.
func Database(ctx context.Context, options ...string) (addr string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "caidan-db-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	tool := MariaDB(dir, options...)
	if !tool.Installed() {
		remove()
		return "", nil, fmt.Errorf("mariadbd: %w", exec.ErrNotFound)
	}
	// A server that starts deletes the temporary tables that it finds, of others too.
	install := exec.CommandContext(ctx, "mariadb-install-db", append([]string{
		"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--tmpdir=" + dir, "--auth-root-authentication-method=normal", "--skip-test-db",
	}, asRoot()...)...)
	if out, err := install.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("mariadb-install-db: %w\n%s", err, out)
	}
	start := filepath.Join(dir, "start.sql")
	if err := os.WriteFile(start, []byte("CREATE DATABASE IF NOT EXISTS caidan CHARACTER SET utf8mb4;\n"), 0o600); err != nil {
		remove()
		return "", nil, err
	}
	tool = MariaDB(dir, append([]string{"--init-file=" + start}, options...)...)
	url, end, err := tool.Start(ctx)
	if err != nil {
		remove()
		return "", nil, err
	}
	return strings.TrimPrefix(url, "http://"), func() { end(); remove() }, nil
}

// Absent reports whether a program was not started because it is not installed.
func Absent(err error) bool { return errors.Is(err, exec.ErrNotFound) }

// asRoot is what root has to say, for a server of databases to run as root.
func asRoot() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}
