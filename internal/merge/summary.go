package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Summarise shows an incident: the cluster of the report with the id leader. articles holds the articles of the reports
// and, where copies are among them, the articles that their Origin names; what is missing costs no more than names.
func (m *Merger) Summarise(leader string, reports []*Report, articles []*Article) Incident {
	s := summary{m: m, articles: map[string]*Article{}, voices: map[string]*voice{}}
	for _, a := range articles {
		s.articles[a.ID] = a
	}
	s.reports = slices.Clone(reports)
	slices.SortFunc(s.reports, s.byTime)
	s.parties()
	for _, r := range s.reports {
		s.listen(r)
	}
	sum := sha256.Sum256([]byte("incident " + leader))
	in := Incident{ID: "i" + hex.EncodeToString(sum[:6]), Confirms: []string{}, Denies: []string{}, Doubts: []string{}}
	in.Act = s.tally(func(r *Report) []Value { return []Value{{Value: r.Act}} }, nil)
	in.Modes = s.modes()
	in.History = s.history()
	in.Status = s.status(in.History)
	in.Actors = s.named(s.actors, func(r *Report) []Party { return r.Actors })
	in.Recips = s.named(s.recipients, func(r *Report) []Party { return r.Recipients })
	in.Place = s.places()
	in.Date = s.dates()
	in.Figures = s.figures()
	s.sources(&in)
	in.First, in.Latest = s.ends()
	s.members(&in, leader)
	in.Sentence = in.sentence(in.Modes)
	return in
}

// summary is an incident being put together.
type summary struct {
	m          *Merger
	reports    []*Report // by publication
	articles   map[string]*Article
	actors     []Party // different ones, the fullest name of each
	recipients []Party
	voices     map[string]*voice // by report id
	all        []*voice          // different ones, in order of appearance
}

// voice is an independent source: on whose word reports are.
type voice struct {
	Origin
	key     string
	party   Party // what a named source is compared by
	stances map[string]bool
	seen    map[string]bool // articles
}

func (s *summary) byTime(a, b *Report) int {
	return cmp.Or(cmp.Compare(late(a.Published), late(b.Published)), strings.Compare(s.published(a), s.published(b)), strings.Compare(a.ID, b.ID))
}

func (s *summary) published(r *Report) string {
	if a := s.articles[r.Article]; a != nil && a.Published != "" {
		return a.Published
	}
	return r.Published.String()
}

// parties collects who takes part, on each side, over all reports.
func (s *summary) parties() {
	for _, r := range s.reports {
		for _, p := range r.Actors {
			s.actors = fold(s.actors, p)
		}
		for _, p := range r.Recipients {
			s.recipients = fold(s.recipients, p)
		}
	}
}

// fold adds a party to a list, or gives the one that it is a fuller name.
func fold(ps []Party, p Party) []Party {
	for i := range ps {
		if !isParty(&ps[i], &p) {
			continue
		}
		if fuller(&p, &ps[i]) {
			ps[i] = p
		}
		return ps
	}
	return append(ps, p)
}

// isParty tells whether two reports name one party: by name, or by country and sector.
func isParty(a, b *Party) bool { return sameParty(a, b) >= 0.8 }

func fuller(a, b *Party) bool {
	return cmp.Or(cmp.Compare(len(a.Stems), len(b.Stems)), cmp.Compare(len(a.Code), len(b.Code)), strings.Compare(b.Name, a.Name)) > 0
}

// outlet returns whose text a report is in when its article speaks in its own voice: the agency, else the outlet of the
// article that its text was copied from.
func (s *summary) outlet(r *Report) (name, kind string) {
	a := s.articles[r.Article]
	if a == nil {
		return "unknown outlet", "outlet"
	}
	if a.Agency == "" && a.Origin != a.ID && s.articles[a.Origin] != nil {
		a = s.articles[a.Origin]
	}
	switch {
	case a.Agency != "":
		return a.Agency, "agency"
	case a.Publisher != "":
		return s.m.outletName(a.Publisher), "outlet"
	case a.Host != "":
		return a.Host, "outlet"
	}
	return "unknown outlet", "outlet"
}

// outletName returns the usual name where an outlet is a known agency.
func (m *Merger) outletName(name string) string {
	if n, ok := m.agency(name); ok {
		return n
	}
	return name
}

// listen finds on whose word a report is: the innermost source that is named, else the outlet whose text it is.
func (s *summary) listen(r *Report) {
	name, kind := s.outlet(r)
	anonymity, stance := "", "asserts"
	p := Party{}
	if n := len(r.Chain); n > 0 {
		hop := r.Chain[n-1]
		anonymity, stance = hop.Anonymity, hop.Stance
		switch {
		case hop.Kind == "outlet" && hop.Name != "":
			name, kind, anonymity = s.m.outletName(hop.Name), "outlet", ""
			if _, ok := s.m.agency(name); ok {
				kind = "agency"
			}
		case hop.Anonymity == "named" && hop.Name != "":
			name, kind = hop.Name, hop.Kind
			p = s.m.Party(hop.Name, hop.Code, "")
		}
	}
	v := s.find(name, p)
	if v == nil {
		v = &voice{Origin: Origin{Name: name, Kind: kind, Anonymity: anonymity}, party: p, stances: map[string]bool{}, seen: map[string]bool{}}
		v.key = strings.ToLower(name)
		s.all = append(s.all, v)
	}
	if len(p.Stems) > len(v.party.Stems) {
		v.Name, v.party = name, p
	}
	if anonymity == "" {
		v.Anonymity = ""
	}
	if len(p.Stems) > 0 && (s.takesPart(&p, s.actors) || s.takesPart(&p, s.recipients)) {
		v.Party = true
	}
	v.stances[stance] = true
	if !v.seen[r.Article] {
		v.seen[r.Article] = true
		v.Carriers = append(v.Carriers, s.mention(r))
	}
	s.voices[r.ID] = v
}

