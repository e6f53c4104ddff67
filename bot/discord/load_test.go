package discord

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
)

// unlimited is a Discord without rate limits that forgets what is past, so
// that only the bot's own speed and memory are measured.
var unlimited = discordtest.Options{ChannelRate: -1, GlobalRate: -1, Keep: 500}

// TestLoad asks 200 questions a second for a moment: none is lost, none is
// answered twice.
func TestLoad(t *testing.T) {
	r := start(t, setup{discord: unlimited})
	report := discordtest.Load{Rate: 200, For: 2 * time.Second}.Run(r.Discord)
	t.Log(report)
	if report.Lost != 0 || report.Twice != 0 {
		t.Errorf("%d lost, %d answered twice", report.Lost, report.Twice)
	}
}

// BenchmarkSteady asks at a steady rate; -benchtime=12000x is a minute at 200 a
// second. The time of an operation is the rate's; the latencies are from just
// before the event is written to the gateway's socket to the head of the
// answer's POST.
func BenchmarkSteady(b *testing.B) {
	for _, rate := range []int{50, 200} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			r := start(b, setup{discord: unlimited})
			discordtest.Load{Rate: 100, For: time.Second}.Run(r.Discord) // warm
			b.ResetTimer()
			tell(b, discordtest.Load{Rate: float64(rate), For: time.Duration(b.N) * time.Second / time.Duration(rate)}.Run(r.Discord))
		})
	}
}

// BenchmarkInteractions answers commands as fast as it goes, 16 at a time, and
// reports how much memory stays in use for each. -benchtime=100000x shows
// whether anything is kept for ever.
func BenchmarkInteractions(b *testing.B) {
	r := start(b, setup{discord: unlimited})
	r.WaitCommands(5 * time.Second)
	load := discordtest.Load{Command: "film", Args: func(int) discordtest.Args { return discordtest.Args{"title": "Snowpiercer"} }}
	load.Count = 3000
	load.Run(r.Discord)
	before := live()
	b.ResetTimer()
	load.Count = b.N
	tell(b, load.Run(r.Discord))
	b.ReportMetric((live()-before)/float64(b.N), "kept-B/op")
}

func tell(b *testing.B, r discordtest.LoadReport) {
	b.StopTimer()
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(r.P50), "p50-ms")
	b.ReportMetric(ms(r.P99), "p99-ms")
	b.ReportMetric(ms(r.Max), "max-ms")
	b.ReportMetric(float64(r.Sent)/r.Elapsed.Seconds(), "questions/s")
	if r.Lost != 0 || r.Twice != 0 {
		b.Errorf("%d lost, %d answered twice", r.Lost, r.Twice)
	}
}

// live is the memory in use after a collection, in bytes.
func live() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
