// Package digest writes a record for people: what happened, what is under way, planned,
// demanded or denied, each with where, when, how many, on whose word, and the words
// themselves. It takes a doc.Record, so that stored records print the same way, and
// adds nothing that the record does not hold.
package digest

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/wording"
)

// Options say how a digest looks.
type Options struct {
	Color    bool // ANSI colours and bold
	BySource bool // group events by who vouches for them instead of by status
	Width    int  // columns to wrap at; 0 = 100
}

// Write writes the digest of one record.
func Write(w io.Writer, r *doc.Record, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &page{r: r, o: o, w: bufio.NewWriter(w), claims: map[string]*doc.RecordClaim{}, places: map[string]*doc.RecordPlace{},
		dates: map[string]*doc.RecordDate{}, figures: map[string]*doc.RecordFigure{}}
	for i := range r.Claims {
		p.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	for i := range r.Places {
		p.places[r.Places[i].ID] = &r.Places[i]
	}
	for i := range r.Dates {
		p.dates[r.Dates[i].ID] = &r.Dates[i]
	}
	for i := range r.Figures {
		p.figures[r.Figures[i].ID] = &r.Figures[i]
	}
	p.head()
	if o.BySource {
		p.bySource()
	} else {
		p.byStatus()
	}
	p.forces()
	p.otherClaims()
	p.problems()
	return p.w.Flush()
}

// page is a digest being written.
type page struct {
	r       *doc.Record
	o       Options
	w       *bufio.Writer
	claims  map[string]*doc.RecordClaim
	places  map[string]*doc.RecordPlace
	dates   map[string]*doc.RecordDate
	figures map[string]*doc.RecordFigure
}

func (p *page) style(code, s string) string {
	if !p.o.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *page) bold(s string) string { return p.style("1", s) }
func (p *page) dim(s string) string  { return p.style("2", s) }
func (p *page) warn(s string) string { return p.style("33", s) }

func (p *page) head() {
	a := &p.r.Article
	title := value(a.Title)
	if title == "" {
		title = opening(a)
	}
	if title == "" {
		title = "(empty article)"
	}
	fmt.Fprintln(p.w, p.bold(clip(title, p.o.Width)))
	var facts []string
	for _, f := range []string{value(a.Publisher), value(a.Byline)} {
		if f != "" {
			facts = append(facts, f)
		}
	}
	if d := value(a.Published); d != "" {
		facts = append(facts, "published "+wording.Day(d))
	} else {
		facts = append(facts, "publication day unknown, so \"yesterday\" and the like stay open")
	}
	facts = append(facts, wording.Count(len(p.r.Events), "event"), wording.Count(len(p.r.Claims), "claim"))
	if n := len(a.Boilerplate); n > 0 {
		facts = append(facts, wording.Count(n, "passage")+" set aside as not the article")
	}
	fmt.Fprintln(p.w, p.dim(strings.Join(facts, " · ")))
}

func (p *page) byStatus() {
	for _, s := range wording.Statuses() {
		n := 0
		for i := range p.r.Events {
			if e := &p.r.Events[i]; e.Status == s.Code {
				if n == 0 {
					p.heading(wording.Upper(s.Name))
				}
				n++
				p.event(e)
			}
		}
	}
}

// bySource sets what each source vouches for apart, in order of first appearance; the article's own voice comes first.
func (p *page) bySource() {
	groups := map[string][]*doc.RecordEvent{"": nil}
	order := []string{""}
	for i := range p.r.Events {
		e := &p.r.Events[i]
		k := ""
		if c := p.claims[value(e.Claim)]; c != nil && len(c.Chain) > 0 {
			k = oneLine(c.Chain[len(c.Chain)-1].Name)
		}
		if _, ok := groups[k]; !ok {
			order = append(order, k)
		}
		groups[k] = append(groups[k], e)
	}
	for _, k := range order {
		if len(groups[k]) == 0 {
			continue
		}
		if k == "" {
			p.heading("In the article's own voice")
		} else {
			p.heading("On the word of " + k)
		}
		for _, e := range groups[k] {
			p.event(e)
		}
	}
}

func (p *page) heading(s string) { fmt.Fprintf(p.w, "\n%s\n", p.style("1;36", s)) }

// event prints one event: who does what to whom, then what is known about it.
func (p *page) event(e *doc.RecordEvent) {
	line := wording.Clause(e.Act, e.Mode, e.Status, p.parties(e.Actors, true), p.parties(e.Recipients, false))
	code := e.Act
	if len(e.Mode) > 0 {
		code += " " + strings.Join(e.Mode, ", ")
	}
	if pl := value(e.Plover); pl != "" && pl != e.Act {
		code += ", PLOVER " + pl
	}
	if p.o.BySource {
		code = wording.Status(e.Status).Name + "; " + code
	}
	fmt.Fprintf(p.w, "  • %s  %s\n", line, p.dim("["+code+"]"))
	p.field("where", p.where(e))
	if d := p.dates[value(e.Date)]; d != nil {
		p.field("when", interval(d))
	}
	var nums []string
	for _, id := range e.Figures {
		if f := p.figures[id]; f != nil {
			nums = append(nums, figure(f))
		}
	}
	p.field("numbers", strings.Join(nums, "; "))
	p.field("source", p.source(e))
	p.field("words", p.evidence(e))
	for _, why := range e.Why {
		p.field("  "+why.Field, p.dim(oneLine(why.Value+" ← "+why.Evidence)))
	}
}

// parties are the names of a side in bold; a capital opens the line.
func (p *page) parties(side []doc.RecordActor, opens bool) []string {
	out := named(side)
	for i := range out {
		if i == 0 && opens {
			out[i] = wording.Upper(out[i])
		}
		out[i] = p.bold(out[i])
	}
	return out
}

func (p *page) field(name, text string) {
	if text == "" {
		return
	}
	const indent = 14
	for i, l := range wrap(text, p.o.Width-indent) {
		if i == 0 {
			fmt.Fprintf(p.w, "    %s %s\n", p.dim(fmt.Sprintf("%-9s", name)), l)
		} else {
			fmt.Fprintf(p.w, "%*s%s\n", indent, "", l)
		}
	}
}

func (p *page) where(e *doc.RecordEvent) string {
	to, from := p.places[value(e.Place)], p.places[value(e.Origin)]
	switch {
	case to != nil && from != nil:
		return "from " + placeName(from) + " to " + placeName(to)
	case from != nil:
		return "from " + placeName(from)
	case to != nil:
		return placeName(to)
	}
	return ""
}

func placeName(p *doc.RecordPlace) string {
	n := oneLine(p.Name)
	if c := value(p.Country); c != "" && p.Precision != "country" {
		n += " (" + c + ")"
	}
	return n
}

// source prints the chain of sources, and marks what is hearsay, denied, doubted or vouched for by nobody.
func (p *page) source(e *doc.RecordEvent) string {
	c := p.claims[value(e.Claim)]
	if c == nil {
		return "the article itself"
	}
	return p.chain(c)
}

func (p *page) chain(c *doc.RecordClaim) string {
	if len(c.Chain) == 0 {
		return p.warn("attributed, but to nobody named")
	}
	var hops []string
	for _, h := range c.Chain {
		s := oneLine(h.Name)
		switch h.Stance {
		case "denies":
			s += p.warn(" (denies it)")
		case "doubts":
			s += p.warn(" (doubts it)")
		case "hearsay":
			s += p.warn(" (hearsay)")
		case "confirms":
			s += " (confirms it)"
		}
		if h.Anonymity == "unnamed" {
			s += p.warn(" (not named)")
		}
		hops = append(hops, s)
	}
	return strings.Join(hops, " > ")
}

// evidence is the sentence with the anchor marked.
func (p *page) evidence(e *doc.RecordEvent) string {
	sent := []rune(visible(e.Evidence.Text))
	from, to := e.Anchor.Start-e.Evidence.Start, e.Anchor.End-e.Evidence.Start
	if from < 0 || to > len(sent) || from > to {
		return "“" + oneLine(e.Evidence.Text) + "”"
	}
	open, end := "»", "«"
	if p.o.Color {
		open, end = "\x1b[1;4m", "\x1b[0m"
	}
	return "“" + collapse(string(sent[:from])+open+string(sent[from:to])+end+string(sent[to:])) + "”"
}

func (p *page) forces() {
	if len(p.r.Forces) == 0 {
		return
	}
	p.heading("Forces in place")
	for i := range p.r.Forces {
		f := &p.r.Forces[i]
		who := oneLine(f.Owner.Name)
		if who == "" {
			who = "(owner not said)"
		}
		if c := value(f.Owner.Code); c != "" && c != who {
			who += " (" + c + ")"
		}
		line := p.bold(who)
		if g := p.figures[value(f.Figure)]; g != nil {
			line += ": " + figure(g)
		}
		if pl := p.places[value(f.Place)]; pl != nil {
			line += " in " + placeName(pl)
		}
		fmt.Fprintf(p.w, "  • %s\n", line)
		if d := p.dates[value(f.AsOf)]; d != nil {
			p.field("as of", interval(d))
		}
		src := "the article itself"
		if c := p.claims[value(f.Claim)]; c != nil {
			src = p.chain(c)
		}
		p.field("source", src)
		p.field("words", "“"+oneLine(f.Span.Text)+"”")
	}
}

// otherClaims prints statements that no event, figure or force hangs on, so that nothing said is lost.
func (p *page) otherClaims() {
	used := map[string]bool{}
	for i := range p.r.Events {
		used[value(p.r.Events[i].Claim)] = true
	}
	for i := range p.r.Forces {
		used[value(p.r.Forces[i].Claim)] = true
	}
	first := true
	for i := range p.r.Claims {
		c := &p.r.Claims[i]
		if used[c.ID] {
			continue
		}
		if first {
			p.heading("Also said")
			first = false
		}
		var words []string
		for _, s := range c.Content {
			words = append(words, oneLine(s.Text))
		}
		fmt.Fprintf(p.w, "  • %s\n", p.bold(p.chain(c)))
		p.field("words", "“"+strings.Join(words, " … ")+"”")
	}
}

func (p *page) problems() {
	if len(p.r.Problems) == 0 {
		return
	}
	p.heading("Problems")
	for _, x := range p.r.Problems {
		fmt.Fprintf(p.w, "  • %s: %s\n", x.Stage, x.Message)
	}
}
