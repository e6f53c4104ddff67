package kb

// CitesSource reports whether a statement cites a paragraph of a source.
func (b *Base) CitesSource(id string) bool {
	_, ok := b.findSource(id)
	return ok
}
