package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
)

func (a *app) sandbox() *cobra.Command {
	var listen string
	var specs []string
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve WeChat and the Lambda on loopback",
		Long: `Serve WeChat's token and menu endpoints, and the Lambda Invoke endpoint with the
real handlers behind it, on a loopback address, until interrupted. It keeps
every documented rule. GET / shows each account's live menus. These make it
misbehave, and are for tests:

  POST /sandbox/faults    a call goes wrong:
                          {"path":"/cgi-bin/menu/create","call":1,"errcode":-1}
  POST /sandbox/console   somebody publishes a menu in the web console, or turns
                          its switch: {"account":"brand-cn","menu":{"button":[...]}},
                          {"account":"brand-cn","open":false}`,
		Example: `  caidan sandbox --listen 127.0.0.1:8089 --account brand-cn=wx0123456789abcdef:any-secret`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			accounts, err := parseAccounts(specs)
			if err != nil {
				return err
			}
			l, err := a.newLocal(cmd.Context(), listen, accounts, timeout)
			if err != nil {
				return err
			}
			a.invite(l, "look at the live menus there, or publish to it")
			return l.serve(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "loopback address; port 0 takes a free one")
	cmd.Flags().StringArrayVar(&specs, "account", nil, "an account to play: NAME=APPID:SECRET; repeat for more")
	cmd.Flags().DurationVar(&timeout, "function-timeout", invoke.DefaultTimeout, "how long a function may run")
	return cmd
}

// parseAccounts reads NAME=APPID:SECRET. The secrets are the sandbox's own, and
// all the same no message repeats one.
func parseAccounts(specs []string) ([]sandbox.Account, error) {
	if len(specs) == 0 {
		return nil, &usageError{"the sandbox needs an account: --account NAME=APPID:SECRET"}
	}
	var out []sandbox.Account
	var errs []error
	for i, spec := range specs {
		name, rest, named := strings.Cut(spec, "=")
		appID, secret, whole := strings.Cut(rest, ":")
		if !named || !whole {
			errs = append(errs, &usageError{fmt.Sprintf(
				"--account number %d: write NAME=APPID:SECRET, as in brand-cn=wx0123456789abcdef:any-secret", i+1)})
			continue
		}
		out = append(out, sandbox.Account{Name: name, AppID: appID, Secret: secret})
	}
	return out, errors.Join(errs...)
}
