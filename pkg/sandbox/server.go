package sandbox

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultFunctionTimeout is how long a function may run when
// Options.FunctionTimeout is zero. Lambda's own default of 3 s is too short for
// a publish of five WeChat calls with retries.
const DefaultFunctionTimeout = 60 * time.Second

// MaxFunctionTimeout is the longest a Lambda function may run.
// Source: AWS Lambda quotas, function timeout.
const MaxFunctionTimeout = 15 * time.Minute

// Options says what a server plays.
type Options struct {
	// Accounts are the Official Accounts, in the order the page lists them.
	Accounts []Account

	// Functions are the Lambda functions the Invoke endpoint serves, by name.
	// What lambda.NewHandler(h).Invoke of aws-lambda-go is fits.
	Functions map[string]func(context.Context, []byte) ([]byte, error)

	// FunctionTimeout is the deadline of one invocation; zero means
	// DefaultFunctionTimeout.
	FunctionTimeout time.Duration

	// Now is the clock of tokens, quotas and the call log. It is required.
	Now func() time.Time
}

// Server plays WeChat and AWS Lambda. It is safe for concurrent use.
type Server struct {
	now       func() time.Time
	timeout   time.Duration
	functions map[string]func(context.Context, []byte) ([]byte, error)
	page      *template.Template
	accounts  []*account

	mu     sync.Mutex
	tokens map[string]*grant
	faults book
	calls  []Call
}

// New returns a server without menus, tokens and faults. It refuses options
// that no real account or function could have.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		return nil, errors.New("new sandbox: no clock; set Options.Now to time.Now")
	}
	if o.FunctionTimeout < 0 || o.FunctionTimeout > MaxFunctionTimeout {
		return nil, fmt.Errorf("new sandbox: function timeout %v: choose 0 to %v", o.FunctionTimeout, MaxFunctionTimeout)
	}
	if o.FunctionTimeout == 0 {
		o.FunctionTimeout = DefaultFunctionTimeout
	}
	accounts, err := openAccounts(o.Accounts)
	if err != nil {
		return nil, fmt.Errorf("new sandbox: %w", err)
	}
	for name, f := range o.Functions {
		if !isFunctionName(name) || f == nil {
			return nil, fmt.Errorf("new sandbox: function %q: want 1 to 64 letters, digits, '-' or '_' and a function that is not nil", name)
		}
	}
	page, err := template.New("page").Parse(pageSource)
	if err != nil {
		return nil, fmt.Errorf("new sandbox: %w", err)
	}
	return &Server{
		now:       o.Now,
		timeout:   o.FunctionTimeout,
		functions: maps.Clone(o.Functions),
		page:      page,
		accounts:  accounts,
		tokens:    map[string]*grant{},
	}, nil
}

// find returns the account of a name.
func (s *Server) find(name string) (*account, error) {
	for _, a := range s.accounts {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, fmt.Errorf("account %q: the sandbox has none of that name", name)
}

// ServeHTTP answers one request. A call that a fault cuts or holds ends in a
// panic with http.ErrAbortHandler, which net/http turns into a closed
// connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.route(context.WithoutCancel(r.Context()), w, r)
}

// route answers one request; life ends when the server stops, and with it
// whatever a request left running.
func (s *Server) route(life context.Context, w http.ResponseWriter, r *http.Request) {
	name, isInvoke := functionOf(r.URL.Path)
	switch {
	case r.URL.Path == "/":
		s.servePage(w, r)
	case r.URL.Path == faultsPath:
		s.serveFaults(w, r)
	case r.URL.Path == consolePath:
		s.serveConsole(w, r)
	case strings.HasPrefix(r.URL.Path, "/cgi-bin/"):
		s.serveWeChat(life, w, r)
	case isInvoke:
		s.serveInvoke(life, w, r, name)
	default:
		http.NotFound(w, r)
	}
}
