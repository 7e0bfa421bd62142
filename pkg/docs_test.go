package pkg_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages returns the pages for users, from the root, and those for contributors.
func pages(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, glob := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join("..", glob))
		if err != nil || len(found) == 0 {
			t.Fatalf("got %q, %v, want pages", found, err)
		}
		all = append(all, found...)
	}
	return all
}

// generated tells whether a page is written from pkg/rule.
func generated(page string) bool {
	return strings.HasPrefix(filepath.Base(page), "rules.")
}

// fence is a block of code in Markdown: its language and its text.
var fence = regexp.MustCompile("(?ms)^( *)```([a-z]*)\n(.*?)^ *```$")

// TestLinks holds that what a page links to is there, headings too.
func TestLinks(t *testing.T) {
	t.Parallel()
	links := 0
	for _, page := range pages(t) {
		if generated(page) {
			continue
		}
		for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(fence.ReplaceAllString(read(t, page), ""), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			links++
			path, heading, _ := strings.Cut(m[1], "#")
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), path)
			}
			if menus := filepath.Join("..", "menus") + string(filepath.Separator); strings.HasPrefix(target, menus) {
				t.Errorf("%s: got a link to %s, which a copy of this repository with menus of its own does not have", page, m[1])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: got a link to %s, which does not exist", page, m[1])
				continue
			}
			if heading != "" && !slices.Contains(headings(read(t, target)), heading) {
				t.Errorf("%s: got a link to %s, and %s has no such heading", page, m[1], target)
			}
		}
	}
	if links < 50 {
		t.Errorf("got %d links, so the test reads too little", links)
	}
}

// TestNoPlace holds that what people follow or copy sends them to no repository or
// registry of the module path's owner, which is a name: each team has its copy.
func TestNoPlace(t *testing.T) {
	t.Parallel()
	files := pages(t)
	for _, glob := range []string{"action.yml", ".github/*/*.yml", ".github/*/*/*.yml", "docs/*/*.yml", "docs/*/*.yaml", "docs/*/*.service", "docs/*/*.jsonnet"} {
		found, err := filepath.Glob(filepath.Join("..", glob))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: got %q, %v, want files", glob, found, err)
		}
		files = append(files, found...)
	}
	owner := strings.Split(module, "/")[1]
	for _, file := range files {
		if strings.Contains(read(t, file), owner+"/") {
			t.Errorf("%s: got %s, a place that may not exist; write ORG, or OWNER", file, owner)
		}
	}
}

// TestPagesAreMerged holds that no page has the marks of a merge that was left.
func TestPagesAreMerged(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		if mark := regexp.MustCompile(`(?m)^(<{7} |>{7} ).*$`).FindString(read(t, page)); mark != "" {
			t.Errorf("%s: got the mark %q of a merge", page, mark)
		}
	}
}

