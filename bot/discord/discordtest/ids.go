package discordtest

import (
	"strconv"
	"time"
)

// epochMS is Discord's epoch, the first second of 2015, in Unix milliseconds.
const epochMS = 1420070400000

// ids makes snowflakes that grow.
type ids struct{ last uint64 }

func (s *ids) next(now time.Time) string {
	id := uint64(now.UnixMilli()-epochMS) << 22
	s.last = max(s.last+1, id)
	return strconv.FormatUint(s.last, 10)
}

// guildID is the id of the nth server. Servers are numbered so that with any
// usual number of shards the nth lies on shard n modulo that number: 720720 is
// a multiple of everything up to 16.
func guildID(n int) string {
	const base = 208125 * 720720 // a millisecond in 2019
	return strconv.FormatUint(uint64(base+n)<<22, 10)
}

// shardOf says which of n shards serves a server; "" is a DM's.
func shardOf(guild string, n int) int {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil || n < 2 {
		return 0
	}
	return int(id >> 22 % uint64(n))
}
