package platform

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// Order is what is kept of a platform: its appid and app secret, the token and the key
// of what WeChat pushes to it, and where its newest ticket and an account's refresh token
// come from.
type Order struct {
	AppID              string
	Secret, Token, Key wechat.Secret
	// TicketFile has the newest ticket; empty where WeChat pushes it to this process.
	TicketFile string
	// RefreshFile has the account's refresh token of before; empty where WeChat is
	// asked for it.
	RefreshFile string
}

// Same reports whether two orders say the same.
func (o *Order) Same(other *Order) bool {
	return o.AppID == other.AppID && o.TicketFile == other.TicketFile && o.RefreshFile == other.RefreshFile &&
		o.Secret.Equal(other.Secret) && o.Token.Equal(other.Token) && o.Key.Equal(other.Key)
}

// Readable says which of the files cannot be read, or has no ticket; nil where all are
// as they should be. A token that is known works on without them, until it ends.
func (o *Order) Readable() error {
	ticket, err := o.ticket("")
	if o.TicketFile != "" && err == nil && ticket == "" {
		err = failed(api.PlatformNoTicket, api.Facts{After: []string{o.AppID}})
	}
	if err != nil {
		return err
	}
	_, err = o.refresh()
	return err
}

// ticket returns the newest ticket: the one in the file, else what was pushed.
func (o *Order) ticket(pushed string) (string, error) {
	if o.TicketFile == "" {
		return pushed, nil
	}
	return read("component.ticket", o.TicketFile)
}

// refresh returns the account's refresh token of before; empty where no file has one.
func (o *Order) refresh() (string, error) {
	if o.RefreshFile == "" {
		return "", nil
	}
	return read("component.refresh", o.RefreshFile)
}

// read returns the text of the file that a key of the credential names, without blanks
// around it.
func read(key, path string) (string, error) {
	data, err := os.ReadFile(path)
	if err == nil {
		return strings.TrimSpace(string(data)), nil
	}
	cause := err.Error()
	var file *fs.PathError
	if errors.As(err, &file) {
		cause = file.Err.Error()
	}
	return "", &Error{Why: api.Reason{Code: api.PlatformFile, Facts: api.Facts{Key: key, Place: path, Cause: cause}}, Cause: err}
}
