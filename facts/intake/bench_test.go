package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

// BenchmarkHeapOfImport measures what an import holds in memory at most: all of it, and for each article of a folder.
func BenchmarkHeapOfImport(b *testing.B) {
	for _, n := range []int{12_500, 25_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			for i := range n {
				text := fmt.Sprintf("# Note %d\n\n", i)
				for k := range 6 {
					text += fmt.Sprintf("Lot %d of crate %d holds %d bolts, %d nuts and a spare part called w%dx%d which nobody has counted since the fire at the old store, as the clerk says.\n\n", i, k, i*k, i+k, i, k)
				}
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("note-%d.md", i)), []byte(text), 0o644); err != nil {
					b.Fatal(err)
				}
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			before, peak := m.HeapAlloc, m.HeapAlloc
			done := make(chan bool)
			var watch sync.WaitGroup
			watch.Go(func() {
				for tick := time.NewTicker(50 * time.Millisecond); ; {
					select {
					case <-done:
						return
					case <-tick.C:
						runtime.GC()
						runtime.ReadMemStats(&m)
						peak = max(peak, m.HeapAlloc)
					}
				}
			})
			for range b.N {
				if _, err := (&Job{Dir: b.TempDir(), Articles: []string{dir}}).Run(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			close(done)
			watch.Wait()
			b.ReportMetric(float64(peak-before)/1e6, "MB")
			b.ReportMetric(float64(peak-before)/float64(n), "B/article")
		})
	}
}
