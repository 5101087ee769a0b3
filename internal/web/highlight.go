package web

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// span is a stretch of an article that something was read from. Offsets are code points.
type span struct {
	start, end int
	id         string // of the event, claim, figure, … it belongs to
	role       string // event, also, claim, cue, source, figure, place, date, actor, recipient, force: a class on the page
	class      string // one more class: the status of an event, the stance of a source
	link       string // id of the card that the words lead to, for the words that name an act or attribute a claim
}

// segment is a stretch of text in which nothing begins or ends.
type segment struct {
	Text    string
	IDs     []string // what it belongs to, outermost first
	Classes []string
	Link    string   // id of the card that it leads to, "" none
	Begins  []string // ids whose first words are here
}

// Marked says whether anything was read from the segment.
func (s segment) Marked() bool { return len(s.IDs) > 0 }

// DataIDs and Class are written into attributes.
func (s segment) DataIDs() string { return strings.Join(s.IDs, " ") }

// Class are the classes of the mark.
func (s segment) Class() string { return strings.Join(s.Classes, " ") }

// paragraph is a line of the article.
type paragraph struct {
	Segments []segment
	Aside    string // why it is set aside, "" = it is the article
	Heading  bool   // it is the title again
}

// segments cuts a text at every boundary of a span. Joined, the segments are the text; since they do not overlap, marks
// made of them need no nesting, however the spans overlap. Spans outside the text are cut off or left out.
func segments(text []rune, spans []span) []segment {
	var cuts []int
	kept := make([]span, 0, len(spans))
	for _, s := range spans {
		s.start, s.end = max(s.start, 0), min(s.end, len(text))
		if s.start < s.end {
			kept = append(kept, s)
			cuts = append(cuts, s.start, s.end)
		}
	}
	// Outermost first: the earlier begin, then the later end.
	slices.SortStableFunc(kept, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	cuts = append(cuts, 0, len(text))
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []segment
	var open []span
	begun := map[string]bool{}
	next := 0
	for i := 1; i < len(cuts); i++ {
		from, to := cuts[i-1], cuts[i]
		open = slices.DeleteFunc(open, func(s span) bool { return s.end <= from })
		for next < len(kept) && kept[next].start == from {
			open = append(open, kept[next])
			next++
		}
		seg := segment{Text: string(text[from:to])}
		for _, s := range open {
			seg.add(s)
			if s.start == from && !begun[s.id] {
				begun[s.id] = true
				seg.Begins = append(seg.Begins, s.id)
			}
		}
		out = append(out, seg)
	}
	return out
}

func (g *segment) add(s span) {
	if !slices.Contains(g.IDs, s.id) {
		g.IDs = append(g.IDs, s.id)
	}
	for _, c := range []string{s.role, s.class} {
		if c != "" && !slices.Contains(g.Classes, c) {
			g.Classes = append(g.Classes, c)
		}
	}
	if s.link != "" {
		g.Link = s.link // the innermost wins
	}
}

// paragraphs breaks segments at line ends. The line ends themselves are left out.
func paragraphs(segs []segment, asides []doc.RecordBoilerplate) []paragraph {
	var out []paragraph
	var p paragraph
	at := 0
	inAside := func(at int) string {
		for _, b := range asides {
			if b.Start <= at && at < b.End {
				return b.Reason
			}
		}
		return ""
	}
	flush := func() {
		if len(p.Segments) > 0 {
			out = append(out, p)
		}
		p = paragraph{}
	}
	for _, s := range segs {
		begins := s.Begins
		for i, line := range strings.Split(s.Text, "\n") {
			if i > 0 {
				flush()
				at++
			}
			if line == "" {
				continue
			}
			part := s
			part.Text = line
			part.Begins, begins = begins, nil
			if len(p.Segments) == 0 {
				p.Aside = inAside(at)
			}
			if strings.TrimSpace(line) == "" {
				part.Link = "" // a blank between two words is nothing to click on
			}
			p.Segments = append(p.Segments, part)
			at += len([]rune(line))
		}
	}
	flush()
	return out
}
