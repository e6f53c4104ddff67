package facts

import "hapjak/facts/passages"

// OpenPassages opens the passages of a knowledge base's directory without its
// facts, or the shipped ones where dir is empty. nil is a knowledge base without
// articles. Close it.
func OpenPassages(dir string) (*passages.Index, error) {
	if dir == "" {
		return passages.Load(shippedIndex)
	}
	return settled(dir, func() (*passages.Index, error) { return openIndex(dir) })
}
