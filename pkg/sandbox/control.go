package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
)

// admitted refuses pages of other sites, open in a browser on the same machine,
// which may not change the sandbox.
func admitted(w http.ResponseWriter, r *http.Request) bool {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		refuse(w, http.StatusForbidden, err)
		return false
	}
	return true
}

// wholeBody reads a request's body of at most limit bytes, or refuses it.
func wholeBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, err)
		return nil, false
	}
	return data, true
}

// refuse answers a call to the sandbox itself.
func refuse(w http.ResponseWriter, status int, err error) {
	body, _ := json.Marshal(map[string]string{"error": err.Error()})
	reply{status: status, kind: jsonContentType, body: body}.writeHead(w)
	_, _ = w.Write(body)
}
