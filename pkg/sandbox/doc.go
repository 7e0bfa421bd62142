// Package sandbox is a WeChat server for one machine. It keeps every rule the
// WeChat documentation states for tokens and default menus, answers with the
// same codes, texts and byte shapes, and fails on demand. Beside it stands an
// AWS Lambda Invoke endpoint for functions of the same process, so that a whole
// publish can be rehearsed without leaving the machine.
//
// A server is an [http.Handler]:
//
//	s, err := sandbox.New(sandbox.Options{
//		Accounts: []sandbox.Account{{Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: "s"}},
//		Now:      time.Now,
//	})
//	l, err := sandbox.Listen(ctx, "127.0.0.1:0")
//	err = s.Serve(ctx, l)
//
// # What it answers
//
//	POST   /cgi-bin/stable_token                    stable access token
//	GET    /cgi-bin/token                           classic access token
//	POST   /cgi-bin/menu/create                     replace the default menu
//	GET    /cgi-bin/menu/get                        read it as the API made it
//	GET    /cgi-bin/menu/delete                     remove it
//	GET    /cgi-bin/get_current_selfmenu_info       read it as followers see it
//	POST   /2015-03-31/functions/NAME/invocations   AWS Lambda Invoke
//	POST   /sandbox/faults                          ask for a [Fault], see [ParseFault]
//	DELETE /sandbox/faults                          forget all faults
//	GET    /                                        the live menus, HTML or JSON
//
// State lives in memory and ends with the [Server]. The order in which one call
// can break several rules is not documented; it is fixed here and marked
// [inferred] where no capture of the real server confirms it.
//
// The package imports nothing of caidan: a double that shares code with the
// client it tests cannot catch that client's mistakes.
package sandbox
