package eval

import (
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/read"
)

// mention is a gold mention of ECB+ as merging sees it.
type mention struct {
	report   *merge.Report
	topic    int
	instance string
}

// readMentions reads the texts of ECB+ with our own stages and makes a report of every gold mention: its words are
// given, everything else is what our reading finds around it. Parties are the grammatical subject and object of the
// mention or of the verb that governs it, place and date those of its sentence.
func readMentions(m *merge.Merger, docs []corpus.ECBDocument) ([]mention, error) {
	r, err := reader()
	if err != nil {
		return nil, err
	}
	var out []mention
	for i := range docs {
		d := readECB(r, &docs[i])
		rec := read.Record(d, false)
		article := m.Article(&rec)
		for k, g := range docs[i].Mentions {
			if len(g.Spans) == 0 {
				continue
			}
			out = append(out, mention{mentionReport(m, d, article, &g, k), docs[i].Topic, g.Instance})
		}
	}
	return out, nil
}

// readECB reads a document of ECB+; each of its lines is a sentence of the corpus.
func readECB(r *read.Reader, e *corpus.ECBDocument) *doc.Document {
	a := doc.Article{ID: e.Name, Language: "en", Text: e.Text}
	start := 0
	for line := range strings.SplitSeq(e.Text, "\n") {
		b := doc.Block{Span: doc.Span{Start: start, End: start + len(line)}, Role: "body"}
		if strings.HasPrefix(line, "http") || len(line) < 3 {
			b.Role, b.Reason = "boilerplate", "navigation"
		}
		if !b.Empty() {
			a.Blocks = append(a.Blocks, b)
		}
		start += len(line) + 1
	}
	return r.Read(a)
}

func mentionReport(m *merge.Merger, d *doc.Document, a *merge.Article, g *corpus.ECBMention, number int) *merge.Report {
	at := g.Spans[0]
	rep := &merge.Report{ID: a.ID + "/" + at2(number), Article: a.ID, From: merge.NoDay, To: merge.NoDay, Published: merge.NoDay}
	var words []string
	for _, s := range g.Spans {
		words = append(words, d.Text(s))
	}
	rep.Anchor = strings.Join(words, " ")
	sentence := line(d.Article.Text, at.Start)
	m.Mention(rep, a, []string{rep.Anchor}, sentence)
	si, ti := d.TokenAt(at.Start)
	if si < 0 {
		return rep
	}
	s := &d.Sentences[si]
	head := ti
	for t := ti; t < len(s.Tokens) && s.Tokens[t].Start < g.Spans[len(g.Spans)-1].End; t++ {
		if h := s.Tokens[t].Head; h < ti || h >= 0 && s.Tokens[h].Start >= g.Spans[len(g.Spans)-1].End {
			head = t
			break
		}
	}
	subject, object := arguments(s, head)
	for _, x := range subject {
		rep.Actors = append(rep.Actors, party(m, d, si, x))
	}
	for _, x := range object {
		rep.Recipients = append(rep.Recipients, party(m, d, si, x))
	}
	fillAct(rep, d, at)
	fillPlace(rep, d, si, at)
	fillDate(rep, d, si, at)
	for i := range d.Figures {
		if f := &d.Figures[i]; f.Sentence == si && f.Sizes {
			rep.Figures = append(rep.Figures, merge.Figure{Low: f.Low, High: f.High, Best: f.Best, Class: f.Class, Role: f.Role})
		}
	}
	return rep
}

// fillAct takes the act and status that our own reading gives the words of a mention, where it takes them for an event.
func fillAct(r *merge.Report, d *doc.Document, at doc.Span) {
	for i := range d.Events {
		e := &d.Events[i]
		for _, s := range append([]doc.Span{e.Anchor}, e.Also...) {
			if s.Overlaps(at) {
				r.Act, r.Status = e.Act, e.Status
				return
			}
		}
	}
}

func at2(n int) string {
	return string([]byte{'0' + byte(n/100%10), '0' + byte(n/10%10), '0' + byte(n%10)})
}

