package main

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// menuSeed is the example of a menu.
const menuSeed = `local caidan = import 'caidan.libsonnet';

caidan.menu([
  caidan.click('今日歌曲', 'TODAY_MUSIC'),
  caidan.submenu('服务', [
    caidan.view('官网', 'https://www.example.com/'),
    caidan.view('门店', 'https://www.example.com/stores'),
  ]),
])
`

// exampleMenu is a menu to change, for an account.
func exampleMenu(account string) text.Spoken {
	return text.Sayf(
		"// The menu of %s. caidan check says what WeChat would refuse, and caidan preview\n// shows it on a phone.\n%s",
		"// %s 的菜单。caidan check 会指出微信不接受的写法，caidan preview 用手机画面显示它。\n%s", account, menuSeed)
}

// settingsSeed is a settings file that sets nothing and names what there is to set.
var settingsSeed = text.Say(`// What holds for all menus of this repository. Take away the slashes to set it.
{
  // Advice may be 'off', 'warning' or 'error'; caidan rules lists it.
  // rules: { 'url-http-insecure': 'error' },

  // Links to any other domain are errors.
  // allowedDomains: ['example.com'],

  // So are mini programs that are not associated with the accounts.
  // miniPrograms: ['wx0123456789abcdef'],

  // What a chat is told of runs on GitHub, where a job has its webhook.
  // notify: ['published', 'held', 'refused', 'failed', 'drift'],
}
`, `// 对本仓库所有菜单都起作用的配置。去掉行首的斜线，设置就生效。
{
  // 建议类规则可以设为 'off'、'warning' 或 'error'，caidan rules 会列出它们。
  // rules: { 'url-http-insecure': 'error' },

  // 链接到别的域名算错误。
  // allowedDomains: ['example.com'],

  // 没有与公众号关联的小程序也算错误。
  // miniPrograms: ['wx0123456789abcdef'],

  // GitHub 上的运行把哪些结果通知到聊天（作业里要填 webhook）。
  // notify: ['published', 'held', 'refused', 'failed', 'drift'],
}
`)

// libraryCopy is where editors find the library that menus import.
const libraryCopy = ".vscode/jsonnet/caidan.libsonnet"

// editorSeed has the extension Grafana.vscode-jsonnet look for imports where caidan
// does. Source: the extension's README, jsonnet.languageServer.jpath.
const editorSeed = `{
  "jsonnet.languageServer.jpath": ["menus/lib", "menus/vendor", "lib", "vendor", ".vscode/jsonnet"]
}
`

// list writes which files are new and which stay; with contents also what is in the
// new ones.
func (s *seeder) list(w io.Writer, contents bool) error {
	l, width := s.app.lang, 0
	for _, f := range s.seeds {
		width = max(width, len(f.path))
	}
	var b bytes.Buffer
	for _, f := range s.seeds {
		said := text.Spoken(f.what)
		label := text.Say("new  ", "新建")
		switch {
		case f.state == seedSame:
			label, said = text.Say("stays", "不动"), text.Say("it has these contents already", "内容已经相同")
		case len(f.lacks) > 0:
			label, said = text.Say("stays", "不动"), text.Say("these lines would be new; add them by hand:", "下面几行是新的，请手工添加：")
		case f.text != "" && path.Dir(f.path) == workflowsDir && f.state == seedStays:
			label, said = text.Say("stays", "不动"), text.Say("it is there already; to get the one of this rung and language, move it away and run this again", "已经存在；想要这一级、这种语言的工作流，请先移走它，再运行一次")
		case f.state == seedStays:
			label, said = text.Say("stays", "不动"), text.Say("it is there already", "已经存在")
		}
		fmt.Fprintf(&b, "%s  %-*s  %s\n", label.In(l), width, text.Clean(f.path), said.In(l))
		shown := f.lacks
		if contents && f.state == seedNew {
			shown = strings.Split(strings.TrimSuffix(f.text, "\n"), "\n")
		}
		for _, line := range shown {
			fmt.Fprintln(&b, strings.TrimRight("       "+text.Clean(line), " "))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// next says what to do with what was written.
func (s *seeder) next(w io.Writer, o *initOptions) error {
	var steps text.Spoken
	switch {
	case s.needsAction(o.rung):
		steps = text.Say(`next:
  caidan check      what WeChat would refuse
  caidan preview    the menu on a phone
then commit. For GitHub to look at pull requests too, push a copy of caidan there, and
run caidan init again: it adds the workflow. docs/check.md of the copy goes through it.`, `接下来：
  caidan check      微信会不接受什么
  caidan preview    用手机画面查看菜单
然后提交。要让 GitHub 也检查拉取请求，先把一份 caidan 推送到 GitHub，再执行一次
caidan init，它会补上工作流。副本里的 docs/check.zh-CN.md 有逐步说明。`)
	case o.rung == rungCheck:
		steps = text.Say(`next:
  caidan check      what WeChat would refuse
  caidan preview    the menu on a phone
then commit, and open a pull request: the job check says the same there. Require it
in Settings, Rules. docs/check.md of your copy of caidan goes through it.`, `接下来：
  caidan check      微信会不接受什么
  caidan preview    用手机画面查看菜单
然后提交并发起拉取请求，作业 check 会给出同样的结果；在 Settings、Rules 里把它设为
必需。您的 caidan 副本里的 docs/check.zh-CN.md 有逐步说明。`)
	case o.rung == rungPlan:
		steps = text.Say(`next: docs/guide.md of your copy of caidan, steps 1 to 6. Until the repository has the
variables CAIDAN_INSPECT_ROLE and CAIDAN_AWS_REGION, pull requests are only checked;
leave out CAIDAN_PUBLISH_ROLE, and nothing is published.`, `接下来：按您的 caidan 副本里的 docs/guide.zh-CN.md 做第 1 到第 6 步。仓库有了变量
CAIDAN_INSPECT_ROLE 和 CAIDAN_AWS_REGION 之前，拉取请求只做检查；不设
CAIDAN_PUBLISH_ROLE，就什么都不会发布。`)
	default:
		steps = text.Sayf(`next: docs/guide.md of your copy of caidan. It sets the variables CAIDAN_INSPECT_ROLE,
CAIDAN_PUBLISH_ROLE and CAIDAN_AWS_REGION, without which pull requests are only
checked, and the environment wechat-production, which only %s may use.`, `接下来：按您的 caidan 副本里的 docs/guide.zh-CN.md 设置变量 CAIDAN_INSPECT_ROLE、
CAIDAN_PUBLISH_ROLE 和 CAIDAN_AWS_REGION，在此之前拉取请求只做检查；再建立环境
wechat-production，只允许 %s 使用。`, o.branch)
	}
	_, err := fmt.Fprintf(w, "\n%s\n", steps.In(s.app.lang))
	return err
}
