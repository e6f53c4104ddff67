package discordtest

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// What Discord's documentation demands and its OpenAPI document leaves out or
// has looser, checked by hand. Lengths are in code points throughout.

// Kinds of component.
const (
	componentRow    = 1
	componentButton = 2
	componentSelect = 3
	componentInput  = 4

	componentSection   = 9
	componentText      = 10
	componentThumbnail = 11
	componentGallery   = 12
	componentFile      = 13
	componentSeparator = 14
	componentContainer = 17
)

// checker gathers faults.
type checker struct{ faults []fault }

func (c *checker) bad(text string, at ...string) {
	c.faults = append(c.faults, fault{slices.Clone(at), text})
}

// limit holds a text to a number of code points.
func (c *checker) limit(v any, most int, at ...string) {
	if n := runes(v); n > most {
		c.bad(fmt.Sprintf("has %d characters, must be %d or fewer in length", n, most), at...)
	}
}

// messageFaults checks what a message is made of; v2 says that it is components and
// nothing else (IS_COMPONENTS_V2).
func messageFaults(body object, v2 bool) []fault {
	var c checker
	if v2 {
		for _, key := range []string{"content", "embeds", "poll", "sticker_ids"} {
			if v := body[key]; v != nil && v != "" && !(isList(v) && len(list(v)) == 0) {
				c.bad("cannot be used with MessageFlags.IS_COMPONENTS_V2", key)
			}
		}
		c.layout(body)
		c.mentions(asObject(body["allowed_mentions"]))
		return c.faults
	}
	c.limit(body["content"], 2000, "content")
	c.embeds(list(body["embeds"]))
	c.components(list(body["components"]))
	c.mentions(asObject(body["allowed_mentions"]))
	return c.faults
}

func (c *checker) embeds(embeds []any) {
	sum := 0
	for i, v := range embeds {
		e := asObject(v)
		at := []string{"embeds", strconv.Itoa(i)}
		sum += runes(e["title"]) + runes(e["description"]) +
			runes(asObject(e["author"])["name"]) + runes(asObject(e["footer"])["text"])
		for j, f := range list(e["fields"]) {
			f := asObject(f)
			sum += runes(f["name"]) + runes(f["value"])
			for _, key := range []string{"name", "value"} {
				if strings.TrimSpace(str(f[key])) == "" {
					c.bad("this field is required", append(at, "fields", strconv.Itoa(j), key)...)
				}
			}
		}
		c.webURL(e["url"], append(at, "url")...)
		if emptyEmbed(e) {
			c.bad("an embed must not be empty", at...)
		}
	}
	if sum > 6000 {
		c.bad(fmt.Sprintf("the embeds have %d characters in all, must be 6000 or fewer", sum), "embeds")
	}
}

func emptyEmbed(e object) bool {
	for key, v := range e {
		if key == "type" || key == "color" || v == nil || v == "" || len(list(v)) == 0 && v != nil && isList(v) {
			continue
		}
		return false
	}
	return true
}

func isList(v any) bool { _, ok := v.([]any); return ok }

// webURL wants an http or https URL, if there is any.
func (c *checker) webURL(v any, at ...string) {
	s := str(v)
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "discord" || u.Host == "" {
		c.bad(fmt.Sprintf("%q is not a well formed URL", s), at...)
	}
}

// flatten are the components inside rows and other containers, in order.
func flatten(components []any) []object {
	var all []object
	for _, v := range components {
		o := asObject(v)
		if number(o["type"]) > componentRow {
			all = append(all, o)
		}
		all = append(all, flatten(list(o["components"]))...)
		if inner := asObject(o["accessory"]); inner != nil {
			all = append(all, inner)
		}
		if inner := asObject(o["component"]); inner != nil {
			all = append(all, inner)
		}
	}
	return all
}

