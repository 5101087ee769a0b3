package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/wording"
)

// forcesView is the ledger: for each owner and place what was said of the forces there, through time.
type forcesView struct {
	Owner, Place string
	Groups       []forceGroup
	Owners       []string
	Places       []string
	More         bool
}

type forceGroup struct {
	ID           string
	Owner, Place string
	Lines        []forceLine
	Chart        *forceChart
	Data         string // of the chart, for uPlot
	Now          string // the latest words
	Since        string
}

type forceLine struct {
	Standing
	Day     string
	Bounds  string
	Chain   []hop
	Said    string
	Outlets []string
}

// forceChart is drawn on a field of 600 by 120.
type forceChart struct {
	Points []forcePoint
	Path   string
	Ticks  []tick
	Top    []tick
	From   string
	To     string
}

type forcePoint struct {
	X, Y, Low, High float64
	Title           string
}

func (s *Site) forces(w http.ResponseWriter, r *http.Request) {
	v := forcesView{Owner: strings.TrimSpace(r.URL.Query().Get("owner")), Place: strings.TrimSpace(r.URL.Query().Get("place"))}
	q := ForceQuery{Owner: s.findParty(v.Owner), Place: v.Place, Limit: 300}
	if code, ok := s.names.Code(v.Place); ok {
		q.Place = code
	}
	list, err := s.o.Store.Forces(r.Context(), q)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	v.More = len(list) == q.Limit
	v.Groups = s.groupForces(list)
	for _, g := range v.Groups {
		if !slices.Contains(v.Owners, g.Owner) {
			v.Owners = append(v.Owners, g.Owner)
		}
		if !slices.Contains(v.Places, g.Place) {
			v.Places = append(v.Places, g.Place)
		}
	}
	s.render(w, r, http.StatusOK, "forces", page{Title: "Forces in place", Nav: "/forces", Body: v})
}

func (s *Site) groupForces(list []Standing) []forceGroup {
	var out []forceGroup
	index := map[string]int{}
	for _, st := range list {
		sector := st.Owner.Sector
		if sector == "GOV" || sector == "MIL" {
			sector = "" // "France keeps troops" and "French forces are" are one ledger
		}
		owner := cmp.Or(s.names.Party(st.Owner.Code, sector), st.OwnerName, "Owner not known")
		place := cmp.Or(st.Place, s.names.Country(st.Country), "place not known")
		if c := s.names.Country(st.Country); st.Country != "" && c != place {
			place += ", " + c
		}
		key := owner + "\x00" + place
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, forceGroup{Owner: owner, Place: place, ID: "g" + wording.Number(float64(i))})
		}
		l := forceLine{Standing: st, Day: wording.Day(st.AsOf), Bounds: wording.Bounds(st.Low, st.High), Chain: standingChain(st.Chain), Said: wording.Day(st.Published)}
		out[i].add(l)
	}
	for i := range out {
		g := &out[i]
		slices.SortStableFunc(g.Lines, func(a, b forceLine) int { return cmp.Compare(b.AsOf, a.AsOf) })
		g.Now, g.Since = g.Lines[0].Words, g.Lines[0].Day
		g.Chart = drawForces(g.Lines)
		g.Data = chartData(g.Lines)
	}
	slices.SortStableFunc(out, func(a, b forceGroup) int { return cmp.Compare(len(b.Lines), len(a.Lines)) })
	return out
}

// add puts a line into the ledger. The same words on the same day by the same sources are one statement in several
// outlets, mostly copies of one text.
func (g *forceGroup) add(l forceLine) {
	for i := range g.Lines {
		have := &g.Lines[i]
		if have.AsOf == l.AsOf && strings.EqualFold(have.Words, l.Words) && spoken(have.Chain) == spoken(l.Chain) {
			if l.Publisher != "" && !slices.Contains(have.Outlets, l.Publisher) {
				have.Outlets = append(have.Outlets, l.Publisher)
			}
			return
		}
	}
	if l.Publisher != "" {
		l.Outlets = []string{l.Publisher}
	}
	g.Lines = append(g.Lines, l)
}

