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
		return slices.Concat(served(dir, host, port), []string{"--log-warnings=1"}, options)
	}}
}

// mySQL is MySQL's server, which does without scripts.
func mySQL(mysqld, dir string, options ...string) Tool {
	return Tool{Name: mysqld, ready: "ready for connections", args: func(host, port string) []string {
		return slices.Concat(served(dir, host, port), []string{"--mysqlx=OFF", "--secure-file-priv=NULL", "--sync-binlog=0"}, options)
	}}
}

// served is how both are told to serve the files of a folder.
func served(dir, host, port string) []string {
	return append(stored(dir), "--socket="+filepath.Join(dir, "s"), "--pid-file="+filepath.Join(dir, "pid"), "--bind-address="+host, "--port="+port,
		// It need not outlive the machine.
		"--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF", "--skip-name-resolve", "--max-connections=2000")
}

// stored is where both keep files. A server that starts deletes the temporary tables
// that it finds, of others too.
func stored(dir string) []string {
	args := []string{"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--tmpdir=" + dir}
	if os.Geteuid() == 0 {
		args = append(args, "--user=root") // what root has to say, for it to run as root
	}
	return args
}

// databases has a database called caidan, and a root without a password who may come
// over TCP: MySQL makes one who may not.
const databases = `CREATE DATABASE IF NOT EXISTS caidan CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS root@'127.0.0.1';
GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
`

// Database starts a server of databases with one called caidan in it, whose user
// root has no password, and returns its host and port, and what ends it and takes its
// files away. It is MariaDB, or the MySQL server whose program mysqld is unless that
// is empty. The error wraps exec.ErrNotFound where the server is not installed.
func Database(ctx context.Context, mysqld string, options ...string) (addr string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "caidan-db-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	start := filepath.Join(dir, "start.sql")
	options = append([]string{"--init-file=" + start}, options...)
	tool, install := MariaDB(dir, options...), exec.CommandContext(ctx, "mariadb-install-db",
		append(stored(dir), "--auth-root-authentication-method=normal", "--skip-test-db")...)
	if mysqld != "" {
		tool, install = mySQL(mysqld, dir, options...), exec.CommandContext(ctx, mysqld, append(stored(dir), "--initialize-insecure")...)
	}
	if !tool.Installed() {
		remove()
		return "", nil, fmt.Errorf("%s: %w", tool.Name, exec.ErrNotFound)
	}
	if out, err := install.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("%s: %w\n%s", install.Args[0], err, out)
	}
	if err := os.WriteFile(start, []byte(databases), 0o600); err != nil {
		remove()
		return "", nil, err
	}
	url, end, err := tool.Start(ctx)
	if err != nil {
		remove()
		return "", nil, err
	}
	return strings.TrimPrefix(url, "http://"), func() { end(); remove() }, nil
}

// Absent reports whether a program was not started because it is not installed.
func Absent(err error) bool { return errors.Is(err, exec.ErrNotFound) }
