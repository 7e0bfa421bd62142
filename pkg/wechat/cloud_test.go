package wechat

import (
	"errors"
	"net/http"
	"testing"
	"time"
)

// TestCloudAddress holds where cloud calls go, and that a token never goes over plain
// http.
func TestCloudAddress(t *testing.T) {
	t.Parallel()
	token := NewSecret(testToken)
	const https, http = "https://api.weixin.qq.com/cgi-bin/menu/get", "http://api.weixin.qq.com/cgi-bin/menu/get"
	tests := []struct {
		name, base string
		token      Token
		want       string
		refused    bool
	}{
		{"no token", "", Token{Cloud: &Cloud{}}, http, false},
		{"no token, named", "", Token{Cloud: &Cloud{From: testAppID}}, http + "?from_appid=" + testAppID, false},
		{"no token elsewhere", "https://proxy.example.cn/w", Token{Cloud: &Cloud{}}, "https://proxy.example.cn/w/cgi-bin/menu/get", false},
		{"token", "", Token{Value: token, Cloud: &Cloud{}}, https + "?cloudbase_access_token=70k3n_one%2Fplus%2B70k3n", false},
		{"token, named", "", Token{Value: token, Cloud: &Cloud{From: testAppID}}, https + "?cloudbase_access_token=70k3n_one%2Fplus%2B70k3n&from_appid=" + testAppID, false},
		{"token over plain http", "http://api.weixin.qq.com", Token{Value: token, Cloud: &Cloud{}}, http + "?cloudbase_access_token=70k3n_one%2Fplus%2B70k3n", true},
		{"outside the cloud", "", Token{Value: token}, https + "?access_token=70k3n_one%2Fplus%2B70k3n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := New(Options{Base: tt.base, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			req := request{op: opGet}.with(tt.token)
			if got := c.url(req).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if !tt.refused {
				return
			}
			var broken *TransportError
			if _, err := c.try(t.Context(), req); !errors.As(err, &broken) || broken.Problem != PlainHTTP || broken.Sent {
				t.Errorf("got %v, want it not sent", err)
			}
		})
	}
}

// TestCloudPath takes 502 from the cloud for a path that is not enabled, which trying
// again does not change; elsewhere it is WeChat's to get over.
func TestCloudPath(t *testing.T) {
	t.Parallel()
	s := newServer(t, status(http.StatusBadGateway), say(noMenu))
	source := &tokens{cloud: &Cloud{}}
	_, err := newClient(t, s.URL).Reader(source).Menu(t.Context())
	var broken *TransportError
	if asked, _ := s.asked(); !errors.As(err, &broken) || broken.Problem != NotEnabled || broken.Status != http.StatusBadGateway || broken.Retryable() || len(asked) != 1 {
		t.Errorf("got %v after %d requests, want the path named after one", err, len(asked))
	}
	s = newServer(t, status(http.StatusBadGateway), say(noMenu))
	if _, err := newClient(t, s.URL).Reader(twoTokens()).Menu(t.Context()); err != nil {
		t.Errorf("outside the cloud: got %v, want it tried again", err)
	}
}