// find returns the voice of that name, or of a fuller or shorter form of it.
func (s *summary) find(name string, p Party) *voice {
	for _, v := range s.all {
		if len(p.Stems) == 0 && len(v.party.Stems) == 0 && v.key == strings.ToLower(name) {
			return v
		}
		if len(p.Stems) > 0 && len(v.party.Stems) > 0 && sameParty(&v.party, &p) >= 0.9 {
			return v
		}
	}
	return nil
}

// takesPart tells whether a source is a party to the act: the same name, or an office of the same state.
func (s *summary) takesPart(p *Party, side []Party) bool {
	for i := range side {
		if sameParty(p, &side[i]) >= 0.5 {
			return true
		}
	}
	return false
}

func (s *summary) mention(r *Report) Mention {
	x := Mention{Report: r.ID, Article: r.Article, Published: s.published(r)}
	if a := s.articles[r.Article]; a != nil {
		x.Publisher = cmp.Or(a.Publisher, a.Host)
	}
	return x
}

// support collects who says one thing.
type support struct {
	value   Value
	sources map[string]bool
	first   int // index of the first report
}

func (s *summary) back(x *support, r *Report) {
	x.sources[s.voices[r.ID].Name] = true
	if !slices.Contains(x.value.Reports, r.ID) {
		x.value.Reports = append(x.value.Reports, r.ID)
	}
}

func (x *support) done() Value {
	x.value.Sources = keys(x.sources)
	slices.Sort(x.value.Reports)
	return x.value
}

// tally collects the values of a field, the best supported first: by independent sources, then by reports, then by the
// order in which they appeared. fine, where given, puts exact values before inexact ones, which they do not contradict.
func (s *summary) tally(values func(*Report) []Value, fine func(*Value) int) []Value {
	var all []*support
	for i, r := range s.reports {
		for _, v := range values(r) {
			if v.Value == "" {
				continue
			}
			at := slices.IndexFunc(all, func(x *support) bool { return x.value.Value == v.Value && x.value.Code == v.Code })
			if at < 0 {
				at = len(all)
				all = append(all, &support{value: v, sources: map[string]bool{}, first: i})
			}
			s.back(all[at], r)
		}
	}
	slices.SortStableFunc(all, func(a, b *support) int {
		exact := 0
		if fine != nil {
			exact = cmp.Compare(fine(&b.value), fine(&a.value))
		}
		return cmp.Or(exact, cmp.Compare(len(b.sources), len(a.sources)), cmp.Compare(len(b.value.Reports), len(a.value.Reports)), cmp.Compare(a.first, b.first))
	})
	out := make([]Value, 0, len(all))
	for _, x := range all {
		out = append(out, x.done())
	}
	return out
}

// named lists the parties of a side under their fullest names.
func (s *summary) named(side []Party, of func(*Report) []Party) []Value {
	return s.tally(func(r *Report) []Value {
		var vs []Value
		for _, p := range of(r) {
			if len(p.Stems) == 0 && p.Code == "" {
				continue // a pronoun, or words that name nobody
			}
			for i := range side {
				if isParty(&side[i], &p) {
					p = side[i]
					break
				}
			}
			vs = append(vs, Value{Value: p.Name, Code: p.Code, Sector: p.Sector})
		}
		return vs
	}, nil)
}

func (s *summary) places() []Value {
	return s.tally(func(r *Report) []Value {
		p := r.Place
		if p.Name == "" {
			return nil
		}
		v := Value{Value: p.Name, Code: p.Country, Prec: p.Precision}
		if p.Precision != "" { // a place that a reviewer named may have no point
			v.Lat, v.Lon = &p.Lat, &p.Lon
		}
		return []Value{v}
	}, func(v *Value) int {
		switch v.Prec {
		case "point", "city":
			return 3
		case "admin2", "admin1":
			return 2
		}
		return 1
	})
}

func (s *summary) dates() []Value {
	return s.tally(func(r *Report) []Value {
		if r.From == NoDay {
			return nil
		}
		v := Value{Value: r.From.String(), From: r.From.String(), To: r.To.String(), Prec: r.Granularity}
		if r.To != r.From {
			v.Value += " to " + v.To
		}
		return []Value{v}
	}, func(v *Value) int {
		if v.From == v.To {
			return 1
		}
		return 0
	})
}
