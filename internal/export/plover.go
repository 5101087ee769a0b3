package export

import (
	"io"

	"onrecord/internal/doc"
)

// ploverRecord is an event record by the chapter on data fields of the PLOVER 2.0 manual, in its order; what follows
// cite_info are our own fields, which the manual invites. Events that PLOVER codes as nothing have no record.
type ploverRecord struct {
	ID         string          `json:"id"`
	Date       *string         `json:"date"` // required; null only where neither text nor article has a day
	EndDate    *string         `json:"enddate,omitempty"`
	Actor      []ploverEntity  `json:"actor"`
	Recipient  []ploverEntity  `json:"recipient"`
	Event      []string        `json:"event"`
	EventLoc   *ploverLocation `json:"event_loc,omitempty"`
	EventText  []string        `json:"event_text"`
	QuadCode   *int            `json:"quad_code"`
	EventScale *float64        `json:"event_scale"`
	Mode       []string        `json:"mode"`
	Context    []string        `json:"context"`
	Link       string          `json:"link,omitempty"` // the incident
	Size       *ploverSize     `json:"size,omitempty"`
	TextInfo   ploverTextInfo  `json:"text_info"`
	CiteInfo   ploverCite      `json:"cite_info"`

	Act         string          `json:"act"` // unfolded
	Parent      *string         `json:"act_parent,omitempty"`
	ActMode     []string        `json:"act_mode"` // of the unfolded act
	Status      string          `json:"status"`
	DateFrom    string          `json:"date_basis,omitempty"` // text or published
	Granularity string          `json:"date_granularity,omitempty"`
	Attribution []ploverSource  `json:"attribution"` // outermost source first; empty = the article's own voice
	Quote       string          `json:"quote,omitempty"`
	Figures     []ploverFigure  `json:"figures"`
	Confidence  float64         `json:"confidence"`
	Cameo       *string         `json:"cameo"`
	Origin      *ploverLocation `json:"origin_loc,omitempty"`
}

// ploverEntity is an actor or recipient. identifier_id, religion, ethnicity, gender and age are not known.
type ploverEntity struct {
	Code       *string `json:"code,omitempty"`
	Sector     *string `json:"sector,omitempty"`
	Text       string  `json:"entity_text"`
	Identifier string  `json:"identifier_text,omitempty"` // the name that the article gives in full
	Office     string  `json:"office,omitempty"`
}

type ploverLocation struct {
	Extracted   string   `json:"extracted_place"`
	Resolved    string   `json:"resolved_place"`
	GeoNameID   *int     `json:"geonameid,omitempty"`
	Lat         *float64 `json:"lat,omitempty"`
	Lon         *float64 `json:"lon,omitempty"`
	City        string   `json:"city,omitempty"`
	District    string   `json:"district,omitempty"`
	Province    string   `json:"province,omitempty"`
	Country     string   `json:"country,omitempty"`
	CountryCode string   `json:"country_code,omitempty"`
	Resolution  int      `json:"resolution,omitempty"` // 5 sub-city, 4 city, 3 district, 2 province, 1 country
	Precision   string   `json:"precision"`            // our own word for it
}

type ploverSize struct {
	Dead     *float64 `json:"dead,omitempty"`
	Injured  *float64 `json:"injured,omitempty"`
	Arrested *float64 `json:"arrested,omitempty"`
}

type ploverTextInfo struct {
	Start int `json:"start"` // code points into the article's text
	End   int `json:"end"`
}

type ploverCite struct {
	Citation    string `json:"citation"` // the article's id
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Language    string `json:"language,omitempty"`
	Publication string `json:"publication,omitempty"`
	Published   string `json:"published,omitempty"`
	Coder       string `json:"coder"`
	Codebook    string `json:"codebook"`
}

type ploverSource struct {
	Name      string  `json:"name"`
	Kind      string  `json:"kind"`
	Anonymity string  `json:"anonymity"`
	Stance    string  `json:"stance"`
	Medium    *string `json:"medium,omitempty"`
}

type ploverFigure struct {
	Text        string         `json:"text"`
	Class       string         `json:"class"`
	Role        string         `json:"role"`
	Scope       string         `json:"scope"`
	Low         *float64       `json:"low"`
	Best        *float64       `json:"best"`
	High        *float64       `json:"high"`
	Attribution []ploverSource `json:"attribution"`
}

