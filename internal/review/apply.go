package review

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/event"
)

// Apply returns the record as it stands after the decisions, oldest first, and for each of them the id of what it is about
// in this record; "" where that is not read any more. The record itself is left as it is.
func Apply(rec *doc.Record, decisions []Decision) (*doc.Record, []string) {
	out := *rec
	out.Events, out.Claims, out.Forces = slices.Clone(rec.Events), slices.Clone(rec.Claims), slices.Clone(rec.Forces)
	out.Places, out.Dates, out.Figures = slices.Clone(rec.Places), slices.Clone(rec.Dates), slices.Clone(rec.Figures)
	a := &applier{rec: &out, text: []rune(rec.Article.Text), gone: map[string]bool{}}
	items := make([]string, len(decisions))
	for i := range decisions {
		if decisions[i].kind() != Article {
			items[i] = a.apply(&decisions[i])
		}
	}
	a.drop()
	return &out, items
}

// Changes tells whether any of the decisions can change a record: an acceptance does not, unless it takes back a rejection.
func Changes(decisions []Decision) bool {
	return slices.ContainsFunc(decisions, func(d Decision) bool { return d.Verdict != Accept })
}

type applier struct {
	rec  *doc.Record
	text []rune
	gone map[string]bool // "event e12": rejected
}

// apply returns the id of what the decision is about. A value that does not fit any more changes nothing.
func (a *applier) apply(d *Decision) string {
	if d.Verdict == Add {
		return a.add(d)
	}
	id := a.find(d)
	switch {
	case id == "":
	case d.Whole():
		a.gone[d.kind()+" "+id] = d.Verdict == Reject
	case d.Verdict == Correct:
		a.correct(d.kind(), id, d.Field, d.After)
	}
	return id
}

func (a *applier) correct(kind, id, field, value string) {
	if checkValue(field, value) != nil {
		return
	}
	x := newParts(a.rec) // anew each time: what is added moves the slices
	switch kind {
	case Event:
		a.correctEvent(x, x.events[id], field, value)
	case Claim:
		a.correctClaim(x, x.claims[id], value)
	default:
		a.correctForce(x, x.forces[id], field, value)
	}
}

// Find returns the id of what a decision is about in a record: by its id, else by its words. "" when it is not there.
func Find(rec *doc.Record, d *Decision) string { return (&applier{rec: rec}).find(d) }

func (a *applier) find(d *Decision) string {
	best, most := "", 0
	try := func(id string, spans ...doc.Quote) {
		if id == d.Item {
			best, most = id, int(^uint(0)>>1)
			return
		}
		n := 0
		for _, q := range spans {
			n += max(0, min(q.End, d.End)-max(q.Start, d.Start))
		}
		if n > most {
			best, most = id, n
		}
	}
	switch d.kind() {
	case Event:
		for i := range a.rec.Events {
			e := &a.rec.Events[i]
			try(e.ID, append([]doc.Quote{e.Anchor}, e.Also...)...)
		}
	case Claim:
		for i := range a.rec.Claims {
			try(a.rec.Claims[i].ID, a.rec.Claims[i].Content...)
		}
	case Force:
		for i := range a.rec.Forces {
			try(a.rec.Forces[i].ID, a.rec.Forces[i].Span)
		}
	}
	return best
}

// AnchorOf returns the words that an event, claim or force is anchored on; false when it is not there.
func AnchorOf(rec *doc.Record, kind, id string) (doc.Quote, bool) {
	x := newParts(rec)
	switch kind {
	case Event, "":
		if e := x.events[id]; e != nil {
			return e.Anchor, true
		}
	case Claim:
		if c := x.claims[id]; c != nil && len(c.Content) > 0 {
			return c.Content[0], true
		}
	case Force:
		if f := x.forces[id]; f != nil {
			return f.Span, true
		}
	}
	return doc.Quote{}, false
}

// drop takes out what was rejected, and what pointed to it.
func (a *applier) drop() {
	gone := func(kind, id string) bool { return a.gone[kind+" "+id] }
	r := a.rec
	r.Events = slices.DeleteFunc(r.Events, func(e doc.RecordEvent) bool { return gone(Event, e.ID) })
	r.Forces = slices.DeleteFunc(r.Forces, func(f doc.RecordForce) bool { return gone(Force, f.ID) })
	r.Claims = slices.DeleteFunc(r.Claims, func(c doc.RecordClaim) bool { return gone(Claim, c.ID) })
	own := func(p **string) {
		if *p != nil && gone(Claim, **p) {
			*p = nil
		}
	}
	for i := range r.Events {
		own(&r.Events[i].Claim)
	}
	for i := range r.Forces {
		own(&r.Forces[i].Claim)
	}
	for i := range r.Figures {
		own(&r.Figures[i].Claim)
	}
}

