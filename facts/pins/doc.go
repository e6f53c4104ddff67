// Package pins holds still what questions are answered with. Its test asks every
// question set of the tree and compares each turn's status, short answers and
// citations, but not its text, with a line of a golden file under testdata:
//
//	c001/1 answered | Kim Yong-hwa | kobiz-2025:23
//
// A change of behaviour then shows in review as a diff of those lines, and whoever
// makes it reads whether each is for the better; -update writes them. The pins say
// what is answered, not what is right: the scores beside the sets do that.
//
// The film catalogue and MetaQA lie outside the repository, in the shared folder.
// Where they are absent their pins are left out.
package pins
