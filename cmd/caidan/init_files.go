package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/docs/workflows"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// seedState is what becomes of a file of init.
type seedState int

const (
	// seedNew is a file that is not there yet.
	seedNew seedState = iota
	// seedSame is there with the same contents.
	seedSame
	// seedStays is there with others.
	seedStays
)

// seed is a file that init writes where there is none.
type seed struct {
	path, text string
	what       text.Text
	// adds is set where people may want our lines in a file of theirs.
	adds  bool
	state seedState
	// lacks are the lines of text that the file which stays does not have.
	lacks []string
}

// seeder gathers the files of a repository.
type seeder struct {
	app  *app
	root *os.Root
	// files are those that accounts have in Git.
	files map[string]string
	// talk asks; nil where no person answers.
	talk  *talk
	seeds []seed
}

const workflowsDir = ".github/workflows"

// rungWorkflow is a file of docs/workflows, the name that it gets, and what it does.
type rungWorkflow struct {
	name, from string
	does       text.Text
}

// rungWorkflows are the workflows that a rung takes.
func rungWorkflows(rung string) []rungWorkflow {
	if rung == rungCheck {
		return []rungWorkflow{{"menus.yml", "menus-check.yml", text.Say("GitHub: checks pull requests", "GitHub 工作流：检查拉取请求")}}
	}
	return []rungWorkflow{
		{"menus.yml", "menus.yml", text.Say("GitHub: checks, plans and publishes, as its variables let it", "GitHub 工作流：检查、计划和发布，做哪几样由变量决定")},
		{"menus-drift.yml", "menus-drift.yml", text.Say("GitHub: looks each day for edits outside Git", "GitHub 工作流：每天查看线上有没有被改过")},
		{"menus-fork.yml", "menus-fork.yml", text.Say("GitHub: comments on pull requests of forks", "GitHub 工作流：在复刻仓库的拉取请求上评论")},
	}
}

// needsAction reports whether a workflow is to be written, which says where caidan is.
func (s *seeder) needsAction(rung string) bool {
	return slices.ContainsFunc(rungWorkflows(rung), func(w rungWorkflow) bool {
		return !s.has(path.Join(workflowsDir, w.name))
	})
}

// has reports whether there is something of a name.
func (s *seeder) has(name string) bool {
	_, err := s.root.Lstat(name)
	return err == nil
}

