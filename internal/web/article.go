package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/wording"
)

// articleView is a record as the article page shows it.
type articleView struct {
	ID         string
	Title      string
	URL        string // "" when it is not http or https
	Host       string
	Facts      []string // publisher, byline, day
	Paragraphs []paragraph
	Events     []eventCard
	Claims     []claimCard
	Figures    []figureCard
	Forces     []forceCard
	Parties    []partyCard
	Problems   []doc.Problem
	Asides     int
	Pasted     bool       // read by paste, not stored
	Copies     []copyLine // the other articles with the same text
	Undated    bool
	Missed     string // address of the form for what was missed, for those who may
}

// field is one line of a card: a name, what stands in the article, and why it was read so.
type field struct {
	Name   string
	Field  string // name in the record, for corrections
	Values []value
	Why    string
}

// value is what a field says, with a remark in small ("United States – armed forces").
type value struct {
	Text, Note string
	Code       string // for corrections and filters
}

// hop is one source of a chain as it is drawn.
type hop struct {
	Name, Note string
	Kind       wording.Term
	Stance     wording.Term
	Anonymity  string
}

type eventCard struct {
	ID       string
	Number   int
	Status   wording.Term
	Act      string
	ActCode  string
	Sentence string
	Fields   []field
	Chain    []hop
	Own      bool // the article says it in its own voice
	Before   string
	Anchor   string
	After    string
	Lights   string // ids of all that belongs to it
	Sure     level
	Why      []doc.Reason
	Incident string
	Codes    string
	Anchors  int
	Decided  []string // what people said about it
	Review   string   // address of its review, for those who may
}

type claimCard struct {
	ID     string
	Text   string
	Cue    string
	Chain  []hop
	Stance wording.Term
	Quote  string
	Lights string
	Speak  string // the chain in a sentence, for those who do not see it
	part
}

type figureCard struct {
	ID, Words, Bounds, Counted, Note, Lights string
}

type forceCard struct {
	ID, Sentence, Words, Lights string
	Chain                       []hop
	part
}

// part is what people decided on a card, and where they can.
type part struct {
	Decided []string
	Review  string
}

type partyCard struct {
	ID, Name, Title, Party string
	Kind                   wording.Term
	Mentions               int
}

type copyLine struct{ ID, Publisher, Day, Title string }

// level is how sure a reading is, as a word and as bars.
type level struct {
	Word    string
	Bars    int // of four
	Percent int
}

func sure(confidence float64) level {
	l := level{Percent: int(confidence*100 + 0.5)}
	switch {
	case confidence >= 0.85:
		l.Word, l.Bars = "very sure", 4
	case confidence >= 0.65:
		l.Word, l.Bars = "fairly sure", 3
	case confidence >= 0.45:
		l.Word, l.Bars = "not very sure", 2
	default:
		l.Word, l.Bars = "unsure", 1
	}
	return l
}

