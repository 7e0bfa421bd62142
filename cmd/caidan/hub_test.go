package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// hubToken is the token of a job.
const hubToken = "ghs_not-for-logs"

type hubKey struct{}

// hubCommand is GitHub's API, with the open pull request 7 and the merged ones 6,
// of menus, and 5, of the README:
//
//	hub start
//	hub may PULLS ISSUES [ACTIONS]  what the token of the job may do: none, read, write
//	hub without issues        the repository has them turned off
//	hub deploy NAME [BRANCH...]  an environment, and the branches that may use it
//	hub say NUMBER LOGIN FILE a person's comment
//	hub fail STATUS PATH [MESSAGE]  the next request to a path
//	hub head COMMIT           the commit of main
//	hub fork OWNER/NAME COMMIT  pull request 7 is of the branch spring there; - is a
//	                          fork that was deleted
//	hub forget NUMBER         all comments are deleted
//	hub touches FILE          pull request 7 changes a file
//	hub artifact RUN NAME FILE  what a run left, with the files in it
//	hub comments FILE NUMBER  all comments, each after a line about it
//	hub issues FILE           all issues, each after a line about it
func hubCommand(ts *testscript.TestScript, neg bool, args []string) {
	h, _ := ts.Value(hubKey{}).(*hub.Hub)
	may := func(pulls, issues, actions string) {
		h.Grant(hubToken, hub.Token{
			Login: "github-actions[bot]", Type: "Bot", Pulls: strings.TrimPrefix(pulls, "none"), Issues: strings.TrimPrefix(issues, "none"), Actions: actions,
		})
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		ts.Check(err)
		return n
	}
	switch call := strings.Join(args[:min(len(args), 1)], ""); {
	case neg:
		ts.Fatalf("hub does not fail")
	case call == "start":
		h.Repository = "octo-org/menus"
		h.Push("main", commit)
		h.Add(hub.Issue{Number: 6, Pull: true, Merged: true, Base: "main", Commits: []string{commit}, Files: []string{"menus/a.jsonnet"}})
		h.Add(hub.Issue{Number: 5, Pull: true, Merged: true, Base: "main", Commits: []string{commit}, Files: []string{"README.md"}})
		h.Add(hub.Issue{Number: 7, Pull: true, Base: "main"})
		may("write", "write", "")
		server := httptest.NewServer(h)
		ts.Defer(server.Close)
		ts.Setenv("GITHUB_API_URL", server.URL)
		ts.Setenv("GITHUB_GRAPHQL_URL", server.URL+"/graphql")
		ts.Setenv("GITHUB_WORKFLOW_REF", "octo-org/menus/.github/workflows/menus.yml@refs/heads/main")
		ts.Setenv("INPUT_GITHUB-TOKEN", hubToken)
	case call == "may" && (len(args) == 3 || len(args) == 4):
		may(args[1], args[2], strings.Join(args[3:], ""))
	case call == "without" && len(args) == 2:
		h.IssuesOff = true
	case call == "deploy" && len(args) >= 2:
		h.Deploy(args[1], hub.Environment{Branches: args[2:]})
	case call == "say" && len(args) == 4:
		h.Say(number(args[1]), args[2], "User", ts.ReadFile(args[3]))
	case call == "head" && len(args) == 2:
		h.Push("main", args[1])
	case call == "fork" && len(args) == 3:
		h.Edit(7, func(i *hub.Issue) { i.From, i.Branch, i.Head = strings.TrimPrefix(args[1], "-"), "spring", args[2] })
	case call == "forget" && len(args) == 2:
		for _, c := range h.Comments(number(args[1])) {
			h.Delete(c.ID)
		}
	case call == "touches" && len(args) == 2:
		h.Edit(7, func(i *hub.Issue) { i.Files = args[1:] })
	case call == "artifact" && len(args) >= 4:
		h.Leave(int64(number(args[1])), args[2], zipped(ts, args[3:]))
	case call == "fail" && (len(args) == 3 || len(args) == 4):
		h.Fail(hub.Fault{Status: number(args[1]), Path: args[2], Message: strings.Join(args[3:], "")})
	case call == "comments" && len(args) == 3:
		var b strings.Builder
		for _, c := range h.Comments(number(args[2])) {
			fmt.Fprintf(&b, "--- %d by %s, edited %d times, hidden %q\n%s\n", c.ID, c.Login, c.Edits, c.Minimized, c.Body)
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
	case call == "issues" && len(args) == 2:
		var b strings.Builder
		for _, i := range h.Issues() {
			if i.Pull {
				continue
			}
			fmt.Fprintf(&b, "--- %d %s, labels %q, closed %t %s\n%s\n", i.Number, i.Title, i.Labels, i.Closed, i.Reason, i.Body)
			for _, c := range h.Comments(i.Number) {
				fmt.Fprintf(&b, "+ %s\n", c.Body)
			}
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
	default:
		ts.Fatalf("usage: see hubCommand")
	}
}

// zipped packs files.
func zipped(ts *testscript.TestScript, files []string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range files {
		w, err := z.Create(file)
		ts.Check(err)
		_, err = w.Write([]byte(ts.ReadFile(file)))
		ts.Check(err)
	}
	ts.Check(z.Close())
	return b.Bytes()
}
