package web

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"onrecord/internal/merge"
	"onrecord/internal/review"
	"onrecord/internal/wording"
)

// incidentView is an incident as its page shows it.
type incidentView struct {
	ID, Sentence string
	Status       wording.Term
	When, Where  string
	Support      string // "Reported by 12 outlets, resting on 3 independent sources."
	OneSided     string
	Confirms     string
	Denies       string
	Doubts       string
	Fields       []support
	Charts       []tallyView
	History      []stepView
	Origins      []originView
	Families     []familyView
	First, Last  mentionView
	Point        *pointView
	Outlets      int
	Reports      int
	Corrections  []correctionView // what people decided on its reports
}

// correctionView is a decision on a report of an incident.
type correctionView struct {
	verdictView
	Article, Event, In string
}

// support is a field with its best-supported value and what others say instead.
type support struct {
	Name   string
	Values []supported
	Joint  bool   // the values stand beside one another; they are not alternatives
	By     string // who corrected it in a report, "" nobody
}

type supported struct {
	Text, Note string
	Term       *wording.Term // of a status
	Sources    string
	N          int
	Reports    int
	Search     string // address of the overview with this value as filter
}

// tallyView is one figure through time as a chart: for each number a line with its bounds.
type tallyView struct {
	Counts  string
	Numbers []numberView
	Ticks   []tick
	Latest  string
	Alone   bool
}

type numberView struct {
	Words, Bounds, Days string
	Sources             string
	N                   int
	X, Width, Best      float64 // on a field of 0 to 100
	OpenLow, OpenHigh   bool
	HasBest, Latest     bool
}

type tick struct {
	X    float64
	Text string
}

type stepView struct {
	Status  wording.Term
	Day     string
	Sources string
	Same    bool // the status that the incident has now
}

type originView struct {
	Name     string
	Kind     wording.Term
	Note     string
	Stances  []wording.Term
	Party    bool
	Chains   [][]hop // the ways from this source to readers, outlets at the outer end
	Carriers string
	N        int
}

type familyView struct {
	Lead   reportView
	Copies []ArticleLine
	Others []reportView // further events of the incident in the same text
	Agency string
	Count  string // "12 outlets, 1 origin"
}

type reportView struct {
	ArticleLine
	Day           string
	Event         string
	Status        wording.Term
	Before, Word  string
	After         string
	Chain         []hop
	Own           bool
	Figures       string
	Host, Address string
}

type mentionView struct{ Publisher, Day, Article, Event string }

type pointView struct {
	Lat, Lon  float64
	Precision string
	Means     string
}

// HasScale says whether any figure has several numbers, so that the page explains how they are drawn.
func (v incidentView) HasScale() bool {
	return slices.ContainsFunc(v.Charts, func(t tallyView) bool { return !t.Alone })
}

func (s *Site) incident(w http.ResponseWriter, r *http.Request) {
	x, err := s.o.Store.Incident(r.Context(), r.PathValue("id"))
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "This incident is not in the store", "It may have been joined with another one when a new report came in, or its articles were removed.", "Look for it on the overview.")
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	v := s.incidentView(x)
	s.render(w, r, http.StatusOK, "incident", page{Title: v.Sentence, Nav: "/", Body: v})
}

