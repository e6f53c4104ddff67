package discord

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestPublishedLimits holds the limits that this package keeps to those of Discord's OpenAPI
// document, and where ../shared is there to the whole of it. Where ours are the lower ones the
// documents are too, or it is our own choice: see text.go. The strict Discord of the tests
// checks every body against the same document.
func TestPublishedLimits(t *testing.T) {
	for _, file := range []string{"discordtest/openapi.json", "../../../shared/discord/openapi.json"} {
		data, err := os.ReadFile(file)
		if err != nil && strings.Contains(file, "shared") {
			t.Logf("%s is not here", file)
			continue
		}
		var doc struct {
			Components struct {
				Schemas map[string]struct {
					Properties map[string]map[string]any `json:"properties"`
				} `json:"schemas"`
			} `json:"components"`
		}
		if err != nil || json.Unmarshal(data, &doc) != nil {
			t.Fatalf("%s cannot be read: %v", file, err)
		}
		for _, l := range []struct {
			where  string // schema.property.keyword
			ours   int
			stands bool // ours is the published one, and not below it
		}{
			{"ButtonComponentForMessageRequest.custom_id.maxLength", maxCustomID, true},
			{"ButtonComponentForMessageRequest.label.maxLength", maxLabel, true},
			{"ButtonComponentForMessageRequest.url.maxLength", 512, true},
			{"ActionRowComponentForMessageRequest.components.maxItems", maxRow, true},
			{"TextDisplayComponentForMessageRequest.content.maxLength", maxLayout, true},
			{"ContainerComponentForMessageRequest.components.maxItems", 3*2 + 3 + maxRows, false},
			{"MessageCreateRequest.content.maxLength", maxContent, false}, // 2,000 for bots
			{"MessageCreateRequest.embeds.maxItems", 1, false},
			{"RichEmbed.title.maxLength", maxTitle, true},
			{"RichEmbed.description.maxLength", maxLayout, false},
			{"MediaGalleryItemRequest.description.maxLength", maxAlt, true},
			{"ThumbnailComponentForMessageRequest.description.maxLength", maxAlt, true},
			{"ModalInteractionCallbackRequestData.title.maxLength", maxModalTitle, true},
			{"LabelComponentForModalRequest.label.maxLength", maxInputLabel, true},
			{"TextInputComponentForModalRequest.placeholder.maxLength", maxHint, true},
			{"TextInputComponentForModalRequest.value.maxLength", maxTyped, false},
			{"ApplicationCommandUpdateRequest.description.maxLength", maxAbout, true},
			{"ApplicationCommandUpdateRequest.name.maxLength", 32, true},
			{"ApplicationCommandUpdateRequest.options.maxItems", maxChoices, true},
			{"ApplicationCommandStringOption.choices.maxItems", maxChoices, true},
			{"ApplicationCommandOptionStringChoice.name.maxLength", maxChoice, true},
			{"ApplicationCommandOptionStringChoice.value.maxLength", 6000, true},
			{"InteractionApplicationCommandAutocompleteCallbackStringData.choices.maxItems", maxChoices, true},
			{"MessageCreateRequest.nonce.maxLength", runes(nonce("1234567890123456789", stride*int(1+editable.Milliseconds())+maxPieces)), true},
		} {
			part := strings.Split(l.where, ".")
			published := find(doc.Components.Schemas[part[0]].Properties[part[1]], part[2])
			if published == 0 {
				t.Errorf("%s: %s is not published", file, l.where)
			} else if l.ours > published || l.stands && l.ours != published {
				t.Errorf("%s: %s is %d, here %d", file, l.where, published, l.ours)
			}
		}
	}
}

// find looks for a keyword in a schema and in what it is one of.
func find(schema map[string]any, keyword string) int {
	if n, ok := schema[keyword].(float64); ok {
		return int(n)
	}
	for _, of := range []string{"oneOf", "anyOf"} {
		list, _ := schema[of].([]any)
		for _, s := range list {
			if m, ok := s.(map[string]any); ok {
				if n := find(m, keyword); n > 0 {
					return n
				}
			}
		}
	}
	return 0
}
