package library

import "hapjak/facts/kb"

// image returns the address of the picture of an entity, which the base states; empty
// where it states none. It is looked at again: a compiled base may come from anywhere.
func (b *Page) image(n kb.Node) string {
	for _, s := range b.a.base.OutAll(n) {
		if !b.a.base.Schema().RelationDef(b.a.base.Relation(s)).Image {
			continue
		}
		if address := b.a.base.Name(b.a.base.Object(s)); kb.ImageAddress(address) == nil {
			return address
		}
	}
	return ""
}
