package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// curve measures Hapjak over indexes of several sizes.
func curve(ctx context.Context, o options) error {
	var figures []figure
	fmt.Println("| passages | built in | file | open | questions/s | p50 | p99 | memory | and of the mapped file |")
	fmt.Println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
	for size := range strings.SplitSeq(o.sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("-sizes: %w", err)
		}
		f, err := point(ctx, o, n)
		if err != nil {
			return err
		}
		figures = append(figures, f)
		fmt.Printf("| %d | %v | %d MiB | %v | %.0f | %v | %v | %d MiB | %d MiB |\n", n, f.Build.Round(100*time.Millisecond), f.Bytes>>20,
			f.Open.Round(time.Microsecond), f.PerSecond, f.P50.Round(time.Microsecond), f.P99.Round(time.Microsecond), f.Resident>>20, f.Touched>>20)
	}
	if o.plot == "" {
		return nil
	}
	return os.WriteFile(o.plot, []byte(plot(figures)), 0o644)
}

func point(ctx context.Context, o options, n int) (figure, error) {
	f := figure{Engine: "hapjak", Articles: n}
	dir, err := os.MkdirTemp("", "rivals-*")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(dir)
	articles := filepath.Join(dir, "articles.jsonl")
	if _, err := writeCopies(o.articles, articles, 0, n); err != nil {
		return f, err
	}
	a, err := buildAndOpen(ctx, articles, filepath.Join(dir, "index"), o.clock, &f)
	if err != nil {
		return f, err
	}
	if err := a.close(); err != nil {
		return f, err
	}
	return f, remeasure(ctx, &f, filepath.Join(dir, "index"), o)
}

// The plot's frame in its own units; both axes are logarithmic, milliseconds up.
const (
	width, height           = 640, 360
	left, right, top, floor = 70, 20, 20, 50
)

// plot draws p50 and p99 over the number of passages as an SVG that reads on light
// and dark ground.
func plot(figures []figure) string {
	lowX, highX := math.Log10(float64(figures[0].Articles)), math.Log10(float64(figures[len(figures)-1].Articles))
	lowY, highY := -2.0, 1.0 // 0.01 to 10 ms
	x := func(n int) float64 {
		return left + (math.Log10(float64(n))-lowX)/max(highX-lowX, 1)*(width-left-right)
	}
	y := func(ms float64) float64 {
		return height - floor - (math.Log10(ms)-lowY)/(highY-lowY)*(height-top-floor)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#777">`+"\n", width, height)
	for _, ms := range []float64{0.01, 0.1, 1, 10} {
		fmt.Fprintf(&b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#7774"/><text x="%d" y="%.1f" text-anchor="end">%g ms</text>`+"\n",
			left, width-right, y(ms), y(ms), left-8, y(ms)+4, ms)
	}
	for _, f := range figures {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(f.Articles), height-floor+20, short(f.Articles))
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">passages</text>`+"\n", (left+width-right)/2, height-10)
	line := func(name, colour string, of func(figure) time.Duration) {
		var points []string
		for _, f := range figures {
			px, py := x(f.Articles), y(of(f).Seconds()*1000)
			points = append(points, fmt.Sprintf("%.1f,%.1f", px, py))
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", px, py, colour)
		}
		last := figures[len(figures)-1]
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%.1f" y="%.1f" text-anchor="end" fill="%s">%s</text>`+"\n",
			strings.Join(points, " "), colour, x(last.Articles), y(of(last).Seconds()*1000)-10, colour, name)
	}
	line("p50", "#2a7de1", func(f figure) time.Duration { return f.P50 })
	line("p99", "#d9622b", func(f figure) time.Duration { return f.P99 })
	b.WriteString("</svg>\n")
	return b.String()
}

func short(n int) string {
	switch {
	case n >= 1e6 && n%1e6 == 0:
		return fmt.Sprintf("%d M", n/1e6)
	case n >= 1000:
		return fmt.Sprintf("%g k", float64(n)/1000)
	}
	return strconv.Itoa(n)
}
