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
// Nothing is written but questions, answers and votes, to a [Memory], where there is one
// (keep.go); curators sign in to see them (curate.go).
//
// The API is described by openapi.json, which is served; a test holds what the handlers
// really answer against it. Its errors are RFC 9457 problems (problem.go). Assistants have
// the same as tools (mcp.go).
package web