func (s *Site) incidentView(x *Incident) incidentView {
	v := incidentView{ID: x.ID, Sentence: whole(x), OneSided: x.OneSided, Confirms: wording.List(x.Confirms), Denies: wording.List(x.Denies), Doubts: wording.List(x.Doubts), Reports: len(x.Reports)}
	if len(x.Status) > 0 {
		v.Status = wording.Status(x.Status[0].Value)
	}
	outlets := map[string]bool{}
	for _, a := range x.Articles {
		outlets[cmp.Or(a.Publisher, a.ID)] = true
	}
	v.Outlets = len(outlets)
	v.Support = "Reported by " + wording.Count(len(outlets), "outlet") + ", resting on " + wording.Count(x.Independent, "independent source") + "."
	if x.Independent == 0 {
		v.Support = "Reported by " + wording.Count(len(outlets), "outlet") + ". Nobody vouches for it."
	}
	s.supports(&v, x)
	for i := range x.Figures {
		v.Charts = append(v.Charts, chart(&x.Figures[i]))
	}
	for i, st := range x.History {
		v.History = append(v.History, stepView{Status: wording.Status(st.Status), Day: wording.Day(st.From), Sources: wording.List(st.Sources), Same: i == len(x.History)-1})
	}
	reports := byID(x.Reports, func(r *merge.Report) string { return r.ID })
	for _, o := range x.Sources {
		v.Origins = append(v.Origins, origin(&o, reports, x))
	}
	v.Families = families(x)
	s.corrected(&v, x)
	v.First, v.Last = mention(x.First), mention(x.Latest)
	return v
}

// whole is the incident in one sentence: who did what to whom, where and when.
func whole(x *Incident) string {
	r := Row{Sentence: x.Sentence}
	for _, f := range []struct {
		into *string
		from []merge.Value
	}{{&r.Act, x.Act}, {&r.Status, x.Status}, {&r.Place, x.Place}} {
		if len(f.from) > 0 {
			*f.into = oneLine(f.from[0].Value)
		}
	}
	for _, v := range x.Actors {
		r.Actors = append(r.Actors, v.Value)
	}
	for _, v := range x.Recips {
		r.Recipients = append(r.Recipients, v.Value)
	}
	if r.Act == "" {
		return x.Sentence
	}
	from, to := "", ""
	if len(x.Date) > 0 {
		from, to = cmp.Or(x.Date[0].From, x.Date[0].Value), cmp.Or(x.Date[0].To, x.Date[0].Value)
	}
	return wording.Setting(wording.Clause(r.Act, x.Modes, r.Status, few(r.Actors), few(r.Recipients)), r.Place, from, to)
}

func mention(m merge.Mention) mentionView {
	_, event, _ := strings.Cut(m.Report, "/")
	return mentionView{m.Publisher, wording.Day(m.Published), m.Article, event}
}

// supports fills in the fields with what each value rests on.
func (s *Site) supports(v *incidentView, x *Incident) {
	add := func(name string, joint bool, values []merge.Value, show func(merge.Value) supported) {
		f := support{Name: name, Joint: joint}
		for _, val := range values {
			sv := show(val)
			sv.Sources, sv.N, sv.Reports = wording.List(val.Sources), len(val.Sources), len(val.Reports)
			f.Values = append(f.Values, sv)
		}
		if len(f.Values) > 0 {
			v.Fields = append(v.Fields, f)
		}
	}
	add("Has it happened?", false, x.Status, func(val merge.Value) supported {
		t := wording.Status(val.Value)
		return supported{Text: wording.Upper(t.Name), Term: &t}
	})
	add("What", false, x.Act, func(val merge.Value) supported {
		return supported{Text: wording.Upper(wording.Act(val.Value, x.Modes...)), Search: filter{Act: val.Value}.Address()}
	})
	party := func(key string) func(merge.Value) supported {
		return func(val merge.Value) supported {
			p := s.names.Party(val.Code, val.Sector)
			f := filter{Actor: cmp.Or(p, val.Value)}
			if key == "recipient" {
				f = filter{Recipient: cmp.Or(p, val.Value)}
			}
			if p == val.Value {
				p = ""
			}
			return supported{Text: val.Value, Note: p, Search: f.Address()}
		}
	}
	add("Who", true, x.Actors, party("actor"))
	add("To whom", true, x.Recips, party("recipient"))
	add("Where", false, x.Place, func(val merge.Value) supported {
		c := s.names.Country(val.Code)
		if c == val.Value {
			c = ""
		}
		if v.Point == nil && val.Prec != "" && val.Lat != nil && val.Lon != nil { // a place that a person named may have no point
			v.Point = &pointView{*val.Lat, *val.Lon, val.Prec, wording.Precision(val.Prec).Means}
		}
		exact := ""
		if val.Prec != "" && val.Prec != "point" && val.Prec != "city" {
			exact = wording.Precision(val.Prec).Means
		}
		return supported{Text: val.Value, Note: note(c, exact), Search: filter{Country: val.Code}.Address()}
	})
	add("When", false, x.Date, func(val merge.Value) supported {
		from, to := cmp.Or(val.From, val.Value), cmp.Or(val.To, val.Value)
		return supported{Text: wording.Interval(from, to), Search: filter{From: from, To: to}.Address()}
	})
	for _, f := range v.Fields {
		switch f.Name {
		case "Where":
			v.Where = note(f.Values[0].Text, f.Values[0].Note)
		case "When":
			v.When = f.Values[0].Text
		}
	}
}