// layout checks the components of a message that is nothing else: at most 40 of them,
// with 4,000 characters in all, each where it may be.
func (c *checker) layout(body object) {
	tops, given := body["components"]
	if !given {
		return // an edit of something else
	}
	count, text := 0, 0
	var walk func(all []any, inside int, at []string)
	walk = func(all []any, inside int, at []string) {
		for i, v := range all {
			o := asObject(v)
			kind := number(o["type"])
			here := append(slices.Clone(at), strconv.Itoa(i))
			count++
			text += runes(o["content"])
			if !mayHold(inside, kind) {
				c.bad(fmt.Sprintf("a component of type %d may not be in one of type %d", kind, inside), append(here, "type")...)
			}
			inner := list(o["components"])
			switch kind {
			case componentButton:
				c.button(o, here...)
			case componentSelect:
				c.menu(o, here...)
				if len(all) > 1 {
					c.bad("a menu has a row of its own", here...)
				}
			case componentText:
				if strings.TrimSpace(str(o["content"])) == "" {
					c.bad("this field is required", append(here, "content")...)
				}
			case componentRow, componentSection, componentContainer:
				if len(inner) == 0 {
					c.bad("must not be empty", here...)
				}
			}
			walk(inner, kind, append(here, "components"))
			if a := asObject(o["accessory"]); a != nil {
				walk([]any{a}, -componentSection, append(here, "accessory"))
			} else if kind == componentSection {
				c.bad("a section has an accessory", here...)
			}
		}
	}
	walk(list(tops), 0, []string{"components"})
	if count == 0 {
		c.bad("this field is required", "components")
	}
	if count > 40 {
		c.bad(fmt.Sprintf("%d components in all, must be 40 or fewer", count), "components")
	}
	if text > 4000 {
		c.bad(fmt.Sprintf("%d characters in all, must be 4000 or fewer", text), "components")
	}
	c.customIDs(list(tops))
}

// mayHold says whether a component may stand in another, 0 being the message itself and
// a negative number an accessory.
func mayHold(outer, inner int) bool {
	menu := inner == componentSelect || inner >= 5 && inner <= 8
	switch outer {
	case 0:
		return slices.Contains([]int{componentRow, componentSection, componentText, componentGallery, componentFile, componentSeparator, componentContainer}, inner)
	case componentContainer:
		return inner != componentContainer && mayHold(0, inner)
	case componentRow:
		return inner == componentButton || menu
	case componentSection:
		return inner == componentText
	case -componentSection:
		return inner == componentButton || inner == componentThumbnail
	}
	return false
}

func (c *checker) components(rows []any) {
	if len(rows) > 5 {
		c.bad(fmt.Sprintf("%d rows, at most 5", len(rows)), "components")
	}
	for i, row := range rows {
		at := []string{"components", strconv.Itoa(i)}
		if number(asObject(row)["type"]) != componentRow {
			c.bad("must be an action row", append(at, "type")...)
			continue
		}
		inner := list(asObject(row)["components"])
		for j, v := range inner {
			o := asObject(v)
			here := append(slices.Clone(at), "components", strconv.Itoa(j))
			if number(o["type"]) == componentButton {
				c.button(o, here...)
				continue
			}
			if len(inner) > 1 {
				c.bad("a menu has a row of its own", here...)
			}
			c.menu(o, here...)
		}
	}
	c.customIDs(rows)
}

func (c *checker) customIDs(rows []any) {
	seen := map[string]bool{}
	for _, o := range flatten(rows) {
		id := str(o["custom_id"])
		if id == "" {
			continue
		}
		if seen[id] {
			c.bad(fmt.Sprintf("custom_id %q is there twice", id), "components")
		}
		seen[id] = true
		c.limit(id, 100, "components", "custom_id")
	}
}

func (c *checker) button(o object, at ...string) {
	link := number(o["style"]) == 5
	id, target := str(o["custom_id"]), str(o["url"])
	switch {
	case link && (target == "" || id != ""):
		c.bad("a link button has a url and no custom_id", at...)
	case !link && (id == "" || target != ""):
		c.bad("a button has a custom_id and no url", at...)
	}
	c.webURL(o["url"], append(at, "url")...)
	c.limit(o["label"], 80, append(at, "label")...)
	if str(o["label"]) == "" && asObject(o["emoji"]) == nil {
		c.bad("a button needs a label or an emoji", at...)
	}
	if e := asObject(o["emoji"]); e != nil && str(e["name"]) == "" && str(e["id"]) == "" {
		c.bad("an emoji needs a name or an id", at...)
	}
}