// value is parse for what checkValue let through.
func value[T any](field, s string) T {
	v, _ := parse[T](field, s)
	return v
}

func (a *applier) correctEvent(x *parts, e *doc.RecordEvent, field, after string) {
	at := e.Anchor.Start
	switch field {
	case "act":
		if after != e.Act {
			e.Act, e.Mode, e.Parent = after, []string{}, nil
		}
	case "mode":
		e.Mode = append([]string{}, value[[]string](field, after)...)
	case "status":
		e.Status = after
	case "actors":
		e.Actors = a.actors(x, append(slices.Clone(e.Actors), e.Recipients...), value[[]Party](field, after), at)
	case "recipients":
		e.Recipients = a.actors(x, append(slices.Clone(e.Recipients), e.Actors...), value[[]Party](field, after), at)
	case "place":
		e.Place = a.place(value[*Place](field, after), at)
	case "origin":
		e.Origin = a.place(value[*Place](field, after), at)
	case "date":
		e.Date = a.date(value[*Date](field, after))
	case "figures":
		e.Figures = []string{}
		for _, f := range value[[]Figure](field, after) {
			e.Figures = append(e.Figures, *a.figure(&f, at, e.Claim))
		}
	case "claim":
		e.Claim = a.claim(value[*Ref](field, after), e.Claim)
	}
	if field == "act" || field == "mode" || field == "status" {
		fold(e)
	}
}

// fold brings the codes of others up to date with act, mode and status.
func fold(e *doc.RecordEvent) {
	act := e.Act
	if e.Parent != nil {
		act = *e.Parent
	}
	plover, cameo, quad, score := event.Fold(act, e.Mode, e.Status)
	e.Plover, e.Cameo, e.Quad, e.Score = opt(plover), opt(cameo), nil, nil
	if plover != "" {
		e.Quad, e.Score = &quad, &score
	}
}

func (a *applier) correctForce(x *parts, f *doc.RecordForce, field, after string) {
	at := f.Span.Start
	switch field {
	case "owner":
		p := value[*Party](field, after)
		a.known(p)
		f.Owner = doc.RecordOwner{Name: p.Name, Code: opt(p.Code), Sector: opt(p.Sector)}
	case "figure":
		n := value[*Figure](field, after)
		if f.Figure = nil; n != nil {
			f.Figure = a.figure(n, at, f.Claim)
		}
	case "place":
		f.Place = a.place(value[*Place](field, after), at)
	case "asof":
		f.AsOf = a.date(value[*Date](field, after))
	case "claim":
		f.Claim = a.claim(value[*Ref](field, after), f.Claim)
	}
}

func (a *applier) correctClaim(x *parts, c *doc.RecordClaim, after string) {
	at := 0
	if len(c.Content) > 0 {
		at = c.Content[0].Start
	}
	was := c.Chain
	c.Chain = []doc.RecordHop{}
	for _, h := range value[[]Hop]("chain", after) {
		c.Chain = append(c.Chain, a.hop(x, was, h, at))
	}
}

// hop makes a source. One that is there already keeps what a correction does not speak of.
func (a *applier) hop(x *parts, was []doc.RecordHop, h Hop, at int) doc.RecordHop {
	for i := range was {
		old := x.hop(&was[i])
		if old.Name != h.Name || len(h.S) == 2 && !slices.Equal(old.S, h.S) {
			continue
		}
		n := was[i]
		n.Kind, n.Anonymity, n.Stance = first(h.Kind, n.Kind), first(h.Anonymity, n.Anonymity), first(h.Stance, n.Stance)
		return n
	}
	return doc.RecordHop{Span: a.words(h.S, h.Name, at), Name: h.Name, Kind: first(h.Kind, "person"), Anonymity: first(h.Anonymity, "named"), Stance: first(h.Stance, "asserts")}
}

// words finds where words stand: at s where it is given, else where they stand nearest to at. nil when they do not occur.
func (a *applier) words(s []int, words string, at int) *doc.Quote {
	if len(s) == 2 && 0 <= s[0] && s[0] < s[1] && s[1] <= len(a.text) {
		return &doc.Quote{Start: s[0], End: s[1], Text: string(a.text[s[0]:s[1]])}
	}
	return Locate(a.text, words, at)
}

