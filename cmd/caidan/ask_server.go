package main

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
)

// keyVariable has the key of who signs in to a server by one. It has no flag: the
// arguments of a program can be read by every user of a machine.
const keyVariable = "CAIDAN_KEY"

// tokenLife is how long a job's token is used before another is asked for. GitHub's
// are valid for some minutes, and what many accounts are asked about takes longer.
const tokenLife = time.Minute

// serverAsker returns the way to a function of caidan serve.
func (a *app) serverAsker(o *functionOptions) (*asker, error) {
	address, err := api.Address(o.function)
	if err != nil {
		return nil, &endError{exitUsage, err}
	}
	s := remote.Server{Address: address, Path: api.PathInspect, Bearer: a.bearer(o, address)}
	if o.publishes {
		s.Path = api.PathPublish
	}
	return &asker{client: remote.NewHTTPS(s, o.parallel), parallel: o.parallel, watched: io.Discard}, nil
}

// bearer returns what lets requests in to a server: the key of the environment,
// or the token of the job for the server's address.
func (a *app) bearer(o *functionOptions, address string) func(context.Context) (string, error) {
	var mu sync.Mutex
	var token string
	var until time.Time
	return func(ctx context.Context) (string, error) {
		if key := a.getenv(keyVariable); key != "" {
			return key, nil
		}
		if o.token == nil {
			return "", &text.Error{
				Meaning: text.Sayf("there is no key for %s", "没有用于 %s 的密钥", address),
				Remedy:  text.Sayf("set %s to a key of the server, which its operator makes with caidan serve --new-key", "把 %s 设为服务器的一个密钥；由服务器的管理员用 caidan serve --new-key 生成", keyVariable),
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if now := a.now(); !now.Before(until) {
			fresh, err := o.token(ctx, address)
			if err != nil {
				return "", err
			}
			token, until = fresh, now.Add(tokenLife)
		}
		return token, nil
	}
}