// codebook names the reading of PLOVER that plover.tsv and folding.tsv hold.
const codebook = "PLOVER 2.0"

func newPlover(w io.Writer, _ Meta) Writer {
	names := countries()
	return newLines(w, func(r *Row) (any, bool) {
		if !coded(r) {
			return nil, false
		}
		return ploverOf(r, names), true
	})
}

func ploverOf(r *Row, names map[string]country) ploverRecord {
	e := &r.Event
	plover, modes := folded(e)
	p := ploverRecord{ID: e.ID, Actor: ploverEntities(r.Actors), Recipient: ploverEntities(r.Recipients), Event: []string{plover}, Mode: filled(modes),
		EventLoc: ploverPlace(r.Place, names), Origin: ploverPlace(r.Origin, names), EventText: []string{e.Anchor.Text}, QuadCode: e.Quad, EventScale: e.Score,
		Context: filled(e.Context), Size: ploverSizes(r), TextInfo: ploverTextInfo{e.Evidence.Start, e.Evidence.End},
		CiteInfo: ploverCite{r.Article.ID, r.Article.URL, r.Article.Title, r.Article.Language, r.Article.Publisher, r.Article.Published, doc.Schema, codebook},
		Act:      e.Act, Parent: e.Parent, ActMode: filled(e.Mode), Status: e.Status, Attribution: ploverSources(r.Claim), Figures: []ploverFigure{},
		Confidence: e.Confidence, Cameo: e.Cameo}
	from, to, basis := days(r)
	if from != "" {
		p.Date, p.DateFrom = &from, basis
	}
	if to != from {
		p.EndDate = &to
	}
	if basis == "text" {
		p.Granularity = r.Date.Granularity
	}
	if r.Claim != nil {
		p.Quote = r.Claim.Quote
	}
	if r.Incident != nil {
		p.Link = r.Incident.ID
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		p.Figures = append(p.Figures, ploverFigure{f.Span.Text, f.Class, f.Role, f.Scope, f.Low, f.Best, f.High, ploverSources(f.Said)})
	}
	return p
}

func ploverEntities(ps []Party) []ploverEntity {
	out := make([]ploverEntity, 0, len(ps))
	for i := range ps {
		p := &ps[i]
		e := ploverEntity{Code: p.Code, Sector: p.Sector, Text: raw(p), Office: p.Title}
		if e.Text == "" {
			e.Text = p.Name
		}
		if p.Name != e.Text {
			e.Identifier = p.Name
		}
		out = append(out, e)
	}
	return out
}

// resolutions are the manual's codes for how exact a location is.
var resolutions = map[string]int{"point": 5, "city": 4, "admin2": 3, "admin1": 2, "country": 1}

func ploverPlace(p *doc.RecordPlace, names map[string]country) *ploverLocation {
	if p == nil {
		return nil
	}
	l := &ploverLocation{Extracted: p.Span.Text, Resolved: p.Name, GeoNameID: p.GeoNames, Province: text(p.Admin1), CountryCode: text(p.Country),
		Country: names[text(p.Country)].name, Resolution: resolutions[p.Precision], Precision: p.Precision}
	switch p.Precision {
	case "city", "point":
		l.City = p.Name
	case "admin2":
		l.District = p.Name
	}
	if pointed(p) {
		lat, lon := degrees(*p.Lat), degrees(*p.Lon)
		l.Lat, l.Lon = &lat, &lon
	}
	return l
}

// ploverSizes gives the numbers that the manual has names for: the best where the figures agree, else the lowest bound.
func ploverSizes(r *Row) *ploverSize {
	pick := func(role string) *float64 {
		s, _ := sizeOf(r, role)
		if s.best != nil {
			return s.best
		}
		return s.low
	}
	s := ploverSize{pick("killed"), pick("wounded"), pick("arrested")}
	if s == (ploverSize{}) {
		return nil
	}
	return &s
}

func ploverSources(c *doc.RecordClaim) []ploverSource {
	out := []ploverSource{}
	if c != nil {
		for _, h := range c.Chain {
			out = append(out, ploverSource{h.Name, h.Kind, h.Anonymity, h.Stance, h.Medium})
		}
	}
	return out
}
