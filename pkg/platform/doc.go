// Package platform is a third-party platform of which caidan is the sole holder: it
// takes the tickets that WeChat pushes, and exchanges them for the tokens of the accounts
// that have authorised the platform.
//
// A platform has one line of component tokens. A second program that fetches them makes
// those of the first refused for up to two hours, so only one process may have a
// [Holder] of a platform. What has to outlive it, the newest ticket and the refresh
// tokens, is in a file that is encrypted and replaced as a whole.
package platform
