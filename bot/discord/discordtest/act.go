package discordtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Args are the arguments of a slash command by option name: string, int,
// float64, bool, *User or *Channel.
type Args map[string]any

// Uses a slash command; "config channel" is a sub-command. It waits a moment
// for the bot to register the command. The test ends if Discord would not offer it to the user here, or would not accept the
// arguments.
func (u *User) Uses(c *Channel, command string, args Args) *Interaction {
	u.d.t.Helper()
	return u.use(c, command, args, "", false)
}

// UsesByOverride is Uses where the server gave the command to everybody,
// against its default permissions.
func (u *User) UsesByOverride(c *Channel, command string, args Args) *Interaction {
	u.d.t.Helper()
	return u.use(c, command, args, "", true)
}

// Types asks for autocompletion of one option; args are the others, as far as
// they are filled in.
func (u *User) Types(c *Channel, command, option, partial string, args Args) *Interaction {
	u.d.t.Helper()
	all := maps.Clone(args)
	if all == nil {
		all = Args{}
	}
	all[option] = partial
	return u.use(c, command, all, option, false)
}

// CanUse says whether Discord offers a slash command to the user here.
func (u *User) CanUse(c *Channel, command string) bool {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	name, _, _ := strings.Cut(command, " ")
	cmd := u.d.command(c.GuildID(), name, slashCommand)
	return cmd != nil && u.d.offers(cmd, u, c, false) == ""
}

func (u *User) use(c *Channel, command string, args Args, focus string, override bool) *Interaction {
	d := u.d
	d.t.Helper()
	path := strings.Fields(command)
	d.await(d.o.FirstAnswer, func() bool { return d.command(c.GuildID(), path[0], slashCommand) != nil })
	d.mu.Lock()
	defer d.mu.Unlock()
	cmd := d.command(c.GuildID(), path[0], slashCommand)
	if cmd == nil {
		d.t.Fatalf("discordtest: no command /%s is registered here", path[0])
	}
	if why := d.offers(cmd, u, c, override); why != "" {
		d.t.Fatalf("discordtest: Discord does not offer /%s to %s here: %s", command, u.name, why)
	}
	call := call{d: d, guild: c.guild, args: args, focus: focus, resolved: object{}}
	options, err := call.options(list(cmd.def["options"]), path[1:])
	if err != nil {
		d.t.Fatalf("discordtest: /%s: %v", command, err)
	}
	i := &Interaction{kind: kindCommand, name: command, user: u, channel: c, command: cmd, option: call.option}
	if focus != "" {
		i.kind = kindAutocomplete
	}
	i.data = object{"id": cmd.id, "name": cmd.name, "type": cmd.kind}
	if len(options) > 0 {
		i.data["options"] = options
	}
	if len(call.resolved) > 0 {
		i.data["resolved"] = call.resolved
	}
	if cmd.guild != "" {
		i.data["guild_id"] = cmd.guild
	}
	i.context, i.owners = d.contextOf(u, c)
	return d.begin(i)
}

// contextOf says where a channel is, as interactions tell it, and by whose
// installation the application is there.
func (d *Discord) contextOf(u *User, c *Channel) (int, object) {
	context, owners := inPrivate, object{}
	switch {
	case c.guild != nil:
		context = inGuild
		if c.guild.botIn {
			owners["0"] = c.guild.id
		}
	case c.kind == kindDM:
		context = inBotDM
		owners["0"] = "0"
	}
	if u.installed {
		owners["1"] = u.id
	}
	return context, owners
}

// offers says why a member is not offered a command, "" if he is.
func (d *Discord) offers(cmd *command, u *User, c *Channel, override bool) string {
	context, owners := d.contextOf(u, c)
	installs := cmd.installs()
	byGuild := owners["0"] != nil && slices.Contains(installs, 0)
	byUser := owners["1"] != nil && slices.Contains(installs, 1)
	switch {
	case !c.has(u):
		return "not in the channel"
	case !slices.Contains(cmd.contexts(), context):
		return fmt.Sprintf("context %d is not among %v", context, cmd.contexts())
	case !byGuild && !byUser:
		return "it is not installed here"
	case cmd.def["default_member_permissions"] == nil || c.guild == nil || override:
		return ""
	}
	may, needs := c.guild.memberMay(u), cmd.needs()
	if may&PermAdministrator == 0 && (needs == 0 || may&needs != needs) {
		return fmt.Sprintf("it needs permissions %d", needs)
	}
	return ""
}

// call fits arguments to a command's options.
type call struct {
	d        *Discord
	guild    *Guild
	args     Args
	focus    string
	option   int // type of the focused option
	resolved object
}

