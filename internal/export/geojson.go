package export

import (
	"fmt"
	"io"
)

// geoJSON writes an RFC 7946 FeatureCollection; the number of features follows them, as the member "count".
type geoJSON struct {
	w     io.Writer
	after bool // a feature has been written
}

func newGeoJSON(w io.Writer, _ Meta) Writer { return &geoJSON{w: w} }

// feature is an event on the map. Its geometry is null where the event has no place: it is still in the collection, so
// that the number of features is that of the query.
type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"`
	Properties properties `json:"properties"`
}

// point is a position in WGS 84: longitude, then latitude.
type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

// properties are flat, since many map programs read no nested ones. Precision says what the point stands for: point,
// city, admin2, admin1, country or region; the point of a country is its middle, not where the event was.
type properties struct {
	Act        string   `json:"act"`
	Parent     *string  `json:"parent,omitempty"`
	Mode       []string `json:"mode"`
	Status     string   `json:"status"`
	Plover     *string  `json:"plover"`
	Quad       *int     `json:"quad"`
	Score      *float64 `json:"score"`
	Actors     string   `json:"actors"`
	Recipients string   `json:"recipients"`
	Place      *string  `json:"place"`
	Precision  *string  `json:"precision"`
	Country    *string  `json:"country"`
	DateFrom   *string  `json:"date_from"`
	DateTo     *string  `json:"date_to"`
	KilledLow  *float64 `json:"killed_low"`
	KilledHigh *float64 `json:"killed_high"`
	Sources    string   `json:"sources"`
	Confidence float64  `json:"confidence"`
	Evidence   string   `json:"evidence"`
	Incident   *string  `json:"incident"`
	Publisher  string   `json:"publisher"`
	Published  string   `json:"published"`
	URL        string   `json:"url"`
}

func (g *geoJSON) Begin() error {
	_, err := io.WriteString(g.w, `{"type":"FeatureCollection","features":[`)
	return err
}

func (g *geoJSON) Event(r *Row) (bool, error) {
	e := &r.Event
	killed, _ := sizeOf(r, "killed")
	f := feature{Type: "Feature", ID: e.ID, Properties: properties{Act: e.Act, Parent: e.Parent, Mode: filled(e.Mode), Status: e.Status, Plover: e.Plover,
		Quad: e.Quad, Score: e.Score, Actors: join(r.Actors, name), Recipients: join(r.Recipients, name), KilledLow: killed.low, KilledHigh: killed.high,
		Sources: chain(r.Claim), Confidence: e.Confidence, Evidence: e.Evidence.Text, Publisher: r.Article.Publisher, Published: r.Article.Published, URL: r.Article.URL}}
	if p := r.Place; p != nil {
		f.Properties.Place, f.Properties.Precision, f.Properties.Country = &p.Name, &p.Precision, p.Country
		if pointed(p) {
			f.Geometry = &point{"Point", [2]float64{degrees(*p.Lon), degrees(*p.Lat)}}
		}
	}
	if r.Date != nil {
		f.Properties.DateFrom, f.Properties.DateTo = r.Date.From, r.Date.To
	}
	if r.Incident != nil {
		f.Properties.Incident = &r.Incident.ID
	}
	b, err := marshal(f)
	if err != nil {
		return false, err
	}
	sep := "\n"
	if g.after {
		sep = ",\n"
	}
	g.after = true
	_, err = io.WriteString(g.w, sep+string(b))
	return err == nil, err
}

func (g *geoJSON) End(count int) error {
	_, err := fmt.Fprintf(g.w, "\n],\"count\":%d}\n", count)
	return err
}