// Locate returns the occurrence of words in a text that is nearest to the code point at, first as they are, then in any
// case; nil when they do not occur.
func Locate(text []rune, words string, at int) *doc.Quote {
	w := []rune(strings.TrimSpace(words))
	if len(w) == 0 {
		return nil
	}
	lower := func(r []rune) []rune { // one code point stays one
		out := make([]rune, len(r))
		for i, c := range r {
			out[i] = []rune(strings.ToLower(string(c)))[0]
		}
		return out
	}
	search := func(text, w []rune) int {
		best := -1
		for i := 0; i+len(w) <= len(text); i++ {
			if text[i] == w[0] && slices.Equal(text[i:i+len(w)], w) && (best < 0 || abs(i-at) < abs(best-at)) {
				best = i
			}
		}
		return best
	}
	i := search(text, w)
	if i < 0 {
		i = search(lower(text), lower(w))
	}
	if i < 0 {
		return nil
	}
	return &doc.Quote{Start: i, End: i + len(w), Text: string(text[i : i+len(w)])}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// actors makes parties. Those that were there already are kept whole, with their entity.
func (a *applier) actors(x *parts, was []doc.RecordActor, list []Party, at int) []doc.RecordActor {
	out := []doc.RecordActor{}
	for i := range list {
		p := &list[i]
		same := slices.IndexFunc(was, func(o doc.RecordActor) bool { return samePartyAs(x.party(&o), *p) })
		if same >= 0 {
			out = append(out, was[same])
			continue
		}
		a.known(p)
		out = append(out, doc.RecordActor{Span: a.words(p.S, p.Name, at), Name: p.Name, Code: opt(p.Code), Sector: opt(p.Sector)})
	}
	return out
}

// samePartyAs tells whether a party as typed is one that is there: all of it where it has codes or a place, else its name.
func samePartyAs(old, typed Party) bool {
	if old.Name != typed.Name || len(typed.S) == 2 && !slices.Equal(old.S, typed.S) {
		return false
	}
	return typed.Code == "" && typed.Sector == "" && typed.S == nil || typed.Code == old.Code && typed.Sector == old.Sector
}

// known fills in the codes of a party that is given by its name alone, from the entity of that name.
func (a *applier) known(p *Party) {
	if p.Code != "" || p.Sector != "" || p.S != nil {
		return
	}
	for i := range a.rec.Entities {
		e := &a.rec.Entities[i]
		if strings.EqualFold(e.Name, p.Name) || slices.ContainsFunc(e.Mentions, func(q doc.Quote) bool { return strings.EqualFold(q.Text, p.Name) }) {
			p.Code, p.Sector = str(e.Code), str(e.Sector)
			return
		}
	}
}

// newID is an id of something that a person added.
func (a *applier) newID(kind string, content ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(append([]any{a.rec.Article.ID, "review", kind}, content...)...)))
	return kind + hex.EncodeToString(sum[:5])
}

// place returns the id of a place: one that the record has, else a new one.
func (a *applier) place(v *Place, at int) *string {
	if v == nil {
		return nil
	}
	for i := range a.rec.Places {
		p := &a.rec.Places[i]
		same := v.Name == p.Name || strings.EqualFold(v.Name, p.Span.Text)
		if same && (v.Country == "" || v.Country == str(p.Country)) && (v.Precision == "" || v.Precision == p.Precision) && (v.S == nil || slices.Equal(v.S, span(&p.Span))) {
			id := p.ID
			return &id
		}
	}
	p := doc.RecordPlace{Name: v.Name, Country: opt(v.Country), Admin1: opt(v.Admin1), Confidence: 1}
	if q := a.words(v.S, v.Name, at); q != nil {
		p.Span = *q
	}
	if v.Lat != nil && v.Lon != nil {
		p.Lat, p.Lon, p.Precision = v.Lat, v.Lon, first(v.Precision, "point")
	}
	if v.GeoNames != 0 {
		p.GeoNames = &v.GeoNames
	}
	lat, lon, _ := p.Point()
	p.ID = a.newID("p", p.Span.Start, p.Span.End, p.Name, v.Country, lat, lon)
	if !slices.ContainsFunc(a.rec.Places, func(o doc.RecordPlace) bool { return o.ID == p.ID }) {
		a.rec.Places = append(a.rec.Places, p)
	}
	return &p.ID
}

func (a *applier) date(v *Date) *string {
	if v == nil {
		return nil
	}
	to := first(v.To, v.From)
	for i := range a.rec.Dates {
		if d := &a.rec.Dates[i]; str(d.From) == v.From && str(d.To) == to {
			id := d.ID
			return &id
		}
	}
	d := doc.RecordDate{From: opt(v.From), To: opt(to), Granularity: granularity(v.From, to), Anchor: "review"}
	d.ID = a.newID("d", v.From, to)
	a.rec.Dates = append(a.rec.Dates, d)
	return &d.ID
}

func granularity(from, to string) string {
	if from != to {
		return "range"
	}
	return map[int]string{4: "year", 7: "month"}[len(from)] + map[bool]string{true: "day"}[len(from) == 10]
}

