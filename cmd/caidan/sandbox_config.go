package main

import (
	"errors"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/settings"
	"github.com/caidan-dev/caidan/pkg/text"
)

// sandboxConfig reads the settings of a sandbox.
func (a *app) sandboxConfig(file string) (o sandbox.Options, err error) {
	o.Now = a.now
	return o, a.readSettings(file, func(data []byte) error { return decodeSandbox(data, &o) })
}

// decodeSandbox reads what a sandbox is to play:
//
//	{"accounts": {"brand-cn": {"appid": "wx0123456789abcdef", "secret": "any-secret"}}}
//
// The fields of an account are those of [sandbox.Account], and those of "cloud" beside
// the accounts are those of [sandbox.Cloud].
func decodeSandbox(data []byte, o *sandbox.Options) error {
	const accounts, cloud = "accounts", "cloud"
	var r settings.Reader
	r.Whole(data, settings.Fields{
		accounts: r.Named(func(path, name string, v any) {
			acc := sandbox.Account{Name: name}
			r.Struct(&acc)(path, v)
			o.Accounts = append(o.Accounts, acc)
		}),
		cloud: func(path string, v any) {
			o.Cloud = &sandbox.Cloud{}
			r.Struct(o.Cloud)(path, v)
		},
	})
	if r.Found() > 0 {
		return r.Err()
	}
	if len(o.Accounts) == 0 {
		r.Missing("", accounts, `{"brand-cn": {"appid": "wx0123456789abcdef", "secret": "any-secret"}}`)
		return r.Err()
	}
	_, err := sandbox.New(*o)
	var wrong *sandbox.FieldError
	switch {
	case errors.As(err, &wrong):
		r.Add(settings.Below(settings.Below("", accounts), wrong.Account)+wrong.Field, &text.Error{Meaning: sandboxed(err)})
	case err != nil: // what is left to be wrong
		r.Add(settings.Below("", cloud), &text.Error{Meaning: sandboxed(err)})
	}
	return r.Err()
}
