package corpus

import (
	"testing"
)

func TestRST(t *testing.T) {
	reads(t, "f.rst", paragraphs, []form{
		{"titles", "=====\nFerry\n=====\n\nOne.\n\nBoats\n-----\nTwo.\n\nOld *boats*\n~~~~~~~~~\n\nThree.", "2 :One.|3 Boats:Two.|5 Boats · Old boats:Three."},
		{"roles and references", "See :ref:`the times <t>`, `the council <https://c.example>`_, :func:`~a.b`, ``x_y`` and Noss_ [1]_, |isle|.\n\n.. |isle| replace:: Velden\n.. _t:\n.. [1] So they say.",
			"1 :See the times, the council, a.b, x_y and Noss, Velden.|2 :So they say."},
		{"above and below the line", "It is H\\ :sub:`2`\\ O over 12 km\\ :sup:`2`.", "1 :It is H₂O over 12 km²."},
		{"role over two lines", "Open it in :ref:`binary\nmode <bin>`, `as\n  said <https://c.example>`__. So.", "1 :Open it in binary mode, as said. So."},
		{"directives", ".. note:: Mind it.\n   It is wide.\n\n.. tip::\n   :class: x\n\n   Salt burns.\n\n.. image:: a.png\n   :alt: boat\n\n.. toctree::\n\n   a\n   b\n\nAfter.", "1 :Mind it. It is wide.|2 :Salt burns.|3 :After."},
		{"comment", "One.\n\n.. not\n   this\n\nTwo.", "1 :One.|2 :Two."},
		{"titles of tabs", ".. tabs::\n\n   .. tab:: Rain\n\n      Shut.\n\n   .. tab-item:: Sun\n      :sync: a\n\n      Open.\n\n#. Ring\n#. Wait\n", "2 Rain:Shut.|4 Sun:Open.|5 :1. Ring|5 :2. Wait"},
		{"lists", "Paid by:\n\n* Ann,\n  the mayor\n* Bo\n\n#. x", "1 :Paid by:|2 Paid by:Ann, the mayor|2 Paid by:Bo|3 Paid by:1. x"},
		{"definitions", "Skipper\n  Steers.\n\nMate\n  Helps.", "1 :Skipper: Steers.|2 :Mate: Helps."},
		{"code", "So::\n\n    # no *heading*\n\n    x\n\n.. code-block:: go\n   :linenos:\n\n   y := 1\n\nAfter.", "1 :So:|2 :# no *heading*|3 :x|4 :y := 1|5 :After."},
		{"grid table", "+------+-------+\n| Boat | Yard  |\n+======+=======+\n| Skua | Bergen|\n|      | town  |\n+------+-------+\n| Tern | Noss  |\n+------+-------+\n\nAfter.", "1 Boat | Yard:Skua | Bergen town|1 Boat | Yard:Tern | Noss|2 :After."},
		{"simple table", "=====  ====\nFare   Sum\n=====  ====\nChild  free\nAdult  4\n=====  ====", "1 Fare | Sum:Child | free|1 Fare | Sum:Adult | 4"},
		{"table without a header", "=====  ====\nChild  free\nAdult  4\n=====  ====", "1 |:Child | free|1 |:Adult | 4"},
		{"lists as tables", ".. list-table:: Crew\n   :header-rows: 1\n\n   * - Name\n     - Job\n   * - Ines\n     - captain\n\n.. csv-table::\n   :header: \"Fare\", \"Sum\"\n\n   \"Child, small\", free", "1 :Crew|1 Name | Job:Ines | captain|2 Fare | Sum:Child, small | free"},
	})
	for _, text := range []string{
		":author: Ann Berg\n:date: 4 May 2019\n:version: 3\n\nThe ferry\n=========\n\nText.",
		"The ferry\n=========\n\n:Author: Ann Berg\n:Date: 4 May 2019\n\nText.\n\n:Date: 5 May 2020",
	} {
		_, src, _ := shown(t, "f.rst", text)
		if src.Title != "The ferry" || src.Author != "Ann Berg" || src.Date != "2019-05-04" {
			t.Errorf("%s: %+v", text, src)
		}
	}
}

func FuzzRST(f *testing.F) {
	fuzzFile(f, "f.rst", "T\n===\n\n.. note:: a\n   b\n\n::\n\n  c\n", "+-+-+\n|a|b|\n+=+=+\n|c|\n+-+", "== ==\na  b\n== ==\nc  d\n== ==", ".. list-table::\n   :header-rows: 1\n\n   * - a\n     - b\n  - c", "|a| `b`_ :c:`~d <e>` ``f")
}

func FuzzTranscript(f *testing.F) {
	fuzzFile(f, "f.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>b.\n", "1\n00:00:01,000 --> 00:00:02,000\na\n\n99:99,9 --> 1:1,1\nb")
}
