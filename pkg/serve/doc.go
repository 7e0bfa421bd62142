// Package serve has the two functions answer over HTTP, for a machine or a
// container of one's own: [NewHandler] posts what comes in to them, [Run] listens.
//
// Who asks has to say so before anything of the request is read, in the header
// Authorization: a job of GitHub Actions by its OIDC token, a person or another CI
// by a key. A token is checked as to who signed it, for whom and until when, and
// then as to what the job is: its repository and owner by their ids, its event, and
// where it wants to publish, its branch and environment. What the token says takes
// the place of what the request says of its origin, so that records hold facts. A
// request with a key is one by hand, of the key's name.
package serve
