package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Kinds of application command.
const (
	slashCommand   = 1
	userCommand    = 2
	messageCommand = 3
)

// Types of a command's option.
const (
	optionSub     = 1
	optionGroup   = 2
	optionString  = 3
	optionInt     = 4
	optionBool    = 5
	optionUser    = 6
	optionChannel = 7
	optionNumber  = 10
)

// Contexts of use.
const (
	inGuild   = 0
	inBotDM   = 1
	inPrivate = 2
)

// Command is a registered application command.
type Command struct {
	ID, Name, Description string
	Type                  int
	Raw                   json.RawMessage // as the bot registered it
}

type command struct {
	id, name string
	kind     int
	guild    string
	version  string
	def      object
	raw      json.RawMessage
}

// Commands are those registered for a guild, or globally for "".
func (d *Discord) Commands(guildID string) []Command {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []Command
	for _, c := range d.commands[guildID] {
		all = append(all, Command{c.id, c.name, str(c.def["description"]), c.kind, c.raw})
	}
	return all
}

// WaitCommands waits until global commands are registered.
func (d *Discord) WaitCommands(timeout time.Duration) []Command {
	d.t.Helper()
	d.wait(timeout, "registered commands", func() bool { return len(d.commands[""]) > 0 })
	return d.Commands("")
}

// find the command that a member sees under a name: a guild's before a global.
func (d *Discord) command(guild, name string, kind int) *command {
	for _, where := range []string{guild, ""} {
		for _, c := range d.commands[where] {
			if c.name == name && c.kind == kind {
				return c
			}
		}
	}
	return nil
}

func (d *Discord) wireCommand(c *command) object {
	w := object{
		"id": c.id, "application_id": d.appID, "version": c.version, "type": c.kind, "name": c.name,
		"description": str(c.def["description"]), "nsfw": false, "default_member_permissions": nil,
		"name_localizations": c.def["name_localizations"], "description_localizations": c.def["description_localizations"],
		"integration_types": c.installs(),
	}
	if p := c.def["default_member_permissions"]; p != nil {
		w["default_member_permissions"] = p
	}
	if n, ok := c.def["nsfw"].(bool); ok {
		w["nsfw"] = n
	}
	if o := list(c.def["options"]); len(o) > 0 {
		w["options"] = wireOptions(o)
	}
	if c.guild != "" {
		w["guild_id"] = c.guild
		delete(w, "integration_types")
		return w
	}
	w["dm_permission"] = true
	if dm, ok := c.def["dm_permission"].(bool); ok {
		w["dm_permission"] = dm
	}
	w["contexts"] = nil
	if c.def["contexts"] != nil {
		w["contexts"] = c.def["contexts"]
	}
	return w
}

// wireOptions leaves out what is false or null, as Discord's answers do, so
// that a bot cannot compare definitions as text.
func wireOptions(options []any) []any {
	var all []any
	for _, o := range options {
		w := object{}
		for k, v := range asObject(o) {
			switch {
			case v == nil, v == false, k == "options", k == "choices" && len(list(v)) == 0, k == "channel_types" && len(list(v)) == 0:
			default:
				w[k] = v
			}
		}
		if sub := list(asObject(o)["options"]); len(sub) > 0 {
			w["options"] = wireOptions(sub)
		}
		all = append(all, w)
	}
	return all
}

// installs are the ways of installing under which the command is there.
func (c *command) installs() []int {
	if all := list(c.def["integration_types"]); len(all) > 0 {
		return numbers(all)
	}
	return []int{0}
}

func (c *command) contexts() []int {
	if all := list(c.def["contexts"]); len(all) > 0 {
		return numbers(all)
	}
	if dm, ok := c.def["dm_permission"].(bool); ok && !dm || c.guild != "" {
		return []int{inGuild}
	}
	if slices.Contains(c.installs(), 1) {
		return []int{inGuild, inBotDM, inPrivate}
	}
	return []int{inGuild, inBotDM}
}