// In lists the outlets of a line.
func (l forceLine) In() string { return wording.List(l.Outlets) }

func standingChain(chain []doc.RecordHop) []hop {
	r := doc.Record{Claims: []doc.RecordClaim{{ID: "c", Chain: chain}}}
	id := "c"
	return newReading(&r, nil).chain(&id)
}

// value of a standing for the chart: the number given, else the middle of its bounds, else the bound there is.
func (s Standing) middle() (float64, bool) {
	switch {
	case s.Best != nil:
		return *s.Best, true
	case s.Low != nil && s.High != nil:
		return (*s.Low + *s.High) / 2, true
	case s.Low != nil:
		return *s.Low, true
	case s.High != nil:
		return *s.High, true
	default:
		return 0, false
	}
}

type datedLine struct {
	at   time.Time
	y    float64
	line forceLine
}

func dated(lines []forceLine) []datedLine {
	var out []datedLine
	for _, l := range lines {
		y, ok := l.middle()
		if t, err := time.Parse(time.DateOnly, clippedDay(l.AsOf)); err == nil && ok {
			out = append(out, datedLine{t, y, l})
		}
	}
	slices.SortStableFunc(out, func(a, b datedLine) int { return a.at.Compare(b.at) })
	return out
}

// clippedDay completes a month or year to its first day.
func clippedDay(iso string) string {
	switch len(iso) {
	case 4:
		return iso + "-01-01"
	case 7:
		return iso + "-01"
	}
	return iso[:min(len(iso), 10)]
}

func drawForces(lines []forceLine) *forceChart {
	ds := dated(lines)
	if len(ds) < 2 || ds[0].at.Equal(ds[len(ds)-1].at) {
		return nil
	}
	first, last := ds[0].at, ds[len(ds)-1].at
	top := 0.0
	for _, d := range ds {
		top = max(top, d.y)
		if d.line.High != nil {
			top = max(top, *d.line.High)
		}
	}
	step := nice(max(top, 1) / 3)
	end := step
	for end < top {
		end += step
	}
	x := func(t time.Time) float64 { return 50 + 540*t.Sub(first).Hours()/last.Sub(first).Hours() }
	y := func(v float64) float64 { return 110 - 100*v/end }
	c := &forceChart{From: wording.ShortDay(first.Format(time.DateOnly)), To: wording.ShortDay(last.Format(time.DateOnly))}
	var path strings.Builder
	for _, d := range ds {
		p := forcePoint{X: x(d.at), Y: y(d.y), Low: y(d.y), High: y(d.y), Title: wording.Day(d.line.AsOf) + ": “" + d.line.Words + "”, " + d.line.Publisher}
		if d.line.Low != nil {
			p.Low = y(*d.line.Low)
		}
		if d.line.High != nil {
			p.High = y(*d.line.High)
		}
		c.Points = append(c.Points, p)
	}
	for i, p := range c.Points {
		if i == 0 {
			path.WriteString("M")
		} else {
			path.WriteString("H" + fixed(p.X) + "V")
		}
		if i == 0 {
			path.WriteString(fixed(p.X) + " " + fixed(p.Y))
		} else {
			path.WriteString(fixed(p.Y))
		}
	}
	c.Path = path.String()
	for v := 0.0; v <= end+step/2; v += step {
		c.Ticks = append(c.Ticks, tick{y(v), wording.Number(v)})
	}
	return c
}

// chartData is what uPlot draws: seconds, numbers, low, high.
func chartData(lines []forceLine) string {
	ds := dated(lines)
	if len(ds) < 2 {
		return ""
	}
	var t, mid, low, high []float64
	for _, d := range ds {
		t = append(t, float64(d.at.Unix()))
		mid = append(mid, d.y)
		l, h := d.y, d.y
		if d.line.Low != nil {
			l = *d.line.Low
		}
		if d.line.High != nil {
			h = *d.line.High
		}
		low, high = append(low, l), append(high, h)
	}
	b, err := json.Marshal([][]float64{t, mid, low, high})
	if err != nil {
		return ""
	}
	return string(b)
}
