package corpus

import (
	"slices"
	"strings"
	"testing"
)

// What each tab holds is a paragraph of its own under its own title, though no blank line parts them.
func TestTabs(t *testing.T) {
	reads(t, "f.mdx", paragraphs, []form{
		{"shortcodes, in a group with a name of its own", "{{< tabs \"sails-3\" >}}\n{{< tab \"Calm\" >}}\nSet all.\n\nRest.\n{{< /tab >}}\n{{< tab \"Gale\" >}}\nSet none.\n{{< /tab >}}\n{{< /tabs >}}\nThen row.\n\nLand.",
			"1 Calm:Set all.|2 Calm:Rest.|3 Gale:Set none.|4 :Then row.|5 :Land."},
		{"a pane of shortcodes", "{{< tabpane \"one\" >}}\n{{% tab \"Calm\" %}}Set all.{{% /tab %}}\n{{% tab \"Gale\" %}}Set none.{{% /tab %}}\n{{< /tabpane >}}", "1 Calm:Set all.|2 Gale:Set none."},
		{"a group that calls its tabs", "{{< tabs items=\"Calm,Gale\" >}}\n  {{< tab >}}Set all.{{< /tab >}}\n  {{< tab >}}Set none.{{< /tab >}}\n{{< /tabs >}}", "1 Calm:Set all.|2 Gale:Set none."},
		{"components", "<Tabs>\n  <TabItem value=\"c\" label=\"Calm\" default>\n    Set all.\n  </TabItem>\n  <TabItem value=\"Gale\">\n    Set none.\n  </TabItem>\n</Tabs>\nThen row.", "1 Calm:Set all.|2 Gale:Set none.|3 :Then row."},
		{"components that their group calls", "<Tabs items={['Calm', \"Gale\"]}>\n<Tab>Set all.</Tab>\n<Tab>Set none.</Tab>\n</Tabs>", "1 Calm:Set all.|2 Gale:Set none."},
		{"components that nothing calls", "<Tabs>\n<Tab>Set all.</Tab>\n<Tab>Set none.</Tab>\n</Tabs>", "1 :Set all.|2 :Set none."},
		{"in a container", ":::tabs\n== Calm\nSet all.\n== Gale\nSet none.\n:::\nThen row.", "1 Calm:Set all.|2 Gale:Set none.|3 :Then row."},
		{"in a container with others in it", "::::tabs\n@tab Calm\nSet all.\n:::tip Oars\nShip them.\n:::\nRest.\n@tab:active Gale\nSet none.\n::::\n\n== no tab", "1 Calm:Set all.|2 Calm · Oars:Ship them.|3 Calm:Rest.|4 Gale:Set none.|5 :== no tab"},
		{"by indent", "=== \"Calm\"\n    Set all.\n=== \"Gale\"\n    Set none.", "1 Calm:Set all.|2 Gale:Set none."},
		{"columns", "{{< columns >}}\nSet all.\n<--->\nSet none.\n{{< /columns >}}\n\nA <---> B.", "1 :Set all.|2 :Set none.|3 :A <---> B."},
		{"a notice with a title in quotation marks is no group", "{{< note \"Calm\" >}}Set all.{{< /note >}}", "1 Calm:Set all."},
	})
}

// What generators put in is called by its name, or told to be left out.
func TestFilledIn(t *testing.T) {
	for _, x := range []struct {
		text, want string
		told       []string
	}{
		{"Of {{< param \"hull.length\" >}} m in {{< year >}}, says {{ keeper }}{{< br >}} and {{< ref \"a\" >}}all.", "Of [hull.length] m in [year], says [keeper] and all.", []string{"3 values that only the site fills in stand by their names, in brackets"}},
		{"Write {{</* param x */>}} or\n\n{{%/* tab \"Calm\" */%}}", "Write {{< param x >}} or / {{% tab \"Calm\" %}}", nil},
		{"{{< cards >}}\n{{< card link=\"/a\" title=\"Oars\" subtitle=\"Of ash\" >}}\n{{< card link=\"/b\" title=\"Sails\" >}}\n{{< /cards >}}", "[Oars] Of ash / Sails", nil},
		{"--8<-- \"a/b.md\"\n\n::include{file=x}\n\n{% include head.html %}\n\nIt holds.", "It holds.", []string{"3 stretches of text that are included from elsewhere are left out"}},
		{"Press ++alt+f4++, in C++ and a++b++c, or ++enter++.", "Press alt+f4, in C++ and a++b++c, or enter.", nil},
	} {
		_, src, told := shown(t, "f.md", x.text)
		if got := onOneLine(src); got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
		if len(told) != len(x.told) || slices.ContainsFunc(x.told, func(want string) bool { return !strings.HasSuffix(told[0], ": "+want) }) {
			t.Errorf("told %q, want %q", told, x.told)
		}
	}
}
