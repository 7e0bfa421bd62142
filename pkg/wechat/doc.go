// Package wechat is the client for WeChat's token endpoint and the six menu
// endpoints caidan needs.
//
// A [Client] holds the connections and is shared by every account. A
// [TokenSource] (package credential has one) says whose menu is meant:
// [Client.Reader] sees an account's live menu and has no path to a write,
// [Client.Writer] adds [Writer.Create], [Writer.AddConditional] and
// [Writer.DelConditional].
//
// A call ends in one of three ways. WeChat did it. WeChat refused: an [*Error]
// with the errcode, what it means and who has to do what. Or there is no answer
// to go by: a [*TransportError], which says whether the request may have been
// acted on all the same; [Unclear] asks any error whether a menu may have
// changed. Before that the client has repeated what may be repeated: "system
// busy" answers, HTTP 5xx and broken connections up to four times within the
// context's deadline, and a refused token once with a new one. Adding and
// deleting a conditional menu is repeated only where it cannot have happened, and
// no write where [Writer.Again] says no.
//
// App secrets and tokens are [Secret] values, which nothing can print by
// accident. No error, trace or log holds one, nor the query of a URL.
package wechat
