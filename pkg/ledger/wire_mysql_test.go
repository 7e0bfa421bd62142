//go:build unix

package ledger_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/mysql"
)

// wire is the way to a server, which can be cut.
type wire struct {
	addr string
	mu   sync.Mutex
	// next is the statement whose answer is lost next; cuts counts them.
	next string
	cuts int
	// sent has what the statements do, and to which table.
	sent []string
}

// statement finds what a statement does, and to which table.
var statement = regexp.MustCompile(`(?s)^....\x03(SELECT|INSERT|UPDATE) .*?caidan_(\w+)`)

// startWire returns a way to a server.
func startWire(t *testing.T, to string) *wire {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, "listen", err)
	w := &wire{addr: listener.Addr().String()}
	var all sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close()
		all.Wait()
	})
	all.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(t.Context(), "tcp", to)
			if err != nil {
				t.Error(err)
				_ = client.Close()
				return
			}
			all.Go(func() { w.carry(client, server) })
		}
	})
	return w
}

// lose has the answer to the next statement that has a text be lost, and the
// connection with it.
func (w *wire) lose(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = text
}

func (w *wire) lost() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cuts
}

// asked returns what was sent since it was last called.
func (w *wire) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent := w.sent
	w.sent = nil
	return sent
}

// strikes reports whether the answer to what is sent is to be lost.
func (w *wire) strikes(sent []byte) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m := statement.FindStringSubmatch(string(sent)); m != nil {
		w.sent = append(w.sent, m[1]+" "+m[2])
	}
	if w.next == "" || !strings.Contains(string(sent), w.next) {
		return false
	}
	w.next = ""
	w.cuts++
	return true
}

// carry carries both ways until one of both ends, or an answer is lost.
func (w *wire) carry(client, server net.Conn) {
	struck := make(chan struct{})
	end := func() { _ = client.Close(); _ = server.Close() }
	defer end()
	go func() {
		defer end()
		for buf := make([]byte, 1<<16); ; {
			n, err := client.Read(buf)
			if err != nil {
				return
			}
			if w.strikes(buf[:n]) {
				close(struck)
			}
			if _, err := server.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	for buf := make([]byte, 1<<16); ; {
		n, err := server.Read(buf)
		if err != nil {
			return
		}
		select {
		case <-struck: // the server has answered, and so has acted
			return
		default:
		}
		if _, err := client.Write(buf[:n]); err != nil {
			return
		}
	}
}

// certified returns a server's options, with which it has a certificate for this
// machine, and the file of who signed that.
func certified(t *testing.T) (options []string, ca string) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	private, err := x509.MarshalPKCS8PrivateKey(web.TLS.Certificates[0].PrivateKey)
	must(t, "key", err)
	dir := t.TempDir()
	ca = filepath.Join(dir, "cert.pem")
	key := filepath.Join(dir, "key.pem")
	must(t, "write", errors.Join(
		os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600)))
	return []string{"--ssl-cert=" + ca, "--ssl-key=" + key}, ca
}

// testCertificates has a server whose certificate not everyone trusts.
func testCertificates(on subject) {
	t, d := on.t, on.database
	name, plain := d.fresh(t)
	d.do(t, "CREATE USER %[1]s IDENTIFIED BY 's3cret' REQUIRE SSL", name)
	d.do(t, "GRANT ALL ON %[1]s.* TO %[1]s", name)
	secret := name + ":s3cret@tcp(" + d.addr + ")/" + name
	for _, dsn := range []string{secret, secret + "?tls=preferred", secret + "?tls=skip-verify", secret + "?tls=true&ca=" + d.ca, plain + "?tls=false"} {
		must(t, "append", openMySQL(t, dsn).Append(t.Context(), ledger.Record{Account: account, Number: 1, ID: "x"}))
	}
	// MySQL gives out a key of its own, with which a password is sent without TLS.
	d.do(t, "CREATE USER %[1]sp IDENTIFIED BY 's3cret'", name)
	d.do(t, "GRANT ALL ON %[1]s.* TO %[1]sp", name)
	must(t, "append", openMySQL(t, name+"p:s3cret@tcp("+d.addr+")/"+name+"?tls=false").Append(t.Context(), ledger.Record{Account: account, Number: 1, ID: "x"}))
	_, err := mysql.Open(t.Context(), secret+"?tls=true")
	if access := mustFail[ledger.AccessError](t, "open", err); access.Problem != ledger.Untrusted || access.Retryable() {
		t.Errorf("got %+v, want a certificate that is not trusted", access)
	}
	_, err = mysql.Open(t.Context(), secret+"?tls=false")
	if access := mustFail[ledger.AccessError](t, "open", err); access.Problem != ledger.SignIn {
		t.Errorf("got %+v, want a user who may sign in by TLS only", access)
	}
}