// headings returns the names that GitHub gives a page's headings in addresses.
func headings(page string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// foreign are names in code that look like those of the template and belong to
// others.
var foreign = []string{
	"AppSecret", "SecureString", "AllowedIPs", // WeChat, Parameter Store, the sandbox
	"PointInTimeRecoveryEnabled", "OutputKey", "OutputValue", // AWS's command line
	"AccessDenied", "InvalidIdentityToken", // its errors
}

// TestTemplateNames holds that what a page names like a parameter or an output of the
// stack is one of lambda/template.yaml, in commands too, and that the pages name every
// parameter.
func TestTemplateNames(t *testing.T) {
	t.Parallel()
	template := read(t, "../lambda/template.yaml")
	section := func(name string) []string {
		_, after, _ := strings.Cut(template, "\n"+name+":\n")
		text := regexp.MustCompile(`(?s)\n[A-Z].*`).ReplaceAllString(after, "")
		var names []string
		for _, m := range regexp.MustCompile(`(?m)^  ([A-Z]\w*):$`).FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
		if len(names) < 5 {
			t.Fatalf("%s: got %q, so the test reads too little", name, names)
		}
		return names
	}
	parameters := section("Parameters")
	known := slices.Concat(parameters, section("Outputs"), foreign)
	named := map[string]bool{}
	for _, page := range pages(t) {
		if generated(page) || slices.Contains([]string{"CHANGELOG.md", "CONTRIBUTING.md"}, filepath.Base(page)) {
			continue
		}
		text := read(t, page)
		for _, m := range regexp.MustCompile("`([A-Z][A-Za-z]*[a-z])(?:=[^`]*)?`").FindAllStringSubmatch(text, -1) {
			named[m[1]] = true
			if inner := strings.ToLower(m[1][1:]) != m[1][1:]; inner && !slices.Contains(known, m[1]) {
				t.Errorf("%s: got the name %s, which is neither a parameter nor an output of lambda/template.yaml", page, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`--parameter-overrides ([^\n]+)`).FindAllStringSubmatch(text, -1) {
			for _, pair := range strings.Fields(m[1]) {
				if name, _, ok := strings.Cut(pair, "="); ok && !slices.Contains(parameters, name) {
					t.Errorf("%s: got the parameter %s in a command, which lambda/template.yaml does not have", page, name)
				}
			}
		}
	}
	for _, name := range parameters {
		if !named[name] {
			t.Errorf("got no word in the pages of the parameter %s", name)
		}
	}
}

// TestShownWorkflows holds that a workflow that a page shows is the one to copy.
func TestShownWorkflows(t *testing.T) {
	t.Parallel()
	var copies []string
	files, err := filepath.Glob("../docs/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		copies = append(copies, read(t, file))
	}
	shown := 0
	for _, page := range pages(t) {
		for _, m := range fence.FindAllStringSubmatch(read(t, page), -1) {
			if m[2] != "yaml" {
				continue
			}
			shown++
			if !slices.Contains(copies, m[3]) {
				t.Errorf("%s: got a workflow that is none of docs/workflows:\n%s", page, m[3])
			}
		}
	}
	if shown == 0 {
		t.Error("got no page that shows a workflow, so the test reads too little")
	}
}

// TestTwins holds that a page in Chinese has the sections of the one in English and
// tells the reader to run the same commands.
func TestTwins(t *testing.T) {
	t.Parallel()
	twins := 0
	for _, page := range pages(t) {
		english, ok := strings.CutSuffix(page, ".zh-CN.md")
		if !ok {
			continue
		}
		twins++
		chinese, original := read(t, page), read(t, english+".md")
		switched(t, page, chinese, original)
		if got, want := len(headings(chinese)), len(headings(original)); got != want {
			t.Errorf("%s: got %d headings, want the %d of %s.md", page, got, want, english)
		}
		if got, want := toRun(chinese), toRun(original); !slices.Equal(got, want) {
			t.Errorf("%s: got the commands\n%s\nwant\n%s", page, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		got, want := spans(chinese), spans(original)
		for _, name := range slices.Concat(got, want) {
			if a, b := slices.Contains(got, name), slices.Contains(want, name); a != b {
				t.Errorf("%s: got a word of %s: %t, and in English: %t", page, name, a, b)
			}
		}
	}
	if twins == 0 {
		t.Error("got no page in Chinese, so the test reads too little")
	}
}

// TestServeTwins holds that the files of docs/serve are there with comments in Chinese,
// and differ in nothing else but the name of the unit.
func TestServeTwins(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`(?m)^ *(//|#).*\n|^Description=.*\n`)
	files, err := filepath.Glob("../docs/serve/*.*")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %q, %v, want files", files, err)
	}
	for _, file := range files {
		chinese, original := read(t, filepath.Join("../docs/serve/zh-CN", filepath.Base(file))), read(t, file)
		if got, want := words.ReplaceAllString(chinese, ""), words.ReplaceAllString(original, ""); got != want {
			t.Errorf("%s: the Chinese one differs in more than its comments:\n%s", file, got)
		}
		for _, comment := range words.FindAllString(chinese, -1) {
			if regexp.MustCompile(`[a-z]+ (is|are|and|the|of|it) `).MatchString(comment) {
				t.Errorf("%s: got %q in Chinese", file, comment)
			}
		}
	}
}

// switched holds that line 1 of a page in Chinese and of its original leads to the
// other, and that a page in Chinese leads to no other page in English that has a twin.
func switched(t *testing.T, page, chinese, original string) {
	t.Helper()
	name := filepath.Base(page)
	english := strings.TrimSuffix(name, ".zh-CN.md") + ".md"
	first, body, _ := strings.Cut(chinese, "\n")
	if want := "[English](" + english + ") · 中文"; first != want {
		t.Errorf("%s: got line 1 %q, want %q", page, first, want)
	}
	if want := "English · [中文](" + name + ")"; !strings.HasPrefix(original, want+"\n") {
		t.Errorf("%s of %s: got another line 1, want %q", english, page, want)
	}
	for _, m := range regexp.MustCompile(`\]\(([^):#]+)\.md[)#]`).FindAllStringSubmatch(body, -1) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1]+".zh-CN.md")); err == nil {
			t.Errorf("%s: got a link to %s.md, which has a twin in Chinese", page, m[1])
		}
	}
}

// toRun returns the commands that stand by themselves on lines of a page, without
// what is said in a language.
func toRun(page string) []string {
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^ {4}((?:aws|caidan|curl|export|gh|git|go|make|rm) .*)$`).FindAllStringSubmatch(page, -1) {
		line := strings.ReplaceAll(m[1], " --lang zh", "")
		lines = append(lines, regexp.MustCompile(`'[^']*'`).ReplaceAllString(line, "''"))
	}
	return lines
}

// spans returns what a page has between back-quotes in its rows of tables, where each
// says one thing by its name.
func spans(page string) []string {
	var names []string
	for _, row := range regexp.MustCompile(`(?m)^\|.*$`).FindAllString(page, -1) {
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
