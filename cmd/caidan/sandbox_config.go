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
// The fields of an account are those of [sandbox.Account], and those of "cloud" and
// "platform" beside the accounts those of [sandbox.Cloud] and [sandbox.ThirdParty].
func decodeSandbox(data []byte, o *sandbox.Options) error {
	const accounts, cloud, platform = "accounts", "cloud", "platform"
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
		platform: func(path string, v any) {
			o.ThirdParty = &sandbox.ThirdParty{}
			r.Struct(o.ThirdParty)(path, v)
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
	case err != nil:
		at, without := cloud, *o
		without.ThirdParty = nil
		if _, err := sandbox.New(without); err == nil {
			at = platform
		}
		r.Add(settings.Below("", at), &text.Error{Meaning: sandboxed(err)})
	}
	return r.Err()
}