func numbers(all []any) []int {
	var ns []int
	for _, n := range all {
		ns = append(ns, number(n))
	}
	return ns
}

// needs are the permissions that a member needs to see the command.
func (c *command) needs() int64 {
	n, _ := strconv.ParseInt(str(c.def["default_member_permissions"]), 10, 64)
	return n
}

// put stores one command; a command of the same name and type keeps its id.
// It says whether the command is new, or why it cannot be made.
func (d api) put(guild string, def object, raw json.RawMessage) (*command, bool, error) {
	kind := number(def["type"])
	if kind == 0 {
		kind = slashCommand
	}
	name := str(def["name"])
	for _, c := range d.commands[guild] {
		if c.name == name && c.kind == kind {
			c.def, c.raw, c.version = def, raw, d.ids.next(d.clock.Now())
			return c, false, nil
		}
	}
	if err := d.countCreate(guild); err != nil {
		return nil, false, err
	}
	c := &command{d.ids.next(d.clock.Now()), name, kind, guild, d.ids.next(d.clock.Now()), def, raw}
	d.commands[guild] = append(d.commands[guild], c)
	return c, true, nil
}

// countCreate holds the bot to 200 new commands a day and guild.
func (d api) countCreate(guild string) error {
	now := d.clock.Now()
	recent := slices.DeleteFunc(d.creates[guild], func(t time.Time) bool { return now.Sub(t) > 24*time.Hour })
	if len(recent) >= 200 {
		d.violate("more than 200 commands created within a day")
		return apiError(400, 30034, "Max number of daily application command creates has been reached (200)")
	}
	d.creates[guild] = append(recent, now)
	return nil
}

// overwrite replaces all commands of a guild, or the global ones.
func (d api) overwrite(guild string, defs []any, raw []json.RawMessage) ([]object, error) {
	var kept []*command
	for i, def := range defs {
		c, _, err := d.put(guild, asObject(def), raw[i])
		if err != nil {
			return nil, err
		}
		kept = append(kept, c)
	}
	d.commands[guild] = kept
	d.touch()
	wires := []object{}
	for _, c := range kept {
		wires = append(wires, d.wireCommand(c))
	}
	return wires, nil
}

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// locales that Discord knows.
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// commandFaults checks a definition by hand for what the OpenAPI document
// leaves out.
func commandFaults(def object) []fault {
	var c checker
	kind := number(def["type"])
	if kind > slashCommand {
		if str(def["description"]) != "" || len(asObject(def["description_localizations"])) > 0 {
			c.bad("only slash commands have a description", "description")
		}
		if len(list(def["options"])) > 0 {
			c.bad("only slash commands have options", "options")
		}
		if name := str(def["name"]); strings.TrimSpace(name) == "" {
			c.bad("must not be blank", "name")
		}
	} else {
		c.name(str(def["name"]), "name")
		if runes(def["description"]) == 0 {
			c.bad("must be between 1 and 100 in length", "description")
		}
		c.localNames(def)
		c.options(list(def["options"]), 0, "options")
		if n := commandSize(def); n > 8000 {
			c.bad(fmt.Sprintf("the command's names, descriptions and values have %d characters, at most 8000", n))
		}
	}
	c.localKeys(def)
	if p := def["default_member_permissions"]; p != nil {
		if _, err := strconv.ParseUint(str(p), 10, 64); err != nil {
			c.bad("must be a string of digits", "default_member_permissions")
		}
	}
	return c.faults
}

func (c *checker) name(name string, at ...string) {
	if !commandName.MatchString(name) {
		c.bad(fmt.Sprintf("%q does not match %s", name, commandName), at...)
	}
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.ToLower(r) != r }) {
		c.bad(fmt.Sprintf("%q must be lower case", name), at...)
	}
}

func (c *checker) localNames(o object, at ...string) {
	for l, name := range asObject(o["name_localizations"]) {
		c.name(str(name), append(slices.Clone(at), "name_localizations", l)...)
	}
}

