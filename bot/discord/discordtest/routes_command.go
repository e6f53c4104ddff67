package discordtest

import (
	"encoding/json"
	"maps"
	"slices"
)

// The routes of application commands. Those of a guild and the global ones
// differ in the path only.

// scope checks the application and gives the guild's id, "" for global.
func (d api) scope(q *request) (string, error) {
	if q.id("application_id") != d.appID {
		return "", d.blamed(q, apiError(403, 20012, "You are not authorized to perform this action on this application"))
	}
	id := q.id("guild_id")
	if id == "" {
		return "", nil
	}
	g, err := d.guild(q)
	if err != nil {
		return "", apiError(403, 50001, "Missing Access")
	}
	return g.id, nil
}

// blamed notes a violation under the lock and gives the error back.
func (d api) blamed(q *request, err error) error {
	d.violate("%s %s: %v", q.r.Method, q.route.path, err)
	return err
}

// blamedForm is invalidForm and a violation.
func (d api) blamedForm(q *request, faults []fault) error {
	d.violate("%s %s: %s", q.r.Method, q.route.path, sentences(faults))
	return invalidForm(faults)
}

func (d api) getCommands(q *request) (any, error) {
	guild, err := d.scope(q)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, c := range d.commands[guild] {
		w := d.wireCommand(c)
		if q.r.URL.Query().Get("with_localizations") != "true" {
			delete(w, "name_localizations")
			delete(w, "description_localizations")
			w["options"] = unlocalized(list(w["options"]))
		}
		all = append(all, w)
	}
	return all, nil
}

// unlocalized leaves the names in other languages out, as Discord does when
// it is not asked for them.
func unlocalized(options []any) []any {
	all := []any{}
	for _, v := range options {
		o := maps.Clone(asObject(v))
		delete(o, "name_localizations")
		delete(o, "description_localizations")
		if sub := list(o["options"]); len(sub) > 0 {
			o["options"] = unlocalized(sub)
		}
		if choices := list(o["choices"]); len(choices) > 0 {
			o["choices"] = unlocalized(choices)
		}
		all = append(all, o)
	}
	return all
}

func (d api) putCommands(q *request) (any, error) {
	guild, err := d.scope(q)
	if err != nil {
		return nil, err
	}
	defs := list(q.body)
	if faults := setFaults(defs); len(faults) > 0 {
		return nil, d.blamedForm(q, faults)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(q.raw, &raw); err != nil {
		return nil, err
	}
	return d.overwrite(guild, defs, raw)
}

func (d api) postCommand(q *request) (any, error) {
	guild, err := d.scope(q)
	if err != nil {
		return nil, err
	}
	if faults := commandFaults(q.object()); len(faults) > 0 {
		return nil, d.blamedForm(q, faults)
	}
	if err := d.tooManyCommands(q, guild); err != nil {
		return nil, err
	}
	c, fresh, err := d.put(guild, q.object(), q.raw)
	if err != nil {
		return nil, err
	}
	d.touch()
	if fresh {
		return created{d.wireCommand(c)}, nil
	}
	return d.wireCommand(c), nil
}

// tooManyCommands checks the whole set as it would be.
func (d api) tooManyCommands(q *request, guild string) error {
	def := q.object()
	all := []any{def}
	for _, c := range d.commands[guild] {
		if c.name != str(def["name"]) || c.kind != max(number(def["type"]), slashCommand) {
			all = append(all, c.def)
		}
	}
	if faults := setFaults(all); len(faults) > 0 {
		return d.blamedForm(q, faults)
	}
	return nil
}

func (d api) commandByID(q *request) (*command, string, error) {
	guild, err := d.scope(q)
	if err != nil {
		return nil, "", err
	}
	for _, c := range d.commands[guild] {
		if c.id == q.id("command_id") {
			return c, guild, nil
		}
	}
	return nil, "", apiError(404, 10063, "Unknown application command")
}

func (d api) getCommand(q *request) (any, error) {
	c, _, err := d.commandByID(q)
	if err != nil {
		return nil, err
	}
	return d.wireCommand(c), nil
}

func (d api) patchCommand(q *request) (any, error) {
	c, _, err := d.commandByID(q)
	if err != nil {
		return nil, err
	}
	def := maps.Clone(c.def)
	maps.Copy(def, q.object())
	if faults := commandFaults(def); len(faults) > 0 {
		return nil, d.blamedForm(q, faults)
	}
	c.def, c.name, c.version = def, str(def["name"]), d.ids.next(d.clock.Now())
	return d.wireCommand(c), nil
}

func (d api) deleteCommand(q *request) (any, error) {
	c, guild, err := d.commandByID(q)
	if err != nil {
		return nil, err
	}
	d.commands[guild] = slices.DeleteFunc(d.commands[guild], func(x *command) bool { return x == c })
	return nil, nil
}