// figure returns the id of a number: the one that the record has at these words, else a new one.
func (a *applier) figure(v *Figure, at int, claim *string) *string {
	q := a.words(v.S, v.Words, at)
	for i := range a.rec.Figures {
		f := &a.rec.Figures[i]
		here := q != nil && f.Span.Start == q.Start && f.Span.End == q.End || q == nil && f.Span.Text == v.Words
		bare := v.Low == nil && v.High == nil && v.Best == nil && v.Class == ""
		if here && (bare || near(f.Low, v.Low) && near(f.High, v.High) && near(f.Best, v.Best) && f.Class == v.Class && f.Role == v.Role) {
			id := f.ID
			return &id
		}
	}
	f := doc.RecordFigure{Low: v.Low, High: v.High, Best: v.Best, Class: first(v.Class, "other"), Role: first(v.Role, "other"), Scope: "stock", Claim: claim}
	if q != nil {
		f.Span = *q
	} else {
		f.Span.Text = v.Words
	}
	f.ID = a.newID("f", f.Span, deref(v.Low), deref(v.High), deref(v.Best), f.Class, f.Role)
	if !slices.ContainsFunc(a.rec.Figures, func(o doc.RecordFigure) bool { return o.ID == f.ID }) {
		a.rec.Figures = append(a.rec.Figures, f)
	}
	return &f.ID
}

func near(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func deref(p *float64) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(*p)
}

// claim returns the id of the claim at these words; what was there before when it is not read any more.
func (a *applier) claim(v *Ref, was *string) *string {
	if v == nil {
		return nil
	}
	d := Decision{Kind: Claim, Item: "-"}
	if len(v.S) == 2 {
		d.Start, d.End = v.S[0], v.S[1]
	}
	if id := a.find(&d); id != "" {
		return &id
	}
	return was
}

// Missed is an event that reading missed, as a decision with the verdict add has it in After. The other fields are those
// of corrections.
type Missed struct {
	Act        string   `json:"act"`
	Mode       []string `json:"mode,omitempty"`
	Status     string   `json:"status"`
	Actors     []Party  `json:"actors,omitempty"`
	Recipients []Party  `json:"recipients,omitempty"`
	Place      *Place   `json:"place,omitempty"`
	Date       *Date    `json:"date,omitempty"`
}

// MissedID is the id of an added event.
func MissedID(article string, start, end int) string {
	return (&applier{rec: &doc.Record{Article: doc.RecordArticle{ID: article}}}).newID("e", start, end)
}

// add puts in an event that was missed. Where reading finds it by now, what the person said of it is a correction.
func (a *applier) add(d *Decision) string {
	v, err := parse[Missed](Event, d.After)
	q := a.words([]int{d.Start, d.End}, "", 0)
	if err != nil || q == nil {
		return ""
	}
	id := ""
	for i := range a.rec.Events {
		if e := &a.rec.Events[i]; e.ID == d.Item || e.Act == v.Act && e.Anchor.Start < q.End && q.Start < e.Anchor.End {
			id = e.ID
		}
	}
	if id == "" {
		id = d.Item
		a.rec.Events = append(a.rec.Events, doc.RecordEvent{ID: id, Anchor: *q, Also: []doc.Quote{}, Act: v.Act, Mode: []string{}, Status: v.Status, Context: []string{},
			Actors: []doc.RecordActor{}, Recipients: []doc.RecordActor{}, Figures: []string{}, Confidence: 1, Evidence: sentence(a.text, q.Start, q.End)})
		slices.SortStableFunc(a.rec.Events, func(a, b doc.RecordEvent) int { return a.Anchor.Start - b.Anchor.Start })
	}
	a.gone[Event+" "+id] = false
	for _, f := range [][2]string{{"act", v.Act}, {"mode", Write(v.Mode)}, {"status", v.Status}, {"actors", Write(v.Actors)}, {"recipients", Write(v.Recipients)},
		{"place", Write(v.Place)}, {"date", Write(v.Date)}} {
		a.correct(Event, id, f[0], f[1])
	}
	return id
}

// sentence is the sentence around some words: from the end of the one before to its own end, within one line.
func sentence(text []rune, start, end int) doc.Quote {
	final := func(i int) bool {
		return strings.ContainsRune(".!?…", text[i]) && i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '\n' || strings.ContainsRune("\"”’'", text[i+1]))
	}
	from := start
	for from > 0 && text[from-1] != '\n' && !(text[from-1] == ' ' && from > 1 && final(from-2)) {
		from--
	}
	to := end
	for to < len(text) && text[to] != '\n' {
		to++
		if final(to-1) || to == len(text) {
			break
		}
	}
	return doc.Quote{Start: from, End: to, Text: string(text[from:to])}
}