// corrected says which fields people corrected in the reports of an incident.
func (s *Site) corrected(v *incidentView, x *Incident) {
	names := map[string]string{"status": "Has it happened?", "act": "What", "mode": "What", "actors": "Who", "recipients": "To whom", "place": "Where", "date": "When"}
	by := map[string][]string{}
	for _, d := range x.Decisions {
		a := x.Articles[d.Article]
		v.Corrections = append(v.Corrections, correctionView{verdictView{wording.Upper(s.verdictWords(d)), d.Person, wording.Day(d.At.Format(time.DateOnly))}, d.Article, d.Item, cmp.Or(a.Publisher, a.Title)})
		if n := names[d.Field]; n != "" && d.Verdict == review.Correct && !slices.Contains(by[n], d.Person) {
			by[n] = append(by[n], d.Person)
		}
	}
	for i := range v.Fields {
		v.Fields[i].By = wording.List(by[v.Fields[i].Name])
	}
}

// chart lays the numbers of a figure out on one scale, from zero to somewhat above the highest.
func chart(t *merge.Tally) tallyView {
	v := tallyView{Counts: wording.Upper(wording.Counted(t.Class, t.Role)), Alone: len(t.Values) == 1}
	top := 0.0
	for _, n := range t.Values {
		for _, p := range []*float64{n.Low, n.High, n.Best} {
			if p != nil {
				top = max(top, *p)
			}
		}
	}
	if top == 0 {
		top = 1
	}
	step := nice(top / 4)
	end := step * math.Ceil(top*1.08/step)
	for x := 0.0; x <= end+step/2; x += step {
		v.Ticks = append(v.Ticks, tick{100 * x / end, wording.Number(x)})
	}
	scale := func(x float64) float64 { return 100 * x / end }
	for i, n := range t.Values {
		x := numberView{Words: n.Words, Bounds: wording.Bounds(n.Low, n.High), Days: wording.Interval(n.First, n.Last), Sources: wording.List(n.Sources), N: len(n.Sources), Latest: i == t.Latest}
		low, high := 0.0, end
		if n.Low != nil {
			low = *n.Low
		} else {
			x.OpenLow = true
		}
		if n.High != nil {
			high = *n.High
		} else {
			x.OpenHigh = true
		}
		x.X, x.Width = scale(low), max(scale(high)-scale(low), 0)
		if n.Best != nil {
			x.HasBest, x.Best = true, scale(*n.Best)
		}
		if x.Latest {
			v.Latest = n.Words
		}
		v.Numbers = append(v.Numbers, x)
	}
	return v
}

// nice rounds a step of a scale up to 1, 2 or 5 times a power of ten.
func nice(x float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*p >= x {
			return m * p
		}
	}
	return x
}