// gather finds all files, and what becomes of each.
func (s *seeder) gather(o *initOptions, live map[string]string) error {
	s.menus(o.accounts, live)
	l := s.app.lang
	s.add(source.SettingsFile, text.Say("the settings: rules and where menus may lead", "配置：规则，以及菜单可以链接到哪里"), settingsSeed.In(l))
	if err := s.workflows(o); err != nil {
		return err
	}
	if len(o.owners) > 0 {
		s.add(s.codeOwners(), text.Say("who reviews menus", "由谁评审菜单"), ownerLines(o.owners))
		s.seeds[len(s.seeds)-1].adds = true
	}
	s.editor()
	for i := range s.seeds {
		if err := s.seeds[i].look(s.root); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) add(name string, what text.Text, contents string) {
	s.seeds = append(s.seeds, seed{path: name, text: contents, what: what})
}

// workflows adds those of the rung. Where no copy of caidan is named, none is written,
// and what is there is not compared.
func (s *seeder) workflows(o *initOptions) error {
	folder := text.Text{ZH: "zh-CN"}.In(s.app.lang)
	for _, w := range rungWorkflows(o.rung) {
		name := path.Join(workflowsDir, w.name)
		switch {
		case o.action == "" && s.has(name):
			s.seeds = append(s.seeds, seed{path: name, state: seedStays})
			continue
		case o.action == "":
			continue
		}
		workflow, err := workflows.Read(path.Join(folder, w.from), o.action, o.branch)
		if err != nil {
			return err
		}
		s.add(name, w.does, workflow)
	}
	return nil
}

// menus adds the file of each account: what is live, else an example. An account
// that is in Git stays in its file.
func (s *seeder) menus(accounts []string, live map[string]string) {
	for _, name := range accounts {
		file := path.Join("menus", name+".jsonnet")
		if other, there := s.files[name]; there {
			s.seeds = append(s.seeds, seed{path: other, state: seedStays})
			continue
		}
		contents, pulled := live[name]
		what := text.Say("a menu: what is live", "菜单：线上现有的内容")
		if !pulled {
			what, contents = text.Say("a menu: an example to change", "菜单：供修改的示例"), exampleMenu(name).In(s.app.lang)
		}
		s.add(file, what, contents)
	}
}

// editor adds what editors want to know.
func (s *seeder) editor() {
	what := text.Say("for editors: where Jsonnet finds imports", "给编辑器：Jsonnet 到哪里找导入的文件")
	s.add(".vscode/settings.json", what, editorSeed)
	s.seeds[len(s.seeds)-1].adds = true
	note := text.Say("// A copy for editors. caidan has this file built in and reads it from there.\n", "// 供编辑器使用的副本。caidan 内置了这个文件，不会读取这里的。\n")
	s.add(libraryCopy, text.Say("for editors: the constructors that menus import", "给编辑器：菜单所导入的构造函数"), note.In(s.app.lang)+source.Library())
}

// codeOwners returns where GitHub looks for owners: the first of the places that has
// a file, else the first.
func (s *seeder) codeOwners() string {
	places := []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}
	return places[max(slices.IndexFunc(places, s.has), 0)]
}

// ownerLines are the lines of CODEOWNERS: whatever decides about what is published.
func ownerLines(owners []string) string {
	var b strings.Builder
	for _, name := range []string{"/menus/", "/lib/", "/vendor/", "/" + source.SettingsFile, "/.github/"} {
		fmt.Fprintf(&b, "%-16s %s\n", name, strings.Join(owners, " "))
	}
	return b.String()
}

// look finds what becomes of a file. One that cannot be read is there, and stays.
func (f *seed) look(root *os.Root) error {
	if f.state == seedStays {
		return nil
	}
	if _, err := root.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil && !errors.Is(err, fs.ErrPermission) {
		return unwritten(f.path, err)
	}
	f.state = seedStays
	there := readSeed(root, f.path)
	if bytes.Equal(there, []byte(f.text)) {
		f.state = seedSame
		return nil
	}
	has := map[string]bool{}
	for line := range strings.Lines(string(there)) {
		has[bare(line)] = true
	}
	for line := range strings.Lines(f.text) {
		if name := bare(line); f.adds && there != nil && !has[name] && len(name) > len("{") {
			f.lacks = append(f.lacks, strings.TrimRight(line, "\n"))
		}
	}
	return nil
}

// bare is a line without its blanks.
func bare(line string) string { return strings.Join(strings.Fields(line), " ") }

// readSeed reads a file, or as much as shows that it is none of ours; nil where it
// cannot be read.
func readSeed(root *os.Root, name string) []byte {
	if info, err := root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	f, err := root.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	there, err := io.ReadAll(io.LimitReader(f, source.MaxSource+1))
	if err != nil {
		return nil
	}
	return there
}

// write writes a file that is new; one that came to be there since stays.
func (f *seed) write(root *os.Root) error {
	if f.state != seedNew {
		return nil
	}
	if err := root.MkdirAll(path.Dir(f.path), 0o755); err != nil {
		return unwritten(path.Dir(f.path), err)
	}
	file, err := root.OpenFile(f.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, newFile)
	if err != nil {
		return unwritten(f.path, err)
	}
	_, err = file.WriteString(f.text)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = root.Remove(f.path) // else a part of it stays, and is taken for a file of the repository's own
		return unwritten(f.path, err)
	}
	return nil
}
