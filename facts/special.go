package facts

// special answers what is asked of the program or of its sources rather than of
// the world that they describe.
func (t *turn) special() bool { return false }
