//go:build unix

package parameter

import (
	"bufio"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestMoto reads parameters from moto, an emulator of AWS that is not of this
// repository.
func TestMoto(t *testing.T) {
	t.Parallel()
	client := newSSM(t, startMoto(t))
	put := func(name string, kind types.ParameterType, value string) {
		t.Helper()
		_, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{Name: aws.String(name), Type: kind, Value: aws.String(value), Overwrite: aws.Bool(true)})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("/caidan/brand-cn", types.ParameterTypeSecureString, written(appID, secret))
	put("/caidan/open", types.ParameterTypeString, written(appID, secret))
	find := Store(client, "/caidan/")
	cred, err := find(t.Context(), "brand-cn")
	if err != nil || cred.AppID != appID || cred.Secret.Reveal() != secret {
		t.Errorf("got %v, %v", cred, err)
	}
	put("/caidan/brand-cn", types.ParameterTypeSecureString, written(appID, newSecret))
	if cred, err = find(t.Context(), "brand-cn"); err != nil || cred.Secret.Reveal() != newSecret {
		t.Errorf("after a change: %v", err)
	}
	if _, err = find(t.Context(), "open"); err == nil || !strings.Contains(err.Error(), "not a SecureString") {
		t.Errorf("an open parameter: %v", err)
	}
	_, err = find(t.Context(), "brand-de")
	checkWords(t, err, api.CredentialNoParameter, "/caidan/brand-de", "SecureString")
}

// startMoto starts moto_server and returns its address.
func startMoto(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: starts moto_server, which plays SSM")
	}
	path, err := exec.LookPath("moto_server")
	if err != nil {
		if os.Getenv("CAIDAN_E2E") == "1" {
			t.Fatal("moto_server is not installed, and CAIDAN_E2E=1 asks for it")
		}
		t.Skip("moto_server is not installed: SSM is tested against our own double only")
	}
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()

	out, in := io.Pipe()
	cmd := exec.Command(path, "-H", host, "-p", port)
	cmd.Stdout, cmd.Stderr = in, in
	// moto_server may be a script around the real one: end both.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	})
	go func() {
		_ = cmd.Wait()
		_ = in.Close()
	}()
	ready := make(chan bool, 1)
	go func() {
		defer close(ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "Running on") {
				select {
				case ready <- true:
				default:
				}
			}
		}
		close(ready)
		_, _ = io.Copy(io.Discard, out)
	}()
	if !<-ready {
		t.Fatal("moto_server ended before it was ready")
	}
	return "http://" + net.JoinHostPort(host, port)
}
