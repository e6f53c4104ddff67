package discordtest

import (
	"net/http"
	"strconv"
	"time"
)

// An api is the Discord that the REST API's routes change, each route by a method of it.
type api struct{ *Discord }

// route is one route of the REST API.
type route struct {
	method, path string
	do           func(api, *request) (any, error)
	rate         func(*Discord) rate
	open         bool // no Authorization: the token in the path is enough
	exempt       bool // from the global limit
}

// usual is the limit of routes that nothing is known about.
func usual(*Discord) rate { return rate{50, time.Second} }

// perChannel is the limit on writing messages in a channel.
func perChannel(d *Discord) rate { return rate{d.o.ChannelRate, 5 * time.Second} }

func deletions(*Discord) rate { return rate{5, time.Second} }
func webhooks(*Discord) rate  { return rate{5, 2 * time.Second} }
func unlimited(*Discord) rate { return rate{} }

// table lists what is served. Everything else is a violation.
func table() []*route {
	const (
		channel  = "/channels/{channel_id}"
		guild    = "/guilds/{guild_id}"
		commands = "/applications/{application_id}/commands"
		guilds   = "/applications/{application_id}/guilds/{guild_id}/commands"
		hook     = "/webhooks/{webhook_id}/{webhook_token}"
	)
	return []*route{
		{"GET", "/gateway", api.getGateway, usual, true, false},
		{"GET", "/gateway/bot", api.getGatewayBot, usual, false, false},
		{"GET", "/users/@me", api.getMe, usual, false, false},
		{"GET", "/users/{user_id}", api.getUser, usual, false, false},
		{"GET", "/users/@me/guilds", api.getMyGuilds, usual, false, false},
		{"DELETE", "/users/@me/guilds/{guild_id}", api.leaveGuild, usual, false, false},
		{"POST", "/users/@me/channels", api.openDM, usual, false, false},
		{"GET", "/applications/@me", api.getApplication, usual, false, false},
		{"GET", "/applications/{application_id}", api.getApplication, usual, false, false},
		{"GET", "/oauth2/applications/@me", api.getApplication, usual, false, false},

		{"GET", commands, api.getCommands, usual, false, false},
		{"PUT", commands, api.putCommands, usual, false, false},
		{"POST", commands, api.postCommand, usual, false, false},
		{"GET", commands + "/{command_id}", api.getCommand, usual, false, false},
		{"PATCH", commands + "/{command_id}", api.patchCommand, usual, false, false},
		{"DELETE", commands + "/{command_id}", api.deleteCommand, usual, false, false},
		{"GET", guilds, api.getCommands, usual, false, false},
		{"PUT", guilds, api.putCommands, usual, false, false},
		{"POST", guilds, api.postCommand, usual, false, false},
		{"GET", guilds + "/{command_id}", api.getCommand, usual, false, false},
		{"PATCH", guilds + "/{command_id}", api.patchCommand, usual, false, false},
		{"DELETE", guilds + "/{command_id}", api.deleteCommand, usual, false, false},

		{"GET", guild, api.getGuild, usual, false, false},
		{"GET", guild + "/channels", api.getGuildChannels, usual, false, false},
		{"GET", guild + "/roles", api.getGuildRoles, usual, false, false},
		{"GET", guild + "/threads/active", api.getGuildThreads, usual, false, false},
		{"GET", guild + "/members/{user_id}", api.getGuildMember, usual, false, false},

		{"GET", channel, api.getChannel, usual, false, false},
		{"POST", channel + "/typing", api.postTyping, usual, false, false},
		{"POST", channel + "/threads", api.postThread, usual, false, false},
		{"PUT", channel + "/thread-members/@me", api.joinThread, usual, false, false},
		{"GET", channel + "/messages", api.getMessages, usual, false, false},
		{"POST", channel + "/messages", api.postMessage, perChannel, false, false},
		{"GET", channel + "/messages/{message_id}", api.getMessage, usual, false, false},
		{"PATCH", channel + "/messages/{message_id}", api.patchMessage, perChannel, false, false},
		{"DELETE", channel + "/messages/{message_id}", api.deleteMessage, deletions, false, false},
		{"POST", channel + "/messages/{message_id}/threads", api.postMessageThread, usual, false, false},
		{"PUT", channel + "/messages/{message_id}/reactions/{emoji_name}/@me", api.putReaction, usual, false, false},

		{"POST", "/interactions/{interaction_id}/{interaction_token}/callback", api.postCallback, unlimited, true, true},
		{"POST", hook, api.postFollowup, webhooks, true, true},
		{"GET", hook + "/messages/@original", api.getAnswer, webhooks, true, true},
		{"PATCH", hook + "/messages/@original", api.patchAnswer, webhooks, true, true},
		{"DELETE", hook + "/messages/@original", api.deleteAnswer, webhooks, true, true},
		{"GET", hook + "/messages/{message_id}", api.getAnswer, webhooks, true, true},
		{"PATCH", hook + "/messages/{message_id}", api.patchAnswer, webhooks, true, true},
		{"DELETE", hook + "/messages/{message_id}", api.deleteAnswer, webhooks, true, true},
	}
}

// Routes are the methods and paths served, as the OpenAPI document has them.
func Routes() []string {
	var all []string
	for _, r := range table() {
		all = append(all, r.method+" "+r.path)
	}
	return all
}

