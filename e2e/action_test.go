package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// has reports as an error each text that is not in another.
func has(t *testing.T, what, s string, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(s, want) {
			t.Errorf("%s: got no %q in:\n%s", what, want, s)
		}
	}
}

// comments returns the comments on a pull request, of which there are so many.
func (r *runner) comments(number, want int) []hub.Comment {
	r.Helper()
	got := r.Comments(number)
	if len(got) != want {
		r.Fatalf("pull request %d: got %d comments, want %d: %+v", number, len(got), want, got)
	}
	return got
}

// opened opens a pull request.
func (r *runner) opened() int { return r.Add(hub.Issue{Pull: true, Base: "main"}) }

func menuOf(name, key string) string {
	return fmt.Sprintf("{ button: [{ type: 'click', name: '%s', key: '%s' }, { type: 'view', name: '商城', url: 'https://www.example.com/' }] }", name, key)
}

const brandFile = "brand-cn.jsonnet"

var planning = inputs{"INPUT_COMMAND": "plan"}

// TestLife goes with one account through all that the Action does, as the binary.
func TestLife(t *testing.T) {
	t.Parallel()
	newRunner(t, "brand-cn").life()
}

// life is all that the Action does with one account: each run knows of the others
// what GitHub, WeChat and the ledger say.
func (r *runner) life() {
	r.Helper()
	t := r.T

	// What is first published is told to the pull request that brought it.
	first := r.opened()
	r.commit("main", brandFile, menuOf("活动", "SPRING"))
	r.merge(first, 0)
	has(t, "first publish", r.comments(first, 1)[0].Body, "1 menu is live", "record 1, read back as it was sent", "run `9000000001`")

	// The first plan is a comment, that of the second push takes its place.
	change := r.opened()
	r.commit("summer", brandFile, menuOf("夏日", "SUMMER"))
	r.pull(change, planning, 0)
	plan := r.comments(change, 1)[0]
	has(t, "first plan", plan.Body, "🟡", "on merge", "<del>活动</del><br>夏日", "SUMMER")
	head := r.commit("summer", brandFile, menuOf("盛夏", "SUMMER"))
	r.pull(change, planning, 0)
	again := r.comments(change, 1)[0]
	has(t, "second push", again.Body, "<del>活动</del><br>盛夏", head[:7])
	if again.ID != plan.ID || again.Edits != plan.Edits+1 || strings.Contains(again.Body, "夏日") {
		t.Errorf("got comment %d, edited %d times: %s", again.ID, again.Edits, again.Body)
	}

	// The merge publishes it, and says so in a comment of its own.
	r.merge(change, 0)
	told := r.comments(change, 2)
	has(t, "merge", told[1].Body, "1 menu is live", "record 2, read back as it was sent", fmt.Sprintf("run `%d`", r.run))
	if told[0].Body != again.Body {
		t.Errorf("got the plan rewritten by the publish: %s", told[0].Body)
	}

	// A person publishes it again, and takes it back: neither is a pull request's.
	has(t, "by hand", r.byHand(nil), "1 account: 1 published")
	has(t, "rollback", r.byHand(inputs{"INPUT_COMMAND": "rollback", "INPUT_ACCOUNTS": "brand-cn", "INPUT_TO": "1", "INPUT_REASON": "too early"}), "1 account: 1 published")
	r.comments(change, 2)
	r.drift()
	r.refusals()
}

// byHand has a person start the workflow with inputs, and returns its log.
func (r *runner) byHand(more inputs) string {
	r.Helper()
	given := map[string]string{}
	for name, value := range more {
		given[strings.ToLower(strings.TrimPrefix(name, "INPUT_"))] = value
	}
	return r.action("workflow_dispatch", "refs/heads/main", map[string]any{"inputs": given}, more, 0)
}

// drift has the menu edited outside Git, edited again, and back as it was.
func (r *runner) drift() {
	r.Helper()
	if i := r.looked(); !i.Pull {
		r.Errorf("got issue %d without an edit: %s", i.Number, i.Body)
	}
	edit := func(name string) {
		r.Helper()
		r.ask("/sandbox/console", `{"account":"brand-cn","menu":{"button":[{"type":"click","name":"`+name+`","key":"SPRING"},{"type":"view","name":"商城","url":"https://www.example.com/"}]}}`)
	}
	edit("手改")
	opened := r.looked()
	has(r.T, "opened", opened.Body, "活动 is now called 手改", "caidan pull brand-cn")
	edit("再改")
	if i := r.looked(); i.Number != opened.Number || !strings.Contains(i.Body, "再改") || strings.Contains(i.Body, "手改") {
		r.Errorf("got issue %d, want %d with the newest edit: %s", i.Number, opened.Number, i.Body)
	}
	edit("活动")
	if i := r.looked(); i.Number != opened.Number || !i.Closed || i.Reason != "completed" {
		r.Errorf("got issue %d, closed %t %s, want %d closed", i.Number, i.Closed, i.Reason, opened.Number)
	}
}

