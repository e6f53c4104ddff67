package say

import "testing"

func TestDrawn(t *testing.T) {
	clause := func(subject, said, mark string, one bool) drawn {
		return drawn{subject: subject, one: one, parts: [2]string{said}, marks: [2]string{mark}}
	}
	for _, tt := range []struct {
		list []drawn
		want string
	}{
		{[]drawn{clause("it", "Ann Lee wrote it", "[1]", false), clause("it", "Ann Lee filmed it", "[1]", false)}, "Ann Lee wrote and filmed it. [1]"},
		{[]drawn{clause("it", "Ann Lee wrote it", "[1]", false), clause("it", "Ann Lee filmed it", "[2]", false)}, "Ann Lee wrote it. [1] Ann Lee filmed it. [2]"},
		{[]drawn{clause("it", "it sold 5 tickets in Bergen", "[1]", false), clause("it", "it sold 7 tickets in Bergen", "[1]", false)}, "It sold 5 tickets in Bergen. [1] It sold 7 tickets in Bergen. [1]"},
		{[]drawn{clause("it", "it is from Norway", "[1]", true), clause("it", "it was shot in Bergen", "[2]", true), clause("it", "it won a prize", "[2]", true)},
			"It is from Norway [1] and was shot in Bergen. [2] It won a prize. [2]"},
		{[]drawn{clause("Ann Lee", "Ann Lee runs a mill", "[1]", true), clause("Ann Lee", "Ann Lee wrote Salt", "[1]", true), clause("Ann Lee", "Ann Lee sang Salt", "[1]", true)},
			"Ann Lee runs a mill and wrote and sang Salt. [1]"},
		{[]drawn{clause("Ann Lee", "Ann Lee and Bo Ray were married", "[1]", false), clause("Ann Lee", "Ann Lee runs a mill", "[1]", true)},
			"Ann Lee and Bo Ray were married. [1] Ann Lee runs a mill. [1]"},
		{[]drawn{clause("it", "it is about a mill, which burns", "[1]", true), clause("it", "it is from Norway", "[1]", true)}, "It is about a mill, which burns. [1] It is from Norway. [1]"},
	} {
		var list []drawn
		for _, d := range tt.list {
			if len(list) == 0 || !list[len(list)-1].add(d) {
				list = append(list, d)
			}
		}
		got := ""
		for _, d := range list {
			got += " " + d.text()
		}
		if got[1:] != tt.want {
			t.Errorf("drew\n%s, want\n%s", got[1:], tt.want)
		}
	}
}