func (d *Discord) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range table() {
		mux.HandleFunc(r.method+" /api/{version}"+r.path, func(w http.ResponseWriter, q *http.Request) { door{d}.serve(r, w, q) })
	}
	unknown := &route{path: "(unknown)", rate: usual, do: func(d api, q *request) (any, error) {
		d.violate("%s %s: no such route here", q.r.Method, q.r.URL.Path)
		return nil, apiError(404, 0, "404: Not Found")
	}}
	mux.HandleFunc("/api/{version}/", func(w http.ResponseWriter, q *http.Request) { door{d}.serve(unknown, w, q) })
	mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) { door{d}.serve(unknown, w, q) })
	return mux
}

func (d api) getGateway(*request) (any, error) { return object{"url": d.GatewayURL()}, nil }

func (d api) getGatewayBot(*request) (any, error) {
	left, reset := d.gateway.allowance(d.clock.Now())
	return object{
		"url": d.GatewayURL(), "shards": d.o.Shards,
		"session_start_limit": object{
			"total": d.o.Identifies, "remaining": left, "reset_after": reset.Milliseconds(),
			"max_concurrency": d.o.MaxConcurrency,
		},
	}, nil
}

func (d api) getMe(*request) (any, error) {
	w := wireUser(d.bot)
	w["mfa_enabled"], w["verified"], w["email"], w["locale"] = false, true, nil, "en-US"
	return w, nil
}

func (d api) getUser(q *request) (any, error) {
	if u := d.users[q.id("user_id")]; u != nil {
		return wireUser(u), nil
	}
	return nil, apiError(404, 10013, "Unknown User")
}

func (d api) getMyGuilds(*request) (any, error) {
	all := []object{}
	for _, g := range d.guilds {
		if g.botIn {
			all = append(all, object{
				"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": false, "features": []string{},
				"permissions": strconv.FormatInt(g.botPerms, 10),
			})
		}
	}
	return all, nil
}

func (d api) leaveGuild(q *request) (any, error) {
	g, err := d.guild(q)
	if err != nil {
		return nil, err
	}
	g.botIn = false
	return nil, nil
}

func (d api) openDM(q *request) (any, error) {
	u := d.users[str(q.object()["recipient_id"])]
	if u == nil {
		return nil, apiError(404, 10013, "Unknown User")
	}
	return d.wireChannel(d.dmWith(u)), nil
}

// Flags of an application: GATEWAY_MESSAGE_CONTENT_LIMITED and its like.
var limitedFlag = map[int]int{IntentGuildPresences: 1 << 13, IntentGuildMembers: 1 << 15, IntentMessageContent: 1 << 19}

func (d api) getApplication(q *request) (any, error) {
	if id := q.id("application_id"); id != "" && id != d.appID {
		return nil, apiError(404, 10002, "Unknown Application")
	}
	flags := 0
	for intent, flag := range limitedFlag {
		if d.o.Privileged&intent != 0 {
			flags |= flag
		}
	}
	w := object{
		"id": d.appID, "name": d.bot.name, "description": "", "icon": nil, "bot": wireUser(d.bot), "type": nil,
		"bot_public": true, "bot_require_code_grant": false, "verify_key": d.PublicKey(), "flags": flags, "flags_new": strconv.Itoa(flags),
		"owner": wireUser(d.bot), "team": nil, "summary": "", "hook": true, "is_monetized": false, "is_verified": false,
		"approximate_guild_count": len(d.guilds), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0,
		"explicit_content_filter":              0, "integration_types_config": object{"0": object{}, "1": object{}},
		"redirect_uris": []string{}, "eligible_oauth2_scopes": []string{"bot", "applications.commands"}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
	}
	if d.endpoint != "" {
		w["interactions_endpoint_url"] = d.endpoint
	}
	return w, nil
}

func (d api) guild(q *request) (*Guild, error) {
	for _, g := range d.guilds {
		if g.id == q.id("guild_id") && g.botIn {
			return g, nil
		}
	}
	return nil, apiError(404, 10004, "Unknown Guild")
}

func (d api) getGuild(q *request) (any, error) {
	g, err := d.guild(q)
	if err != nil {
		return nil, err
	}
	return d.wireGuild(g), nil
}

func (d api) getGuildChannels(q *request) (any, error) { return d.guildChannels(q, false) }

func (d api) getGuildThreads(q *request) (any, error) {
	all, err := d.guildChannels(q, true)
	if err != nil {
		return nil, err
	}
	return object{"threads": all, "members": []any{}, "has_more": false}, nil
}

func (d api) guildChannels(q *request, threads bool) (any, error) {
	g, err := d.guild(q)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, c := range g.channels {
		if !c.gone && (c.kind == kindThread) == threads {
			all = append(all, d.wireChannel(c))
		}
	}
	return all, nil
}

func (d api) getGuildRoles(q *request) (any, error) {
	g, err := d.guild(q)
	if err != nil {
		return nil, err
	}
	return d.wireRoles(g), nil
}

func (d api) getGuildMember(q *request) (any, error) {
	g, err := d.guild(q)
	if err != nil {
		return nil, err
	}
	id := q.id("user_id")
	if u := d.users[id]; u != nil {
		if _, in := g.members[id]; in || u == d.bot {
			return wireFullMember(g, u), nil
		}
	}
	return nil, apiError(404, 10007, "Unknown Member")
}
