// Command trim cuts Discord's OpenAPI document down to the routes that
// discordtest serves and to the schemas that these need.
//
//	go run ./trim FULL.json openapi.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"hapjak/bot/discord/discordtest"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: trim FULL.json TRIMMED.json")
		os.Exit(2)
	}
	if err := trim(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "trim:", err)
		os.Exit(1)
	}
}

type object = map[string]any

func trim(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var full object
	if err := json.Unmarshal(data, &full); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	paths, err := served(full)
	if err != nil {
		return err
	}
	all := full["components"].(object)["schemas"].(object)
	kept := object{}
	keep(paths, all, kept)
	out, err := json.Marshal(object{
		"openapi": full["openapi"], "info": full["info"], "paths": paths,
		"components": object{"schemas": kept},
	})
	if err != nil {
		return err
	}
	// One schema a line, so that an update shows in review.
	text := strings.ReplaceAll(string(out), `},"`, "},\n\"")
	return os.WriteFile(to, []byte(text+"\n"), 0o644)
}

// served picks the JSON bodies and the successful JSON answers of the routes.
func served(full object) (object, error) {
	paths := object{}
	for _, r := range discordtest.Routes() {
		method, path, _ := strings.Cut(r, " ")
		item, _ := full["paths"].(object)[path].(object)
		op, _ := item[strings.ToLower(method)].(object)
		if op == nil {
			return nil, fmt.Errorf("the document has no %s", r)
		}
		slim := object{}
		if s := jsonSchema(op["requestBody"]); s != nil {
			slim["requestBody"] = content(s)
		}
		answers := object{}
		for status, a := range op["responses"].(object) {
			if s := jsonSchema(a); s != nil && strings.HasPrefix(status, "2") {
				answers[status] = content(s)
			}
		}
		slim["responses"] = answers
		if paths[path] == nil {
			paths[path] = object{}
		}
		paths[path].(object)[strings.ToLower(method)] = slim
	}
	return paths, nil
}

func content(schema any) object {
	return object{"content": object{"application/json": object{"schema": schema}}}
}

func jsonSchema(v any) any {
	for _, key := range []string{"content", "application/json", "schema"} {
		m, _ := v.(object)
		v = m[key]
	}
	return v
}

// keep copies every schema that v refers to, directly or not.
func keep(v any, all, kept object) {
	switch v := v.(type) {
	case object:
		if ref, ok := v["$ref"].(string); ok {
			name := ref[strings.LastIndexByte(ref, '/')+1:]
			if schema, ok := all[name]; ok && kept[name] == nil {
				kept[name] = schema
				keep(schema, all, kept)
			}
		}
		for key, x := range v {
			if _, prose := x.(string); prose && key == "description" {
				delete(v, key)
				continue
			}
			keep(x, all, kept)
		}
	case []any:
		for _, x := range v {
			keep(x, all, kept)
		}
	}
}
