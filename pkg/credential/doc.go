// Package credential finds an account's appid and app secret and makes a token
// source of them.
//
// A [Store] looks a credential up: [SSM] in AWS Systems Manager Parameter
// Store, [File] in a file on one machine; [Parse] takes either by name. A
// [Keyring] puts memory before the store and before WeChat's token endpoint:
// credentials for five minutes, tokens for as long as WeChat keeps them. A
// secret reset in WeChat's console is picked up without a restart, because the
// store is read again as soon as WeChat refuses the one in memory.
//
// Nothing is written to disk, and no error shows a secret or any of the text
// it was read from.
package credential
