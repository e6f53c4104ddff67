// Package web serves a knowledge base over HTTP: pages for people, and an API.
//
// # How it works
//
// A [Server] is put together (server.go) of a few parts that each hold what they need, and of
// rooms over them, one a file, that bring their routes:
//
//	mind      mind.go     answers, as many at once as there are turns; keep.go keeps the questions
//	painter   pages.go    draws pages, and answers what cannot be done (problem.go)
//	visitors  roles.go    who has signed in; the door (signin.go) lets them in, by their roles
//	audit     audit.go    the log of who changed what
//	folder    folder.go   changes the files of the base, once a change is checked and logged
//	gate      layers.go   what every request passes: allowances, keys (access.go), log, metrics
//
//	asks ask.go · browsing browse.go, timeline.go · api api.go · tools mcp.go, pipe.go · operation metrics.go
//	questions questions.go · reviewing review.go, group.go, done.go · articles articles.go, stage.go, fetch.go
//	thingForms things.go · statementForms stating.go · schemaForms schema.go · anchors anchors.go
//	suggesting suggest.go · twins twins.go, split.go · logs log.go · people people.go, keys.go
//
// Each request passes through the same layers, from the outside in: who the client is, the
// log and the metrics, a guard against panics, the headers that every answer has, the
// client's allowance, and for a private knowledge base its key. Then come the pages and the API.
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
// (mind.go), and the next request gets the new one.
//
// Readers write nothing but questions and votes, to a [Memory], where there is one.
// Curators sign in and have roles. What they change goes through the folder, which tries it
// on a copy and enters it in the audit log first; what was imported is changed in a file beside
// the import.
//
// The API is described by openapi.json, which is served; a test holds what the handlers
// really answer against it. Its errors are RFC 9457 problems (problem.go). Assistants have
// the same as tools (mcp.go).
package web