func (c *checker) localKeys(o object, at ...string) {
	for _, key := range []string{"name_localizations", "description_localizations"} {
		for l := range asObject(o[key]) {
			if !slices.Contains(locales, l) {
				c.bad(fmt.Sprintf("%q is no locale of Discord's", l), append(slices.Clone(at), key)...)
			}
		}
	}
}

func (c *checker) options(options []any, depth int, at ...string) {
	seen, optional, subs := map[string]bool{}, false, 0
	for i, v := range options {
		o := asObject(v)
		here := append(slices.Clone(at), strconv.Itoa(i))
		name, kind := str(o["name"]), number(o["type"])
		c.name(name, append(here, "name")...)
		c.localNames(o, here...)
		c.localKeys(o, here...)
		if seen[name] {
			c.bad(fmt.Sprintf("option %q is there twice", name), here...)
		}
		seen[name] = true
		required, _ := o["required"].(bool)
		if required && optional {
			c.bad("required options must be placed before non-required options", here...)
		}
		optional = optional || !required
		if kind == optionSub || kind == optionGroup {
			subs++
			if kind == optionGroup && depth > 0 || depth > 1 {
				c.bad("nested too deeply", here...)
			}
			c.options(list(o["options"]), depth+1, append(here, "options")...)
			continue
		}
		c.choices(o, kind, here...)
	}
	if subs > 0 && subs < len(options) {
		c.bad("sub-commands and other options do not mix", at...)
	}
}

func (c *checker) choices(o object, kind int, at ...string) {
	auto, _ := o["autocomplete"].(bool)
	choices := list(o["choices"])
	if auto && len(choices) > 0 {
		c.bad("choices and autocomplete exclude each other", at...)
	}
	if auto && kind != optionString && kind != optionInt && kind != optionNumber {
		c.bad("this type of option has no autocomplete", at...)
	}
	seen := map[string]bool{}
	for i, v := range choices {
		name := str(asObject(v)["name"])
		if seen[name] {
			c.bad(fmt.Sprintf("choice %q is there twice", name), append(at, "choices", strconv.Itoa(i))...)
		}
		seen[name] = true
		if runes(asObject(v)["value"]) > 100 {
			c.bad("must be 100 or fewer in length", append(at, "choices", strconv.Itoa(i), "value")...)
		}
	}
}

// commandSize adds up the characters of names, descriptions and values, of
// localizations the longest.
func commandSize(o object) int {
	size := max(runes(o["name"]), longest(o["name_localizations"])) +
		max(runes(o["description"]), longest(o["description_localizations"]))
	for _, sub := range list(o["options"]) {
		size += commandSize(asObject(sub))
	}
	for _, ch := range list(o["choices"]) {
		ch := asObject(ch)
		size += max(runes(ch["name"]), longest(ch["name_localizations"])) + runes(ch["value"])
	}
	return size
}

func longest(v any) int {
	most := 0
	for _, s := range asObject(v) {
		most = max(most, runes(s))
	}
	return most
}

// setFaults checks all commands of an overwrite together.
func setFaults(defs []any) []fault {
	var c checker
	seen, count := map[string]bool{}, map[int]int{}
	for i, v := range defs {
		def := asObject(v)
		kind := max(number(def["type"]), slashCommand)
		key := strconv.Itoa(kind) + str(def["name"])
		if seen[key] {
			c.bad(fmt.Sprintf("command %q is there twice", def["name"]), strconv.Itoa(i), "name")
		}
		seen[key] = true
		count[kind]++
		for _, f := range commandFaults(def) {
			c.bad(f.text, append([]string{strconv.Itoa(i)}, f.at...)...)
		}
	}
	for kind, most := range map[int]int{slashCommand: 100, userCommand: 15, messageCommand: 15} {
		if count[kind] > most {
			c.bad(fmt.Sprintf("%d commands of type %d, at most %d", count[kind], kind, most))
		}
	}
	return c.faults
}
