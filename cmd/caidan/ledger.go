package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) ledger() *cobra.Command {
	var o functionOptions
	cmd := &cobra.Command{
		Use:   "ledger backup FILE",
		Short: a.say(text.Say("Copy the ledger of a server", "备份服务器的发布记录")),
		Long: a.say(text.Say(`Copy the ledger of caidan serve to a new file, as it is at one moment, while the
server goes on. The copy is read once it is whole. To go back to it, stop the server,
put the file in the place of its ledger, and start it.`, `把 caidan serve 的发布记录备份到一个新文件，内容是某一时刻的完整状态，服务器照常
运行。备份完成后会检查一遍。要恢复，先停止服务器，用这个文件替换它的发布记录，再
启动。`)),
		Example: `  caidan ledger backup ledger-2026-11-29.db --inspect-function https://menus.example.cn`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 || args[0] != "backup" {
				return misused(text.Say("name a new file: caidan ledger backup FILE", "请指定一个新文件：caidan ledger backup FILE"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.backup(cmd.Context(), &o, args[1]) },
	}
	a.functionFlags(cmd, &o, inspectFunction)
	return cmd
}

// backup copies the ledger of a server to a file that is not there yet.
func (a *app) backup(ctx context.Context, o *functionOptions, file string) error {
	if !api.IsAddress(o.function) {
		return misused(text.Say(
			"--inspect-function: name the https address of caidan serve; a ledger on AWS has its backups there, point-in-time recovery",
			"--inspect-function：请写 caidan serve 的 https 地址；AWS 上的发布记录由那里的时间点恢复（PITR）备份"))
	}
	address, err := api.Address(o.function)
	if err != nil {
		return &endError{exitUsage, err}
	}
	if _, err := os.Lstat(file); err == nil {
		return &endError{exitRefused, &text.Error{
			Meaning: text.Sayf("%q is there already, and a backup overwrites nothing", "%q 已经存在，备份不会覆盖任何文件", file),
			Remedy:  text.Say("name a new file", "请指定一个新文件"),
		}}
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".caidan-*")
	if err != nil {
		return unwritten(file, err)
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	err = remote.Backup(ctx, remote.Server{Address: address, Bearer: a.bearer(o, address)}, temp)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	size, err := whole(temp.Name())
	if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return unwritten(file, err)
	}
	_, err = fmt.Fprintln(a.stdout, a.say(text.Sayf("%s has the ledger of %s, %d bytes", "%s：%s 的发布记录，%d 字节", text.Clean(file), address, size)))
	return err
}

// whole reads a copy of a ledger, and returns its size.
func whole(file string) (int64, error) {
	store, err := bolt.Open(file)
	if err != nil {
		return 0, publish.Explain(err)
	}
	if err := store.Close(); err != nil {
		return 0, publish.Explain(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
