package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
	"github.com/caidan-dev/caidan/pkg/source"
)

var update = flag.Bool("update", false, "rewrite the expected outputs inside the scripts")

// exitLeak is the exit code of caidan-leaks when a goroutine outlives the
// command.
const exitLeak = 70

// TestMain makes two commands of this binary for the scripts: caidan as it is,
// and caidan-leaks, which also fails when it leaves goroutines behind.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"caidan": func() {
			bindJob()
			main()
		},
		"caidan-leaks": func() {
			bindJob()
			code := execute()
			if err := goleak.Find(); err != nil {
				_, _ = fmt.Fprintln(os.Stderr, err)
				code = exitLeak
			}
			os.Exit(code)
		},
	})
}

// gorace spares each command the second that the race detector waits at its
// end for the reports of other goroutines.
const gorace = "atexit_sleep_ms=0"

func TestScript(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: the scripts start this binary hundreds of times; one alone: go test ./cmd/caidan -run TestScript/NAME")
	}
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	events, err := filepath.Abs(filepath.Join("testdata", "event"))
	if err != nil {
		t.Fatal(err)
	}
	search := &searcher{T: t, scripts: filepath.Join("testdata", "script"), fail: leaked}
	testscript.RunT(search, testscript.Params{
		Dir:                 search.scripts,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPOSITORY", repository)
			env.Setenv("EVENTS", events)
			// Where the library makes a view: a comment in it changes no script.
			before, _, _ := strings.Cut(source.Library(), "\n  view(")
			env.Setenv("VIEW_LINE", strconv.Itoa(strings.Count(before, "\n")+2))
			env.Setenv("AWS_EC2_METADATA_DISABLED", "true")
			env.Setenv("GORACE", gorace)
			env.Values[servedKey{}] = &served{}
			env.Values[hubKey{}] = &hub.Hub{}
			env.Values[hostedKey{}] = &hosts{}
			return watch(env)
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":        exits,
			"document":     document,
			"octets":       octets,
			"serve":        background,
			"interrupt":    interrupt,
			"fault":        fault,
			"fetch":        fetch,
			"cloudtoken":   cloudToken,
			"console":      console,
			"capture":      capture,
			"interrupts":   interrupts,
			"orphans":      orphans,
			"misbehave":    misbehave,
			"push":         push,
			"github":       githubRunner,
			"pull-request": pullRequest,
			"hub":          hubCommand,
			"sign-in":      signInServer,
			"issuer":       githubIssuer,
			"host":         host,
			"moto":         moto,
			"mariadb":      mariadb,
			"chat":         chatServer,
			"chinese":      chinese,
			"commits":      commits,
			"forge":        forge,
		},
	})
}
