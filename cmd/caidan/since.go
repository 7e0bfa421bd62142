package main

import (
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/text"
)

// sinceOptions are the flags of a check that reuses what earlier ones came to. No
// other command has them: what is published is always evaluated.
type sinceOptions struct{ commit, cache string }

func (a *app) sinceFlags(cmd *cobra.Command, o *sinceOptions) {
	f := cmd.Flags()
	f.StringVar(&o.commit, "since", "",
		a.say(text.Say("evaluate what differs from this commit, and reuse what earlier checks came to for the rest", "只计算与此提交不同的部分，其余沿用以前检查的结果")))
	f.StringVar(&o.cache, "cache", "",
		a.say(text.Say("where --since keeps results (default: caidan in the user's cache folder)", "--since 存放结果的文件夹（默认：用户缓存目录里的 caidan）")))
}

// check says what is wrong with the options; cached means that --cache is on the command
// line. In the environment it may wait for a check that names a commit.
func (o *sinceOptions) check(cached bool) error {
	switch {
	case cached && o.cache == "":
		return misused(text.Say("--cache: name a folder, or leave it out for the one in the user's cache folder", "--cache：请指定一个文件夹，不写就用用户缓存目录里的那个"))
	case cached && o.commit == "":
		return misused(text.Say("--cache: name a commit as well, with --since", "--cache：请同时用 --since 指定一个提交"))
	}
	return nil
}

// lookSince is look with what earlier checks came to, if a commit is named. Where
// that cannot be read or kept, it says so.
func (a *app) lookSince(ctx context.Context, o check.Options, s sinceOptions) (check.Checked, error) {
	if s.commit == "" {
		return a.look(ctx, o)
	}
	folder, err := a.openCache(s.cache)
	if err != nil {
		a.withoutCache(err)
	}
	o.Since = &check.Since{Commit: s.commit, Cache: folder, Program: a.program()}
	checked, err := a.look(ctx, o)
	if err == nil {
		_, _ = fmt.Fprintln(a.stderr, text.Clean(a.say(text.Sayf(
			"caidan: files evaluated: %d, reused: %d", "caidan：计算了 %d 个文件，沿用了 %d 个", checked.Evaluated, checked.Reused))))
	}
	if folder == nil {
		return checked, err
	}
	if err := folder.Close(); err != nil {
		a.withoutCache(err)
	}
	return checked, err
}

// openCache opens the folder that keeps results.
func (a *app) openCache(dir string) (*cache.Folder, error) {
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, err
		}
		dir = filepath.Join(user, "caidan")
	}
	return cache.Open(dir, a.now())
}

// withoutCache says that results are not kept.
func (a *app) withoutCache(err error) {
	a.complain(&text.Error{
		Meaning: text.Sayf("what this check came to is not kept, so the next one evaluates it again: %s", "这次检查的结果没有保存，下次要重新计算：%s", text.Cause(err)),
		Remedy:  text.Say("name a folder that can be written with --cache", "请用 --cache 指定一个可写的文件夹"),
	})
}

// program returns what two builds of the program that the workers run never have
// in common, whatever they call their version. Where it cannot be read it is a
// name that no other run has.
func (a *app) program() string {
	if id := buildID(a.worker.Path); id != "" {
		return id
	}
	file, err := os.Open(a.worker.Path)
	if err != nil {
		return a.now().String()
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	if errors.Join(err, file.Close()) != nil {
		return a.now().String()
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// noteHeader is how long the header of an ELF note is, with the name "Go": three
// sizes and kinds, of which the second is the size of what follows, and the name.
const noteHeader = 16

// buildID returns the build id that the go command gives a program, which has a
// digest of what the program is made of, and of its bytes; empty where there is
// none. To digest the program itself takes longer than a check does otherwise.
// Source: the comment of buildid.go in cmd/go/internal/work.
func buildID(name string) string {
	file, err := elf.Open(name)
	if err != nil {
		return "" // of another system
	}
	defer func() { _ = file.Close() }()
	note := file.Section(".note.go.buildid")
	if note == nil || note.Size <= noteHeader || note.Size > 1<<10 {
		return ""
	}
	data, err := note.Data()
	if err != nil {
		return ""
	}
	size := file.ByteOrder.Uint32(data[4:])
	return string(data[noteHeader:][:min(int(size), len(data)-noteHeader)])
}
