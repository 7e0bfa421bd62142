// Package menu holds menu sets: an account's default menu and its
// conditional (personalised) menus.
//
// [Decode] reads what a team wrote and names every problem of shape it meets;
// [DecodeAPI] and [DecodeShown] read WeChat's two live answers and forgive what
// WeChat is known to vary. All three end in a [Set], whose canonical form and
// digest are the same whichever way it came, and whose wire bytes are exactly
// what menu/create is sent.
//
// What a button may hold and what its type makes of it is one table, in
// button.go; what follows from it, here and in other packages, is derived.
//
// The package knows the API's words and shapes. What WeChat accepts (limits,
// required fields, hosts) is judged by package rule.
package menu
