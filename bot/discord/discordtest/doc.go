// Package discordtest is a strict Discord on loopback for tests.
//
// It serves the part of Discord's REST API that a bot like ours uses (under
// /api/v9 and /api/v10) and the gateway's websocket, keeps a small world of
// servers, channels, threads and people, and lets a test act as those people:
//
//	d := discordtest.Start(t, discordtest.Options{})
//	g := d.Guild("Film club")
//	general := g.Channel("general")
//	ann := d.User("Ann").Joins(g)
//
//	// start the bot with d.BaseURL() and d.Token()
//	d.WaitReady(5 * time.Second)
//
//	m := ann.Says(general, d.Mention()+" who directed Snowpiercer?")
//	reply := m.WaitReply(time.Second)
//	i := ann.Uses(general, "film", discordtest.Args{"title": "Snowpiercer"})
//	card := i.WaitReply(time.Second)
//	ann.Clicks(card, "Sources").WaitReply(time.Second)
//
// "Strict" means that whatever the platform refuses is refused here with the
// platform's status and code. What a correct bot never does (a malformed body,
// a second acknowledgement, an interaction left without an answer, IDENTIFY
// after a fatal close code, …) is moreover noted as a violation; a test with
// violations fails when it ends, unless it said Allow. Bodies are checked
// against Discord's published OpenAPI document (trimmed, with its licence, in
// openapi.json here) and by hand against what that document leaves out: see
// checks.go. Beyond the platform's own rules every message must forbid all
// pings (Options.AllowPings lifts that).
//
// # Clocks
//
// Discord's 3-second and 15-minute clocks, rate limits and the IDENTIFY
// allowance run on Clock, which goes with real time and can be pushed forward
// with Advance. Only the watch over heartbeats is on
// real time, so that pushing the clock does not time connections out.
//
// # Faults and load
//
// Fail scripts what the REST API does to the next requests: statuses, rate
// limits as JSON, as HTML or for all routes, connections dropped before or
// after the request took effect. Gateway scripts the websocket: Op 7 and Op 9,
// what comes first after IDENTIFY or RESUME, missed ACKs, close codes, cuts,
// events that can be read only by half. PostInteractionsTo posts interactions
// to the bot's HTTP endpoint, after probing it. Load asks at a rate, or so many
// at a time, and reports what was lost and how long the answers took; set
// Options.Keep with it, lift the rates, and keep in mind that until the next
// heartbeat a session holds up to 5,000 events for a RESUME.
//
// # What it is built of
//
// discord.go starts and stops it; world.go, message.go, say.go, command.go,
// interaction.go and act.go are the world and the people in it; gateway.go,
// conn.go, identify.go and session.go the websocket; rest.go the way of a
// request through limits.go, fault.go, spec.go (the OpenAPI document) and the
// routes; checks.go and command.go the rules checked by hand; wire.go writes
// JSON. The package's own tests hold the fake's answers against the same
// OpenAPI document, and drive it with discordgo. cmd/fakediscord plays scripts
// against the built program.
//
// # Snapshots
//
// A Message is a snapshot: Now reads it again. Guild, Channel, User and
// Interaction are handles that are safe for use by several goroutines. What
// waits ends the test through TB.Fatalf when its time is up, so call it from
// the test's own goroutine.
package discordtest
