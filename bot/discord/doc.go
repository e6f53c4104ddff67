// Package discord serves the conversation of package bot on Discord, over the gateway or
// over HTTP, on the types and the REST client of discordgo. Nothing of Discord is known
// outside of it.
//
// # How it works
//
// A [Bot] runs shards, or an HTTP endpoint. What comes in is decoded (wire.go) and given
// to the adapter, which is the same behind both: it decides whether a message is for the
// bot (when.go), makes a request of it with what that goes on from (talk.go, and sealed.go
// where nothing of that can be read), asks the conversation (think.go), and draws the reply
// (render.go) as payloads that keep every limit of Discord's whatever is in them
// (payload.go, text.go): cards of components ("Components v2"), and embeds where those
// are refused (send.go). Messages are answered in message.go, interactions in interaction.go: commands in asked.go,
// /config in config.go, buttons in button.go, votes in vote.go, completions in complete.go, each within Discord's
// three seconds or behind a promise (promise.go). All the state of a button is in its custom_id (customid.go), so
// buttons outlive a restart and work in any process.
//
// Questions are thought about in a fair order (turns.go), and none is lost or answered
// twice when a process ends or several hear the same (ledger.go, pending.go). An answer follows its
// question when that is edited or deleted (edits.go). Messages go out through outbox.go;
// where the bot may not write it is silent for a while, there and only there (refused.go). Members see and delete what is
// kept of theirs (privacy.go). A server or a channel may be answered from another
// knowledge base than the usual one (bases.go).
//
// Requests go through a discordgo Session that is never opened (rest.go), over a
// transport (transport.go) that mends what discordgo cannot tell, and within rate limits
// (limits.go) whose waits end with their context and whose buckets are bounded. An
// answer that met a failure is sent again and is never there twice (send.go).
//
// The gateway's protocol is spoken here (gateway.go, one connection; shard.go, what
// comes after it). discordgo's own session was measured beside it on 25 faults
// (session_test.go; FIGURES.md has each). Both get over 14 of them, most in about a second.
// Ours is kept for the other eleven: discordgo's never answers again when Op 7 or silence
// follows a RESUME; its Open hangs for ever when Op 7, Op 11 or silence comes first, and
// gives up when the connection is closed first; it throws away a session, with what was
// asked meanwhile, that Op 9 calls resumable; and it identifies again after 4004 and 4014,
// where Discord says never. An event that is null reaches its handlers as a nil message,
// and a panic there ends the process. Where Op 9 comes first ours waits out
// five seconds, as the documents ask, and is the slower one.
//
// # What is never done
//
// No message may ping anybody, and nothing in a member's text lives when the bot repeats
// it (text.go). The token goes to Discord, or to this machine, and to
// nowhere else: not into a log, an error or a file. No message's content is logged
// unless asked for. A panic costs one answer.
//
// # Tests
//
// Package discordtest is a strict Discord on loopback. The tests play members, faults,
// restarts and load on it.
package discord
