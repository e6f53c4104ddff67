package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What is uploaded with a message: parts of a form named files[n], which attachments
// speak of by their n, and components and embeds as attachment://NAME.

// File is a file of a message.
type File struct {
	Name, Description string
	Data              []byte
}

type attachment struct {
	File
	id string
}

// upload is a file of a form.
type upload struct {
	name string
	data []byte
}

const attached = "attachment://"

// attach checks what a body says of its files, and returns those that the message has
// then. was is nil of a new message.
func (d api) attach(q *request, was *message, body object) ([]attachment, error) {
	var have []attachment
	if was != nil {
		have = was.files
	}
	said, given := body["attachments"]
	if given || was == nil {
		kept := have
		have = nil
		for i, v := range list(said) {
			o := asObject(v)
			id := str(o["id"])
			if id == "" {
				id = strconv.Itoa(number(o["id"]))
			}
			if up, ok := q.files["files["+id+"]"]; ok {
				name := str(o["filename"])
				if name == "" {
					name = up.name
				}
				have = append(have, attachment{File{name, str(o["description"]), up.data}, d.ids.next(d.clock.Now())})
				continue
			}
			k := slices.IndexFunc(kept, func(a attachment) bool { return a.id == id })
			if k < 0 {
				return nil, d.blamedForm(q, []fault{{[]string{"attachments", strconv.Itoa(i)}, "there is no file " + id}})
			}
			have = append(have, kept[k])
		}
	}
	for _, name := range references(body) {
		if !slices.ContainsFunc(have, func(a attachment) bool { return a.Name == name }) {
			return nil, d.blamedForm(q, []fault{{[]string{"components"}, fmt.Sprintf("%s%s leads to no file", attached, name)}})
		}
	}
	return have, nil
}

// references are the names that a body's components and embeds have behind
// attachment://.
func references(v any) (names []string) {
	switch v := v.(type) {
	case object:
		for _, inner := range v {
			names = append(names, references(inner)...)
		}
	case []any:
		for _, inner := range v {
			names = append(names, references(inner)...)
		}
	case string:
		if name, ok := strings.CutPrefix(v, attached); ok {
			names = append(names, name)
		}
	}
	return names
}

func wireFiles(files []attachment) []any {
	all := []any{}
	for _, f := range files {
		url := "https://cdn.discordapp.com/attachments/" + f.id + "/" + f.Name
		all = append(all, object{"id": f.id, "filename": f.Name, "description": f.Description, "size": len(f.Data), "url": url, "proxy_url": url})
	}
	return all
}

// unfurl gives a medium what Discord adds to it.
func (d *Discord) unfurl(media object) {
	if media == nil {
		return
	}
	if media["id"] == nil {
		media["id"] = d.ids.next(d.clock.Now())
	}
	if url := str(media["url"]); strings.HasPrefix(url, attached) {
		media["url"] = "https://cdn.discordapp.com/attachments/" + strings.TrimPrefix(url, attached)
	}
	media["proxy_url"] = media["url"]
}
