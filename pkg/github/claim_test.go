package github

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// packed packs files of some sizes; a name that ends in a slash is a folder.
func packed(t *testing.T, names []string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if link, ok := strings.CutPrefix(name, "link:"); ok {
			header.Name = link
			header.SetMode(os.ModeSymlink | 0o777)
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "/") {
			if _, err := w.Write(bytes.Repeat([]byte("x"), size)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestClaim(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, artifact string
		archive        []byte
		want           string
	}{
		{name: "a file", archive: packed(t, []string{"a"}, 3)},
		{name: "as large as it may be", archive: packed(t, []string{"a"}, maxClaim)},
		{name: "one byte more", archive: packed(t, []string{"a"}, maxClaim+1), want: "too large"},
		{name: "large when packed", archive: append(packed(t, []string{"a"}, 3), make([]byte, maxPacked)...), want: "too large"},
		{name: "two files", archive: packed(t, []string{"a", "b"}, 3), want: "one file and nothing else"},
		{name: "nothing", archive: packed(t, nil, 0), want: "one file and nothing else"},
		{name: "a folder", archive: packed(t, []string{"a/"}, 3), want: "one file and nothing else"},
		{name: "a link", archive: packed(t, []string{"link:a"}, 3), want: "one file and nothing else"},
		{name: "no archive", archive: []byte("PK"), want: "cannot be read"},
		{name: "another name", artifact: "other", archive: packed(t, []string{"a"}, 3), want: "no artifact"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.artifact == "" {
				tt.artifact = ClaimName
			}
			h := newHub(t)
			h.Leave(101, tt.artifact, tt.archive)
			got, err := reach(t, h, apiToken).Claim(t.Context(), 101)
			switch {
			case tt.want == "" && (err != nil || strings.Trim(string(got), "x") != ""):
				t.Errorf("got %d bytes, %v, want the file", len(got), err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %d bytes, %v, want %q", len(got), err, tt.want)
			}
		})
	}
}

// What GitHub answers in place of an archive has its status.
func TestClaimRefused(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone} {
		h := newHub(t)
		h.Leave(101, ClaimName, packed(t, []string{"a"}, 3))
		h.Fail(hub.Fault{Status: status, Path: "/zip$"})
		_, err := reach(t, h, apiToken).Claim(t.Context(), 101)
		if want := fmt.Sprintf("GitHub answers with HTTP status %d", status); !is(err, status) || err.Error() != want {
			t.Errorf("%d: got %v, want %q", status, err, want)
		}
	}
}

func TestPullOf(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	c := Claimant{Repository: "stranger/menus", Owner: "stranger", Branch: "spring", Head: commit}
	h.Add(hub.Issue{Number: 11, Pull: true, From: "stranger/others", Branch: "spring", Head: commit})
	h.Add(hub.Issue{Number: 12, Pull: true, From: "stranger/menus", Branch: "spring", Head: commit, Closed: true})
	h.Add(hub.Issue{Number: 13, Pull: true, From: "stranger/menus", Branch: "spring", Head: other})
	for _, want := range []int{0, 13} {
		if got, err := reach(t, h, apiToken).PullOf(t.Context(), c); err != nil || got != want {
			t.Errorf("got %d, %v, want %d", got, err, want)
		}
		c.Head = other
	}
}