// reading is a record with its parts by id, while a view is made of it.
type reading struct {
	r       *doc.Record
	names   *wording.Names
	text    []rune
	claims  map[string]*doc.RecordClaim
	places  map[string]*doc.RecordPlace
	dates   map[string]*doc.RecordDate
	figures map[string]*doc.RecordFigure
	spans   []span
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

func newReading(r *doc.Record, names *wording.Names) *reading {
	return &reading{
		r: r, names: names, text: []rune(r.Article.Text),
		claims:  byID(r.Claims, func(c *doc.RecordClaim) string { return c.ID }),
		places:  byID(r.Places, func(p *doc.RecordPlace) string { return p.ID }),
		dates:   byID(r.Dates, func(d *doc.RecordDate) string { return d.ID }),
		figures: byID(r.Figures, func(f *doc.RecordFigure) string { return f.ID }),
	}
}

// article makes the view of a record.
func (s *Site) article(r *doc.Record) articleView {
	d := newReading(r, s.names)
	a := &r.Article
	v := articleView{ID: a.ID, Title: headline(a), Problems: r.Problems, Asides: len(a.Boilerplate), Undated: a.Published == nil}
	v.URL, v.Host = link(deref(a.URL))
	for _, f := range []string{deref(a.Publisher), deref(a.Byline)} {
		if f != "" {
			v.Facts = append(v.Facts, f)
		}
	}
	if day := deref(a.Published); day != "" {
		v.Facts = append(v.Facts, wording.Day(day))
	}
	for i := range r.Events {
		v.Events = append(v.Events, d.event(&r.Events[i], i))
	}
	for i := range r.Claims {
		v.Claims = append(v.Claims, d.claim(&r.Claims[i]))
	}
	for i := range r.Figures {
		v.Figures = append(v.Figures, d.figure(&r.Figures[i]))
	}
	for i := range r.Forces {
		v.Forces = append(v.Forces, d.force(&r.Forces[i]))
	}
	for i := range r.Places {
		d.mark(r.Places[i].Span, r.Places[i].ID, "place", "", "")
	}
	for i := range r.Dates {
		d.mark(r.Dates[i].Span, r.Dates[i].ID, "date", "", "")
	}
	for i := range r.Entities {
		if c, ok := d.party(&r.Entities[i]); ok {
			v.Parties = append(v.Parties, c)
		}
	}
	v.Paragraphs = paragraphs(segments(d.text, d.spans), a.Boilerplate)
	if len(v.Paragraphs) > 0 && flat(&v.Paragraphs[0]) == v.Title {
		v.Paragraphs[0].Heading = true
	}
	return v
}

func flat(p *paragraph) string {
	var b strings.Builder
	for _, s := range p.Segments {
		b.WriteString(s.Text)
	}
	return oneLine(b.String())
}

func (d *reading) mark(q doc.Quote, id, role, class, link string) {
	d.spans = append(d.spans, span{start: q.Start, end: q.End, id: id, role: role, class: class, link: link})
}

// event makes the card of an event and marks its words.
func (d *reading) event(e *doc.RecordEvent, i int) eventCard {
	d.mark(e.Anchor, e.ID, "event", "st-"+e.Status, e.ID)
	for _, q := range e.Also {
		d.mark(q, e.ID, "event", "st-"+e.Status, e.ID)
	}
	actors, recipients := d.parties(e.Actors, e.ID, "actor"), d.parties(e.Recipients, e.ID, "recipient")
	c := eventCard{
		ID: e.ID, Number: i + 1, Status: wording.Status(e.Status), Act: wording.Act(e.Act, e.Mode...), ActCode: e.Act,
		Sentence: wording.Clause(e.Act, e.Mode, e.Status, texts(actors), texts(recipients)),
		Sure:     sure(e.Confidence), Why: e.Why, Anchors: 1 + len(e.Also), Codes: codes(e),
	}
	c.Fields = []field{{Name: "What", Field: "act", Values: []value{{Text: wording.Upper(c.Act), Note: "“" + oneLine(e.Anchor.Text) + "”", Code: e.Act}}}}
	add := func(name, key string, values []value) {
		if len(values) > 0 {
			c.Fields = append(c.Fields, field{Name: name, Field: key, Values: values})
		}
	}
	add("Who", "actor", actors)
	add("To whom", "recipient", recipients)
	add("Where", "place", d.place(e.Place))
	add("From", "origin", d.place(e.Origin))
	add("When", "date", d.date(e.Date))
	lights := []string{e.ID}
	for _, p := range []*string{e.Place, e.Origin, e.Date, e.Claim} {
		if p != nil {
			lights = append(lights, *p)
		}
	}
	var numbers []value
	for _, id := range e.Figures {
		if f := d.figures[id]; f != nil {
			numbers = append(numbers, value{Text: "“" + oneLine(f.Span.Text) + "”", Note: note(wording.Bounds(f.Low, f.High), wording.Counted(f.Class, f.Role)), Code: id})
			lights = append(lights, id)
		}
	}
	add("How many", "figures", numbers)
	for i := range c.Fields {
		c.Fields[i].Why = why(e.Why, c.Fields[i].Field)
	}
	c.Chain = d.chain(e.Claim)
	c.Own = len(c.Chain) == 0
	c.Lights = strings.Join(lights, " ")
	c.Before, c.Anchor, c.After = d.quote(e)
	return c
}

// quote splits the sentence that an event was read from at its anchor.
func (d *reading) quote(e *doc.RecordEvent) (before, anchor, after string) {
	if e.Anchor.Start < e.Evidence.Start || e.Anchor.End > e.Evidence.End || e.Evidence.End > len(d.text) || e.Evidence.Start < 0 {
		return "", oneLine(e.Evidence.Text), ""
	}
	t := d.text
	return blanks(string(t[e.Evidence.Start:e.Anchor.Start])), string(t[e.Anchor.Start:e.Anchor.End]), blanks(string(t[e.Anchor.End:e.Evidence.End]))
}

func codes(e *doc.RecordEvent) string {
	out := []string{strings.TrimSpace(e.Act + " " + strings.Join(e.Mode, ", "))}
	if p := deref(e.Plover); p != "" {
		out = append(out, "PLOVER "+p)
	}
	if c := deref(e.Cameo); c != "" {
		out = append(out, "CAMEO "+c)
	}
	return strings.Join(out, " · ")
}

func why(reasons []doc.Reason, key string) string {
	var out []string
	for _, r := range reasons {
		if r.Field == key {
			out = append(out, r.Evidence)
		}
	}
	return strings.Join(out, "; ")
}

func (d *reading) parties(as []doc.RecordActor, id, role string) []value {
	var out []value
	for _, a := range as {
		name := oneLine(a.Name)
		if a.Span != nil {
			d.mark(*a.Span, id, role, "", "")
			if name == "" {
				name = oneLine(a.Span.Text)
			}
		}
		p := d.names.Party(deref(a.Code), deref(a.Sector))
		if p == name {
			p = ""
		}
		out = append(out, value{Text: name, Note: p, Code: deref(a.Code)})
	}
	return out
}

func (d *reading) place(id *string) []value {
	p := d.places[deref(id)]
	if p == nil {
		return nil
	}
	country := d.names.Country(deref(p.Country))
	if country == p.Name {
		country = ""
	}
	exact := ""
	if p.Precision != "point" && p.Precision != "city" && !(p.Precision == "country" && country == "") {
		exact = wording.Precision(p.Precision).Means
	}
	return []value{{Text: oneLine(p.Name), Note: note(country, exact), Code: p.ID}}
}

func (d *reading) date(id *string) []value {
	t := d.dates[deref(id)]
	if t == nil {
		return nil
	}
	when := wording.Interval(deref(t.From), deref(t.To))
	said := "“" + oneLine(t.Span.Text) + "”"
	if when == "" {
		return []value{{Text: said, Note: "the day is not known", Code: t.ID}}
	}
	return []value{{Text: when, Note: said, Code: t.ID}}
}

func (d *reading) chain(id *string) []hop {
	c := d.claims[deref(id)]
	if c == nil {
		return nil
	}
	var out []hop
	for i := range c.Chain {
		h := &c.Chain[i]
		name := oneLine(h.Name)
		if name == "" && h.Span != nil {
			name = oneLine(h.Span.Text)
		}
		x := hop{Name: name, Kind: wording.Kind(h.Kind), Stance: wording.Stance(h.Stance), Anonymity: h.Anonymity}
		if h.Anonymity != "named" {
			x.Note = wording.Anonymity(h.Anonymity).Name
		}
		out = append(out, x)
	}
	return out
}

// spoken writes a chain as a sentence: "two officers, according to the spokesman, according to Radio Sahel".
func spoken(chain []hop) string {
	var out []string
	for _, h := range slices.Backward(chain) {
		n := h.Name
		if h.Note != "" {
			n += " (" + h.Note + ")"
		}
		out = append(out, n)
	}
	return strings.Join(out, ", according to ")
}

func (d *reading) claim(c *doc.RecordClaim) claimCard {
	out := claimCard{ID: c.ID, Chain: d.chain(&c.ID), Lights: c.ID, Stance: wording.Stance("asserts")}
	class := ""
	if n := len(c.Chain); n > 0 {
		out.Stance = wording.Stance(c.Chain[n-1].Stance)
		class = "stance-" + c.Chain[n-1].Stance
	}
	var parts []string
	for _, q := range c.Content {
		d.mark(q, c.ID, "claim", class, "")
		parts = append(parts, oneLine(q.Text))
	}
	out.Text = strings.Join(parts, " … ")
	if c.Cue != nil {
		d.mark(*c.Cue, c.ID, "cue", "", c.ID)
		out.Cue = oneLine(c.Cue.Text)
	}
	for i := range c.Chain {
		if q := c.Chain[i].Span; q != nil {
			d.mark(*q, c.ID, "source", "", "")
		}
	}
	switch c.Quote {
	case "direct":
		out.Quote = "in the source's own words"
	case "mixed":
		out.Quote = "partly in the source's own words"
	default:
		out.Quote = "in the article's words"
	}
	out.Speak = spoken(out.Chain)
	return out
}

func (d *reading) figure(f *doc.RecordFigure) figureCard {
	d.mark(f.Span, f.ID, "figure", "", "")
	c := figureCard{ID: f.ID, Words: oneLine(f.Span.Text), Bounds: wording.Bounds(f.Low, f.High), Counted: wording.Counted(f.Class, f.Role), Lights: f.ID}
	var notes []string
	if f.Approx {
		notes = append(notes, "about")
	}
	if f.Vague {
		notes = append(notes, "vague")
	}
	switch f.Scope {
	case "cumulative":
		notes = append(notes, "total so far")
	case "stock":
		notes = append(notes, "number at one time")
	case "change":
		notes = append(notes, "a change")
	}
	if ch := d.chain(f.Claim); len(ch) > 0 {
		notes = append(notes, "according to "+ch[len(ch)-1].Name)
	}
	c.Note = strings.Join(notes, " · ")
	return c
}

func (d *reading) force(f *doc.RecordForce) forceCard {
	d.mark(f.Span, f.ID, "force", "", "")
	owner := oneLine(f.Owner.Name)
	lights := []string{f.ID}
	what := "forces"
	if n := d.figures[deref(f.Figure)]; n != nil {
		what = oneLine(n.Span.Text)
		lights = append(lights, n.ID)
	}
	s := wording.Upper(owner) + ": " + what
	if p := d.places[deref(f.Place)]; p != nil {
		s += " in " + oneLine(p.Name)
		lights = append(lights, p.ID)
	}
	if t := d.dates[deref(f.AsOf)]; t != nil {
		s += ", as of " + wording.Interval(deref(t.From), deref(t.To))
		lights = append(lights, t.ID)
	}
	return forceCard{ID: f.ID, Sentence: s, Words: oneLine(f.Span.Text), Lights: strings.Join(lights, " "), Chain: d.chain(f.Claim)}
}

func (d *reading) party(e *doc.RecordEntity) (partyCard, bool) {
	if e.Type == "place" {
		return partyCard{}, false
	}
	for _, m := range e.Mentions {
		d.mark(m, e.ID, "entity", "", "")
	}
	return partyCard{ID: e.ID, Name: oneLine(e.Name), Title: oneLine(deref(e.Title)), Kind: wording.Kind(e.Type), Party: d.names.Party(deref(e.Code), deref(e.Sector)), Mentions: len(e.Mentions)}, true
}

// headline is the title, or the first line that is not set aside.
func headline(a *doc.RecordArticle) string {
	if t := oneLine(deref(a.Title)); t != "" {
		return t
	}
	at := 0
	for line := range strings.Lines(a.Text) {
		end := at + len([]rune(line))
		aside := slices.ContainsFunc(a.Boilerplate, func(b doc.RecordBoilerplate) bool { return b.Start < end && at < b.End })
		if s := oneLine(line); s != "" && !aside {
			return clipped(s, 120)
		}
		at = end
	}
	return "Article without a title"
}

// link returns an address that may be followed, and its host. Only http and https may.
func link(address string) (href, host string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", ""
	}
	return u.String(), strings.TrimPrefix(u.Hostname(), "www.")
}

func deref(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func texts(vs []value) []string {
	var out []string
	for _, v := range vs {
		if v.Text != "" {
			out = append(out, v.Text)
		}
	}
	return out
}

// note joins remarks.
func note(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// oneLine makes one blank of each run of white space and control characters.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// blanks is oneLine that keeps a blank at either end.
func blanks(s string) string {
	t := oneLine(s)
	if t == "" {
		return " "
	}
	if strings.TrimLeft(s, " \n\t") != s {
		t = " " + t
	}
	if strings.TrimRight(s, " \n\t") != s {
		t += " "
	}
	return t
}

func clipped(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return s
}

// summary is what stands under the title: "10 events · 9 statements · 4 numbers".
func (v articleView) Summary() string {
	parts := []string{wording.Count(len(v.Events), "event"), wording.Count(len(v.Claims), "statement")}
	if n := len(v.Figures); n > 0 {
		parts = append(parts, wording.Count(n, "number"))
	}
	if n := len(v.Forces); n > 0 {
		parts = append(parts, wording.Count(n, "standing force"))
	}
	if v.Asides > 0 {
		parts = append(parts, fmt.Sprintf("%s set aside", wording.Count(v.Asides, "passage")))
	}
	return strings.Join(parts, " · ")
}
