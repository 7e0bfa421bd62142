// Package credential makes a token source of what is kept of an account: its app secret,
// the way to a token service, or how WeChat Cloud Run says whose a call is.
//
// A [Store] looks a credential up; those of package store do so outside this
// process. A [Keyring] puts memory before the store and before WeChat's token
// endpoint: credentials for five minutes, tokens for as long as WeChat keeps them.
// A secret reset in WeChat's console is picked up without a restart, because the
// store is read again as soon as WeChat refuses the one in memory.
//
// Nothing is written to disk, and no error shows a secret or any of the text
// it was read from.
package credential
