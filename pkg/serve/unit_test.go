package serve

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnit has systemd verify the unit in docs/serve.
func TestUnit(t *testing.T) {
	t.Parallel()
	verifier, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze (systemd) is not installed: the unit in docs/serve is not verified")
	}
	unit, err := os.ReadFile("../../docs/serve/caidan.service")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable() // what it starts has to be there
	if err != nil {
		t.Fatal(err)
	}
	const binary = "ExecStart=/usr/local/bin/caidan "
	path := filepath.Join(t.TempDir(), "caidan.service")
	if err := os.WriteFile(path, []byte(strings.Replace(string(unit), binary, "ExecStart="+self+" ", 1)), 0o600); err != nil || !strings.Contains(string(unit), binary) {
		t.Fatalf("got %s, %v; want it to start %s", unit, err, binary)
	}
	out, err := exec.CommandContext(t.Context(), verifier, "verify", "--man=no", path).CombinedOutput()
	if err != nil || strings.Contains(string(out), "caidan.service") {
		t.Errorf("got %v: %s", err, out)
	}
}