// line returns the line of a text around a byte.
func line(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	end := strings.IndexByte(text[at:], '\n')
	if end < 0 {
		return text[start:]
	}
	return text[start : at+end]
}

// arguments returns the head tokens of who does an act and of whom it is done to, as far as grammar tells.
func arguments(s *doc.Sentence, head int) (subject, object []int) {
	for h, hops := head, 0; h >= 0 && hops < 3; h, hops = s.Tokens[h].Head, hops+1 {
		passive := false
		for t := range s.Tokens {
			if s.Tokens[t].Head == h && strings.HasPrefix(s.Tokens[t].Rel, "nsubj:pass") {
				passive = true
			}
		}
		for t := range s.Tokens {
			if s.Tokens[t].Head != h || t == head {
				continue
			}
			switch rel := s.Tokens[t].Rel; {
			case rel == "nsubj:pass" || rel == "obj" || rel == "iobj":
				object = append(object, t)
			case rel == "nsubj" && !passive, rel == "obl:agent", rel == "nmod:poss", rel == "compound" && h == head:
				subject = append(subject, t)
			case (rel == "obl" || rel == "nmod") && caseOf(s, t) == "by":
				subject = append(subject, t)
			case rel == "nmod" && h == head && caseOf(s, t) == "of":
				object = append(object, t)
			}
		}
		if len(subject) > 0 {
			break
		}
		if rel := s.Tokens[h].Rel; strings.HasPrefix(rel, "acl") || rel == "appos" || strings.HasPrefix(rel, "parataxis") {
			break
		}
	}
	return subject, object
}

func caseOf(s *doc.Sentence, t int) string {
	for i := range s.Tokens {
		if s.Tokens[i].Head == t && s.Tokens[i].Rel == "case" {
			return strings.ToLower(s.Tokens[i].Text)
		}
	}
	return ""
}

// party names a party by the entity that its head token belongs to, else by its words.
func party(m *merge.Merger, d *doc.Document, si, head int) merge.Party {
	s := &d.Sentences[si]
	for i := range d.Mentions {
		if x := &d.Mentions[i]; x.Sentence == si && x.First <= head && head <= x.Last && x.Entity >= 0 {
			e := &d.Entities[x.Entity]
			return m.Party(e.Name, e.Code, e.Sector)
		}
	}
	first := head
	for first > 0 && s.Tokens[first-1].Head == head && (s.Tokens[first-1].Rel == "compound" || s.Tokens[first-1].Rel == "amod" || s.Tokens[first-1].Rel == "flat") {
		first--
	}
	return m.Party(s.Words(d.Article.Text, first, head), "", "")
}

// fillPlace takes the place of the sentence that stands nearest to the anchor.
func fillPlace(r *merge.Report, d *doc.Document, si int, at doc.Span) {
	best := -1
	for i := range d.Places {
		p := &d.Places[i]
		if p.Sentence != si || !p.Literal {
			continue
		}
		if gap := apart(p.Span, at); best < 0 || gap < best {
			best = gap
			r.Place = merge.Place{Name: p.Name, Country: p.Country, Admin1: p.Admin1, Lat: p.Lat, Lon: p.Lon, GeoNames: p.GeoNames, Precision: p.Precision}
		}
	}
}

func fillDate(r *merge.Report, d *doc.Document, si int, at doc.Span) {
	best := -1
	for i := range d.Dates {
		t := &d.Dates[i]
		first, last, ok := merge.ParseDay(t.From)
		if t.Sentence != si || !ok {
			continue
		}
		if _, to, ok := merge.ParseDay(t.To); ok && to >= first {
			last = to
		}
		if gap := apart(t.Span, at); best < 0 || gap < best {
			best = gap
			r.From, r.To, r.Granularity = first, last, t.Granularity
		}
	}
}

func apart(a, b doc.Span) int {
	if a.Start > b.Start {
		a, b = b, a
	}
	return max(0, b.Start-a.End)
}
