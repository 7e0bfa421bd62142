package e2e

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSandboxOutlivesKill kills the command's sandbox the moment a call is answered, and
// holds that one which is started with the same state shows what was done.
func TestSandboxOutlivesKill(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	start := func() (server, func()) {
		cmd := exec.CommandContext(t.Context(), built(t), "sandbox", "--account", "brand-cn="+appID+":"+secret, "--state", state)
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := func() {
			_ = cmd.Process.Kill() // SIGKILL, which nothing can prepare for
			_ = cmd.Wait()
		}
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if base, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "export AWS_ENDPOINT_URL_LAMBDA="); ok {
				return server{t, base}, kill
			}
		}
		kill()
		t.Fatal("got no address from the sandbox")
		panic("not reached")
	}
	for _, name := range []string{"a", "b", "c"} {
		s, kill := start()
		s.console(`{"account":"brand-cn","menu":{"button":[{"type":"text","name":"` + name + `","value":"v"}]}}`)
		kill()
		s, kill = start()
		if got := string(s.live().Menu); !strings.Contains(got, `"name":"`+name+`"`) {
			t.Errorf("got %s after a kill, want the menu %s", got, name)
		}
		kill()
	}
}