// origin draws an independent source: the distinct ways by which its word reached an outlet.
func origin(o *merge.Origin, reports map[string]*merge.Report, x *Incident) originView {
	v := originView{Name: o.Name, Kind: wording.Kind(o.Kind), Party: o.Party, N: len(o.Carriers)}
	if o.Anonymity != "named" && o.Anonymity != "" {
		v.Note = wording.Anonymity(o.Anonymity).Name
		if o.Kind == "outlet" || o.Kind == "agency" { // it stands for a source that only it knows
			v.Note = "its source is " + v.Note
		}
	}
	for _, st := range o.Stances {
		v.Stances = append(v.Stances, wording.Stance(st))
	}
	seen := map[string]bool{}
	var names []string
	for _, c := range o.Carriers {
		r := reports[c.Report]
		name := cmp.Or(c.Publisher, "an outlet without a name")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		chain := []hop{{Name: name, Kind: wording.Kind("outlet"), Anonymity: "named"}}
		if r != nil {
			chain = append(chain, hops(r.Chain)...)
		}
		if key := spoken(chain[1:]); !seen[key] {
			seen[key] = true
			v.Chains = append(v.Chains, chain)
		}
	}
	v.Carriers = wording.List(names)
	return v
}

func hops(chain []merge.Source) []hop {
	var out []hop
	for _, h := range chain {
		x := hop{Name: oneLine(h.Name), Kind: wording.Kind(h.Kind), Stance: wording.Stance(h.Stance), Anonymity: h.Anonymity}
		if h.Anonymity != "named" {
			x.Note = wording.Anonymity(h.Anonymity).Name
		}
		out = append(out, x)
	}
	return out
}

// families folds the reports: texts and their copies stand as one, earliest first.
func families(x *Incident) []familyView {
	family := map[string]int{}
	var out []familyView
	for i, f := range x.Families {
		out = append(out, familyView{Agency: f.Agency})
		for _, m := range f.Members {
			family[m] = i
		}
		family[f.Origin] = i
		for _, m := range f.Members {
			if a, ok := x.Articles[m]; ok && m != f.Origin {
				out[i].Copies = append(out[i].Copies, a)
			}
		}
	}
	led := map[int]bool{}
	shown := map[string]bool{}
	for i := range x.Reports {
		r := &x.Reports[i]
		n, ok := family[r.Article]
		if !ok {
			n = len(out)
			family[r.Article] = n
			out = append(out, familyView{})
		}
		isOrigin := n >= len(x.Families) || x.Families[n].Origin == r.Article
		switch rv := report(r, x); {
		case isOrigin && !led[n]:
			led[n] = true
			out[n].Lead = rv
			shown[r.Article+r.Evidence] = true
		case isOrigin && !shown[r.Article+r.Evidence]:
			out[n].Others = append(out[n].Others, rv)
			shown[r.Article+r.Evidence] = true
		case !led[n] && out[n].Lead.ID == "":
			out[n].Lead = rv // the origin itself does not report the act: a copy speaks for it
		}
	}
	out = slices.DeleteFunc(out, func(f familyView) bool { return f.Lead.ID == "" })
	for i := range out {
		f := &out[i]
		f.Copies = slices.DeleteFunc(f.Copies, func(a ArticleLine) bool { return a.ID == f.Lead.ID })
		if len(f.Copies) > 0 {
			f.Count = wording.Count(1+len(f.Copies), "outlet") + ", 1 origin"
		}
	}
	slices.SortStableFunc(out, func(a, b familyView) int { return cmp.Compare(a.Lead.Published, b.Lead.Published) })
	return out
}

func report(r *merge.Report, x *Incident) reportView {
	a := x.Articles[r.Article]
	if a.ID == "" {
		a.ID = r.Article
	}
	v := reportView{ArticleLine: a, Day: wording.Day(a.Published), Event: r.Event, Status: wording.Status(r.Status), Chain: hops(r.Chain), Own: len(r.Chain) == 0}
	v.Address, v.Host = link(a.URL)
	if before, after, ok := strings.Cut(r.Evidence, r.Anchor); ok && r.Anchor != "" {
		v.Before, v.Word, v.After = blanks(before), r.Anchor, blanks(after)
	} else {
		v.Before = oneLine(r.Evidence)
	}
	var numbers []string
	for _, f := range r.Figures {
		numbers = append(numbers, "“"+oneLine(f.Words)+"”")
	}
	v.Figures = strings.Join(numbers, ", ")
	return v
}
