// Package sandbox is a WeChat server for one machine. It keeps every rule the
// WeChat documentation states for tokens and for default and conditional menus,
// answers with the same codes, texts and byte shapes, and fails on demand. It
// also plays the web console, in which people change menus that others made
// through the API.
//
// A server is an [http.Handler]:
//
//	s, err := sandbox.New(sandbox.Options{
//		Accounts: []sandbox.Account{{Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: "s"}},
//		Now:      time.Now,
//	})
//	l, err := loopback.Listen(ctx, "127.0.0.1:0")
//	err = s.Serve(ctx, l)
//
// Its log, its faults and its address are those of package loopback, through
// which other doubles can stand beside it: invoke.Mount(&s.Server, ...) gives it
// AWS Lambda's Invoke endpoint.
//
// # What it answers
//
//	POST   /cgi-bin/stable_token                stable access token
//	GET    /cgi-bin/token                       classic access token
//	POST   /cgi-bin/menu/create                 replace the default menu
//	GET    /cgi-bin/menu/get                    read all menus as the API made them
//	GET    /cgi-bin/menu/delete                 remove all menus
//	GET    /cgi-bin/get_current_selfmenu_info   read the default menu as followers see it
//	POST   /cgi-bin/menu/addconditional         add a conditional menu
//	POST   /cgi-bin/menu/delconditional         remove one
//	POST   /cgi-bin/menu/trymatch               read the menu one follower sees
//	POST   /cgi-bin/openapi/quota/get           read what is left of the day's calls
//	GET    /sandbox/token/ACCOUNT               the account's token, as a token service gives it
//	GET    /sandbox/token/ACCOUNT/renew         a new one
//	GET    /sandbox/calls                       read the log of calls
//	POST   /sandbox/faults                      ask for a [Fault]
//	GET    /sandbox/faults                      read the faults still to come
//	DELETE /sandbox/faults                      forget all faults
//	POST   /sandbox/console                     publish or switch a menu in the web console
//	POST   /sandbox/settle                      end the lateness of reads, as [Server.Settle]
//	GET    /                                    the live menus, HTML or JSON
//
// The body of POST /sandbox/console is {"account":"brand-cn","menu":{"button":
// [...]}}, which does what [Server.Edit] does, or {"account":"brand-cn",
// "open":false}, which does what [Server.SetOpen] does, or both in one. The
// answer is what is live now, as GET / has it of the account, or 400 and
// {"error":"..."}. The body of POST /sandbox/settle is {"account":"brand-cn"}, or {}
// for all accounts.
//
// The token service answers {"access_token":"...","expires_in":7200}, and with
// ?key=authorizer_access_token another key in its place. A [Fault] of its path may
// have an Answer beside what others have.
//
// State lives in memory and ends with the [Server], unless Options.Save keeps it. The
// order in which one call
// can break several rules is not documented; it is fixed here and marked
// [inferred] where no capture of the real server confirms it.
//
// The package imports nothing of caidan but what doubles share: a double that shares code with the
// client it tests cannot catch that client's mistakes.
//
// # What differs between accounts
//
// Where documentation and captures disagree, or say nothing, an [Account] says
// which way the sandbox goes: how ids and matchrules are written, what menu/get
// answers after a menu was published in the console, how late reads are and
// whether they answer the values that were sent. [Server.Live] tells a test what
// followers really see.
package sandbox
