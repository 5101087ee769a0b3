package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"onrecord/internal/source"
)

// bar draws how far a long run has come, on one line of a terminal. Off a terminal it draws nothing.
type bar struct {
	out   io.Writer // nil: nothing is drawn
	start time.Time
	drawn time.Time
	width int
	count int
}

func newBar(out io.Writer, terminal bool) *bar {
	b := &bar{start: time.Now()}
	if terminal {
		b.out = out
	}
	return b
}

// redraw is how often the line is drawn at most.
const redraw = 100 * time.Millisecond

// step counts an item and draws anew, but not too often.
func (b *bar) step(p source.Progress) {
	b.count++
	now := time.Now()
	if b.out == nil || now.Sub(b.drawn) < redraw {
		return
	}
	b.drawn = now
	b.draw(line(b.count, p, now.Sub(b.start)))
}

// line is what the bar shows: how many, how fast, how far, how long still.
func line(count int, p source.Progress, took time.Duration) string {
	s := fmt.Sprintf("%d articles", count)
	if sec := took.Seconds(); sec >= 1 {
		s += fmt.Sprintf(", %.0f/s", float64(count)/sec)
	}
	if p.Total <= 0 || p.Done <= 0 {
		return s
	}
	share := min(1, float64(p.Done)/float64(p.Total))
	const cells = 24
	full := int(share * cells)
	s = fmt.Sprintf("[%s%s] %3.0f%%  %s", strings.Repeat("=", full), strings.Repeat(" ", cells-full), share*100, s)
	if share < 1 && took > 2*time.Second {
		left := time.Duration(float64(took) * (1 - share) / share)
		s += ", " + left.Round(time.Second).String() + " left"
	}
	return s
}

func (b *bar) draw(s string) {
	pad := max(0, b.width-len(s))
	fmt.Fprint(b.out, "\r"+s+strings.Repeat(" ", pad))
	b.width = len(s)
}

// say prints a message on a line of its own, above the bar.
func (b *bar) say(out io.Writer, format string, args ...any) {
	b.clear()
	fmt.Fprintf(out, format+"\n", args...)
}

// clear takes the bar away.
func (b *bar) clear() {
	if b.out != nil && b.width > 0 {
		b.draw("")
		fmt.Fprint(b.out, "\r")
		b.width = 0
	}
}
