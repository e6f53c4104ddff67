// Package web serves a knowledge base over HTTP: pages for people, and an API.
//
// # How it works
//
// A [Server] is a handler over a bot.Bot and the facts.Answerer behind it. Each request passes through the same
// layers, from the outside in (layers.go): who the client is, the log and the metrics, a
// guard against panics, the headers that every answer has, the client's allowance, and
// for a private knowledge base its key (access.go). Then come the pages (ask.go, browse.go) and the API (api.go).
//
// Pages are written by html/template from pages/, and work as forms and links. The script
// in assets/ makes a chat of them: it asks for the same page, takes the turn out of it, and
// puts that under the turns before. So there is one way in which an answer is drawn.
// Nothing is loaded from elsewhere, and the Content-Security-Policy allows nothing else.
//
// A conversation is kept in the address. Each answer is remembered under a key drawn for
// it, and the form below it asks the next question as one that follows that key, with the
// question itself beside it for when the key has been forgotten. So readers get no cookie, and
// going back in a browser goes back in the talk.
//
// The knowledge base may change at any time. A request holds the one that it began with
// (know.go), and the next request gets the new one.
//
// Readers write nothing but questions and votes, to a [Memory], where there is one
// (keep.go). Curators sign in (curate.go) and have roles (roles.go, people.go). They take in
// articles, which are read and shown before they are imported (articles.go, stage.go,
// fetch.go), and change facts by form, which is checked before it is written (edit.go,
// things.go, stating.go, anchors.go). Every change goes through [Server.change], which
// enters it in the audit log first (log.go).
//
// The API is described by openapi.json, which is served; a test holds what the handlers
// really answer against it. Its errors are RFC 9457 problems (problem.go). Assistants have
// the same as tools (mcp.go).
package web