func (k *call) options(defs []any, path []string) ([]object, error) {
	if len(path) > 0 {
		for _, v := range defs {
			def := asObject(v)
			if str(def["name"]) == path[0] && number(def["type"]) <= optionGroup {
				inner, err := k.options(list(def["options"]), path[1:])
				return []object{{"name": path[0], "type": number(def["type"]), "options": orEmpty(inner)}}, err
			}
		}
		return nil, fmt.Errorf("no sub-command %q", path[0])
	}
	var all []object
	left := maps.Clone(k.args)
	for _, v := range defs {
		def := asObject(v)
		name := str(def["name"])
		if number(def["type"]) <= optionGroup {
			return nil, fmt.Errorf("it has sub-commands: name one")
		}
		arg, given := left[name]
		delete(left, name)
		if !given {
			if required, _ := def["required"].(bool); required && k.focus == "" {
				return nil, fmt.Errorf("option %q is required", name)
			}
			continue
		}
		o, err := k.value(def, arg)
		if err != nil {
			return nil, fmt.Errorf("option %q: %w", name, err)
		}
		all = append(all, o)
	}
	for name := range left {
		return nil, fmt.Errorf("no option %q", name)
	}
	return all, nil
}

// value is one argument as the bot gets it. While an option is completed its
// text is not checked.
func (k *call) value(def object, arg any) (object, error) {
	name, kind := str(def["name"]), number(def["type"])
	o := object{"name": name, "type": kind, "value": arg}
	if name == k.focus {
		if auto, _ := def["autocomplete"].(bool); !auto {
			return nil, fmt.Errorf("has no autocomplete")
		}
		o["focused"], k.option = true, kind
		return o, nil
	}
	want := map[int]string{
		optionString: "string", optionInt: "int", optionBool: "bool", optionNumber: "float64",
		optionUser: "*discordtest.User", optionChannel: "*discordtest.Channel",
	}[kind]
	if have := fmt.Sprintf("%T", arg); have != want {
		return nil, fmt.Errorf("is a %s, want a %s", have, want)
	}
	switch arg := arg.(type) {
	case *User:
		o["value"] = arg.id
		k.resolve("users", arg.id, wireUser(arg))
		if k.guild != nil {
			k.resolve("members", arg.id, wireMember(k.guild, arg))
		}
	case *Channel:
		o["value"] = arg.id
		k.resolve("channels", arg.id, k.d.wireChannel(arg))
	case string:
		return o, fits(def, arg)
	case int:
		return o, between(def, arg)
	}
	return o, nil
}

func (k *call) resolve(kind, id string, w object) {
	if k.resolved[kind] == nil {
		k.resolved[kind] = object{}
	}
	asObject(k.resolved[kind])[id] = w
}

func fits(def object, arg string) error {
	if most := number(def["max_length"]); most > 0 && utf8.RuneCountInString(arg) > most {
		return fmt.Errorf("longer than %d characters", most)
	}
	if utf8.RuneCountInString(arg) < number(def["min_length"]) {
		return fmt.Errorf("shorter than %d characters", number(def["min_length"]))
	}
	choices := list(def["choices"])
	if len(choices) == 0 {
		return nil
	}
	for _, c := range choices {
		if asObject(c)["value"] == arg {
			return nil
		}
	}
	return fmt.Errorf("%q is none of its choices", arg)
}

func between(def object, arg int) error {
	if lo := def["min_value"]; lo != nil && arg < number(lo) {
		return fmt.Errorf("less than %d", number(lo))
	}
	if hi := def["max_value"]; hi != nil && arg > number(hi) {
		return fmt.Errorf("more than %d", number(hi))
	}
	return nil
}

// UsesOn uses a message command on a message.
func (u *User) UsesOn(m Message, command string) *Interaction {
	d := u.d
	d.t.Helper()
	c := m.m.channel
	d.await(d.o.FirstAnswer, func() bool { return d.command(c.GuildID(), command, messageCommand) != nil })
	d.mu.Lock()
	defer d.mu.Unlock()
	cmd := d.command(c.GuildID(), command, messageCommand)
	if cmd == nil {
		d.t.Fatalf("discordtest: no message command %q is registered here", command)
	}
	if why := d.offers(cmd, u, c, false); why != "" {
		d.t.Fatalf("discordtest: Discord does not offer %q to %s here: %s", command, u.name, why)
	}
	i := &Interaction{kind: kindCommand, name: command, user: u, channel: c, command: cmd, message: m.m}
	i.data = object{
		"id": cmd.id, "name": cmd.name, "type": cmd.kind, "target_id": m.ID,
		"resolved": object{"messages": object{m.ID: d.wireBare(m.m, true)}},
	}
	i.context, i.owners = d.contextOf(u, c)
	return d.begin(i)
}