func (c *checker) menu(o object, at ...string) {
	options := list(o["options"])
	if number(o["type"]) != componentSelect {
		return
	}
	if len(options) == 0 || len(options) > 25 {
		c.bad(fmt.Sprintf("%d options, must be 1 to 25", len(options)), append(at, "options")...)
	}
	seen, chosen := map[string]bool{}, 0
	for i, v := range options {
		value := str(asObject(v)["value"])
		if seen[value] {
			c.bad(fmt.Sprintf("value %q is there twice", value), append(at, "options", strconv.Itoa(i))...)
		}
		seen[value] = true
		if on, _ := asObject(v)["default"].(bool); on {
			chosen++
		}
	}
	most := 1
	if o["max_values"] != nil {
		most = number(o["max_values"])
	}
	if most > len(options) {
		c.bad("max_values is more than there are options", at...)
	}
	if chosen > most {
		c.bad("more options are chosen by default than may be", at...)
	}
}

// mentions checks allowed_mentions for what excludes itself.
func (c *checker) mentions(o object) {
	for _, kind := range []string{"users", "roles"} {
		if slices.Contains(list(o["parse"]), any(kind)) && len(list(o[kind])) > 0 {
			c.bad(fmt.Sprintf("parse: [%q] and %s exclude each other", kind, kind), "allowed_mentions")
		}
	}
}

// pings says how a message would ping somebody, "" if it cannot. Without
// allowed_mentions everything is parsed; with an empty object nothing is.
func pings(body object) string {
	o := asObject(body["allowed_mentions"])
	if o == nil {
		return "no allowed_mentions: every mention in it would ping"
	}
	for _, key := range []string{"parse", "users", "roles"} {
		if len(list(o[key])) > 0 {
			return fmt.Sprintf("allowed_mentions.%s is %v", key, o[key])
		}
	}
	if o["parse"] == nil {
		return "allowed_mentions without parse: []"
	}
	if on, _ := o["replied_user"].(bool); on {
		return "allowed_mentions.replied_user is true"
	}
	return ""
}

// empty says whether a message would show nothing at all.
func empty(body object, files int) bool {
	return strings.TrimSpace(str(body["content"])) == "" && len(list(body["embeds"])) == 0 &&
		len(list(body["components"])) == 0 && len(list(body["sticker_ids"])) == 0 && body["poll"] == nil && files == 0
}

// modalFaults checks a modal.
func modalFaults(data object) []fault {
	var c checker
	c.limit(data["title"], 45, "title")
	rows := list(data["components"])
	if len(rows) == 0 || len(rows) > 5 {
		c.bad(fmt.Sprintf("%d rows, must be 1 to 5", len(rows)), "components")
	}
	c.customIDs(rows)
	for _, o := range flatten(rows) {
		lo, hi := number(o["min_length"]), number(o["max_length"])
		if hi > 0 && lo > hi {
			c.bad("min_length is more than max_length", "components")
		}
		c.menu(o, "components")
		if number(o["type"]) == componentInput && hi > 0 {
			c.limit(o["value"], hi, "components", "value")
		}
	}
	return c.faults
}

// choiceFaults checks an answer to autocompletion against the option's type.
func choiceFaults(data object, option int) []fault {
	var c checker
	choices := list(data["choices"])
	if len(choices) > 25 {
		c.bad(fmt.Sprintf("%d choices, must be 25 or fewer", len(choices)), "choices")
	}
	for i, v := range choices {
		o := asObject(v)
		at := []string{"choices", strconv.Itoa(i)}
		if n := runes(o["name"]); n < 1 || n > 100 {
			c.bad(fmt.Sprintf("has %d characters, must be between 1 and 100 in length", n), append(at, "name")...)
		}
		c.limit(o["value"], 100, append(at, "value")...)
		if _, text := o["value"].(string); text != (option == optionString) {
			c.bad("is of another type than the option", append(at, "value")...)
		}
	}
	return c.faults
}
