package discordtest

import (
	"strconv"
	"time"
)

// object is JSON in the making.
type object = map[string]any

// wireTime is how Discord writes a time.
func wireTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

func wireUser(u *User) object {
	w := object{
		"id": u.id, "username": u.name, "discriminator": "0", "global_name": nil, "avatar": nil,
		"public_flags": 0, "flags": 0, "primary_guild": nil, "banner": nil, "accent_color": nil,
		"avatar_decoration_data": nil, "collectibles": nil,
	}
	if u.bot {
		w["bot"] = true
	}
	return w
}

// wireMember is a member of a server without the user.
func wireMember(g *Guild, u *User) object {
	roles := append([]string{}, g.roles[u.id]...)
	if u == u.d.bot {
		roles = append(roles, g.botRole())
	}
	return object{
		"roles": roles, "joined_at": "2020-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false,
		"nick": nil, "avatar": nil, "banner": nil, "premium_since": nil, "pending": false, "flags": 0,
		"communication_disabled_until": nil,
	}
}

// wireFullMember is a member with the user, as REST gives it.
func wireFullMember(g *Guild, u *User) object {
	w := wireMember(g, u)
	w["user"] = wireUser(u)
	return w
}

func (d *Discord) wireChannel(c *Channel) object {
	w := object{"id": c.id, "type": c.kind, "flags": 0, "last_message_id": nil}
	if n := len(c.messages); n > 0 {
		w["last_message_id"] = c.messages[n-1].id
	}
	if c.guild == nil {
		people := []object{}
		for _, u := range c.users {
			people = append(people, wireUser(u))
		}
		w["recipients"] = people
		if c.kind == kindGroup {
			w["name"], w["icon"], w["owner_id"] = nil, nil, c.users[0].id
		}
		return w
	}
	w["guild_id"], w["name"] = c.guild.id, c.name
	if c.kind == kindThread {
		w["parent_id"], w["owner_id"] = c.parent.id, c.owner.id
		w["message_count"], w["member_count"], w["total_message_sent"] = len(c.messages), 1, len(c.messages)
		w["rate_limit_per_user"] = 0
		w["thread_metadata"] = object{
			"archived": false, "auto_archive_duration": 1440, "locked": false,
			"archive_timestamp": "2020-01-01T00:00:00.000000+00:00",
		}
		return w
	}
	w["position"], w["nsfw"], w["topic"], w["parent_id"], w["rate_limit_per_user"] = 0, false, nil, nil, 0
	w["permission_overwrites"] = []object{}
	if c.denied != 0 {
		w["permission_overwrites"] = []object{{
			"id": d.bot.id, "type": 1, "allow": "0", "deny": strconv.FormatInt(c.denied, 10),
		}}
	}
	return w
}

// wireRoles are @everyone and the bot's own role.
func (d *Discord) wireRoles(g *Guild) []object {
	role := func(id, name string, perms int64, managed bool) object {
		return object{
			"id": id, "name": name, "permissions": strconv.FormatInt(perms, 10), "position": 0, "color": 0,
			"colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
			"hoist":  false, "managed": managed, "mentionable": false, "flags": 0, "icon": nil, "unicode_emoji": nil,
			"description": nil,
		}
	}
	bot := role(g.botRole(), "hapjak", g.botPerms, true)
	bot["tags"] = object{"bot_id": d.bot.id}
	return []object{role(g.id, "@everyone", permMember, false), bot}
}

// botRole is the id of the role that the server gave the bot.
func (g *Guild) botRole() string {
	id, _ := strconv.ParseUint(g.id, 10, 64)
	return strconv.FormatUint(id+1, 10)
}

func (d *Discord) wireGuild(g *Guild) object {
	return object{
		"id": g.id, "name": g.name, "owner_id": g.owner.id, "preferred_locale": g.locale,
		"icon": nil, "description": nil, "splash": nil, "discovery_splash": nil, "banner": nil, "home_header": nil,
		"features": []string{}, "emojis": []any{}, "stickers": []any{}, "roles": d.wireRoles(g),
		"afk_timeout": 300, "afk_channel_id": nil, "region": "deprecated", "widget_enabled": false, "widget_channel_id": nil,
		"verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
		"mfa_level": 0, "application_id": nil, "system_channel_id": nil, "system_channel_flags": 0,
		"rules_channel_id": nil, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"public_updates_channel_id": nil, "safety_alerts_channel_id": nil, "nsfw_level": 0, "nsfw": false,
		"premium_progress_bar_enabled": false, "premium_progress_bar_enabled_user_updated_at": nil,
		"max_members": 500000, "max_presences": nil, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
		"incidents_data": nil,
	}
}

// wireGuildCreate is a server as the gateway tells it.
func (d *Discord) wireGuildCreate(g *Guild) object {
	w := d.wireGuild(g)
	channels, threads := []object{}, []object{}
	for _, c := range g.channels {
		switch {
		case c.gone:
		case c.kind == kindThread:
			threads = append(threads, d.wireChannel(c))
		default:
			channels = append(channels, d.wireChannel(c))
		}
	}
	w["channels"], w["threads"] = channels, threads
	w["members"] = []object{wireFullMember(g, d.bot)}
	w["joined_at"], w["large"], w["unavailable"] = "2020-01-01T00:00:00.000000+00:00", false, false
	w["member_count"] = len(g.order) + 1
	w["presences"], w["voice_states"], w["stage_instances"] = []any{}, []any{}, []any{}
	w["guild_scheduled_events"], w["soundboard_sounds"] = []any{}, []any{}
	return w
}