// Clicks a button, named as in Message.Button.
func (u *User) Clicks(m Message, button string) *Interaction {
	u.d.t.Helper()
	now := m.Now()
	b, ok := now.Button(button)
	if !ok || b.Disabled || b.URL != "" || !m.Exists() {
		u.d.t.Fatalf("discordtest: no button %q to click among %+v", button, now.Buttons)
	}
	return u.component(m, b.CustomID, componentButton, nil)
}

// Tampers clicks a button with a custom_id that the message does not have.
func (u *User) Tampers(m Message, customID string) *Interaction {
	return u.component(m, customID, componentButton, nil)
}

// Selects values of a menu.
func (u *User) Selects(m Message, customID string, values ...string) *Interaction {
	u.d.t.Helper()
	for _, s := range m.Now().Selects {
		if s.CustomID != customID {
			continue
		}
		for _, v := range values {
			if !slices.ContainsFunc(s.Options, func(c Choice) bool { return c.Value == v }) {
				u.d.t.Fatalf("discordtest: the menu has no value %q", v)
			}
		}
		return u.component(m, customID, componentSelect, values)
	}
	u.d.t.Fatalf("discordtest: no menu %q", customID)
	return nil
}

func (u *User) component(m Message, customID string, kind int, values []string) *Interaction {
	d := u.d
	d.mu.Lock()
	defer d.mu.Unlock()
	if p := m.m.private; p != nil && p != u {
		d.t.Fatalf("discordtest: %s does not see that message", u.name)
	}
	i := &Interaction{kind: kindComponent, name: customID, user: u, channel: m.m.channel, message: m.m}
	i.data = object{"custom_id": customID, "component_type": kind, "id": 1}
	if kind == componentSelect {
		i.data["values"] = values
	}
	i.context, i.owners = d.contextOf(u, i.channel)
	return d.begin(i)
}

// Submits the dialogue that i was answered with; values by custom_id.
func (u *User) Submits(i *Interaction, values map[string]string) *Interaction {
	d := u.d
	d.t.Helper()
	data := i.answerData(d.o.FirstAnswer, answerModal)
	d.mu.Lock()
	defer d.mu.Unlock()
	left := maps.Clone(values)
	rows := []object{}
	for _, v := range list(data["components"]) {
		for _, o := range flatten([]any{v}) {
			id := str(o["custom_id"])
			if id == "" {
				continue
			}
			value, typed := values[id]
			if delete(left, id); !typed {
				value = str(o["value"]) // what stands there is sent
			}
			if why := refuses(o, value); why != "" {
				d.t.Fatalf("discordtest: input %q: %s", id, why)
			}
			input := object{"type": o["type"], "custom_id": id, "id": 2}
			if number(o["type"]) == componentSelect {
				if input["values"] = []string{}; value != "" {
					input["values"] = []string{value}
				}
			} else {
				input["value"] = value
			}
			if number(asObject(v)["type"]) == componentRow {
				rows = append(rows, object{"type": componentRow, "id": 1, "components": []object{input}})
			} else {
				rows = append(rows, object{"type": asObject(v)["type"], "id": 1, "component": input})
			}
		}
	}
	if len(left) > 0 {
		d.t.Fatalf("discordtest: the dialogue has no inputs %v", left)
	}
	n := &Interaction{kind: kindModal, name: str(data["custom_id"]), user: u, channel: i.channel, from: i}
	if i.kind == kindComponent {
		n.message = i.message
	}
	n.data = object{"custom_id": n.name, "components": rows}
	n.context, n.owners = d.contextOf(u, i.channel)
	return d.begin(n)
}

// refuses says why Discord's dialogue would not take a value.
func refuses(input object, value string) string {
	n := utf8.RuneCountInString(value)
	required := input["required"] == nil || input["required"] == true
	offered := number(input["type"]) != componentSelect || n == 0
	for _, o := range list(input["options"]) {
		offered = offered || asObject(o)["value"] == value
	}
	switch {
	case required && n == 0:
		return "is required"
	case !offered:
		return fmt.Sprintf("does not offer %q", value)
	case n > 0 && n < number(input["min_length"]):
		return "is too short"
	case number(input["max_length"]) > 0 && n > number(input["max_length"]):
		return "is too long"
	}
	return ""
}