// looked looks for drift, and returns the newest issue or pull request.
func (r *runner) looked() hub.Issue {
	r.Helper()
	r.action("schedule", "refs/heads/main", map[string]any{"schedule": "0 1 * * *"}, inputs{"INPUT_COMMAND": "drift"}, 0)
	issues := r.Issues()
	return issues[len(issues)-1]
}

// refusals are what goes wrong on the way to a publish.
func (r *runner) refusals() {
	r.Helper()
	number := r.opened()
	r.commit("autumn", brandFile, menuOf("秋日", "AUTUMN"))

	// A job that may not comment says so; a fork's is checked.
	r.may("read")
	const notice = "::notice::caidan: the comment on pull request"
	has(r.T, "no permission", r.pull(number, planning, 0), notice, "pull-requests: write")
	r.from = "stranger/menus"
	without := inputs{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "INPUT_COMMAND": "plan", "INPUT_ROLE-TO-ASSUME": "arn:aws:iam::123456789012:role/caidan"}
	has(r.T, "fork", r.pull(number, without, 0), notice, "compared with "+r.git("rev-parse", "main")[:7])
	r.from = repository
	r.comments(number, 0)
	r.may("write")

	// A function that is not there fails the plan, which GitHub tells people of; the
	// next one takes its place.
	r.pull(number, planning, 0)
	r.ask("/sandbox/faults", `{"path":"`+inspect+`","errorType":"ResourceNotFoundException"}`)
	r.pull(number, planning, 1)
	r.ask("/sandbox/faults", "")
	failed := r.comments(number, 2)
	has(r.T, "function down", failed[1].Body, "⚫", "caidan&#45;inspect")
	if failed[0].Minimized != "OUTDATED" || failed[1].Minimized != "" {
		r.Errorf("got the comments hidden %q and %q, want the first", failed[0].Minimized, failed[1].Minimized)
	}
	r.pull(number, planning, 0)
	has(r.T, "function up", r.comments(number, 2)[1].Body, "🟡", "秋日")

	// WeChat refuses what is merged: its pull request hears of it, and what is live
	// stays.
	r.ask("/sandbox/faults", `{"path":"/cgi-bin/menu/create","errcode":48001}`)
	r.merge(number, 1)
	r.ask("/sandbox/faults", "")
	has(r.T, "WeChat refuses", r.comments(number, 3)[2].Body, "nothing was published", "48001")
	has(r.T, "live", r.status(), `"SPRING"`)
}

// TestManyAccounts changes 300 menus, each in its own way: the comment has room
// for what matters, and says what it has no room for.
func TestManyAccounts(t *testing.T) {
	t.Parallel()
	const n = 300
	names, live, want := make([]string, n), map[string]any{}, map[string]any{}
	for i := range n {
		names[i] = fmt.Sprintf("store-%03d", i+1)
		var was, is []map[string]any
		for k := range 3 {
			was = append(was, map[string]any{"type": "click", "name": fmt.Sprint("按钮", k), "key": fmt.Sprint("K", k)})
			// Which buttons change, and what they become, is the store's own.
			b := map[string]any{"type": "click", "name": fmt.Sprint("按钮", k), "key": fmt.Sprint("K", k)}
			switch i / []int{1, 7, 49}[k] % 7 {
			case 1:
				b["name"] = "新"
			case 2:
				b["key"] = "NEW"
			case 3:
				b = map[string]any{"type": "view", "name": b["name"], "url": "https://www.example.com/"}
			case 4:
				b = map[string]any{"type": "view", "name": "网页", "url": "https://www.example.com/"}
			case 5:
				b["type"] = "scancode_push"
			case 6:
				b["type"], b["name"] = "pic_weixin", "相册"
			}
			is = append(is, b)
		}
		live[names[i]], want[names[i]] = map[string]any{"button": was}, map[string]any{"button": is}
	}
	file := func(accounts map[string]any) string {
		out, err := json.Marshal(map[string]any{"accounts": accounts})
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	r := newRunner(t, names...)
	first := r.opened()
	r.commit("main", "stores.json", file(live))
	r.merge(first, 0)
	change := r.opened()
	head := r.commit("all", "stores.json", file(want))
	r.pull(change, planning, 4)
	body := r.comments(change, 1)[0].Body
	// GitHub takes 65,536 characters.
	if len(body) > 65_536 || !strings.HasPrefix(body, "<!-- caidan:1 {") {
		t.Errorf("got %d bytes that begin with %.40q", len(body), body)
	}
	has(t, "comment", body, "🔴", "> [!WARNING]\n> This page has no room for", "[the summary of the run](https://github.com/octo-org/menus/actions/runs/", "caidan.jsonnet", head[:7])
	has(t, "comment", body[:strings.Index(body, "[!WARNING]")], "menus change on merge", "followers lose **")
}
