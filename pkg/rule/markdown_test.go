package rule_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the files of expected output")

// The documentation says what the catalogue says, in each language on a page of its own.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	for _, l := range text.Langs() {
		path := filepath.Join("..", "..", "docs", page.In(l))
		head, err := os.ReadFile(filepath.Join("testdata", page.In(l)))
		if err != nil {
			t.Fatal(err)
		}
		got := markdown(head, l)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the catalogue says; rewrite it with go test ./pkg/rule -update", path)
		}
	}
}

// page is the name of the page in a language, and in testdata of what stands on it
// above the rows of the table.
var page = text.Say("rules.md", "rules.zh-CN.md")

// markdown returns the catalogue as the page in that language, below its head. The
// heading of a rule is its id, so that #ID leads to it.
func markdown(head []byte, l text.Lang) []byte {
	var b bytes.Buffer
	rules := rule.All()
	b.Write(head)
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(&b, "| [%s](#%[1]s) | %s | %s | %s |\n", r.ID, standing(r).In(l), codes(r).In(l), r.Title.In(l))
	}
	for i := range rules {
		entry(&b, &rules[i], l)
	}
	return b.Bytes()
}

// fence opens and closes code in Markdown.
const fence = "```"

// standing says how a rule counts without settings, and whether they change it.
func standing(r *rule.Rule) text.Spoken {
	severity := text.Spoken(r.Severity.Text())
	if r.Fixed {
		return text.Sayf("%s, fixed", "%s，不可更改", severity)
	}
	return severity
}

// codes names the errors a rule prevents; empty when WeChat says nothing.
func codes(r *rule.Rule) text.Spoken {
	switch {
	case r.Errcode == 0:
		return text.Same("")
	case r.SubErrcode == 0:
		return text.Same(fmt.Sprint(r.Errcode))
	default:
		return text.Sayf("%d, in a sub-menu %d", "%d，在子菜单里是 %d", r.Errcode, r.SubErrcode)
	}
}

// entry writes what there is to say of a rule.
func entry(b *bytes.Buffer, r *rule.Rule, l text.Lang) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n", r.ID, r.Title.In(l))
	item := func(form text.Text, said text.Spoken) {
		if said.In(l) != "" {
			b.WriteString(form.With(said).In(l))
		}
	}
	item(text.Say("- severity: %s\n", "- 级别：%s\n"), standing(r))
	item(text.Say("- prevents errcode: %s\n", "- 避免的错误码：%s\n"), codes(r))
	item(text.Say("- source: %s\n", "- 来源：%s\n"), r.Source)
	item(text.Say("- what to do: %s\n", "- 建议：%s\n"), r.Help)
	example(b, text.Say("Bad", "错误示例"), r.Bad, l)
	example(b, text.Say("Good", "正确示例"), r.Good, l)
}

// example writes an example, each of its files as code of its own.
func example(b *bytes.Buffer, title text.Text, code string, l text.Lang) {
	for _, file := range files(code) {
		heading := text.Sayf("%s:", "%s：", title)
		if file.Name != "" {
			heading = text.Sayf("%s, `%s`:", "%s，`%s`：", title, file.Name)
		}
		fmt.Fprintf(b, "\n%s\n\n%sjsonnet\n%s\n%[2]s\n", heading.In(l), fence, file.Data)
	}
}
