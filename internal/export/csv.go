package export

import (
	"io"
	"strconv"

	"onrecord/internal/doc"
)

func newCSV(w io.Writer, _ Meta) Writer { return newTable(w, false, csvColumns()) }

// csvColumns are our own table: everything of an event that fits cells. Lists are separated by semicolons.
func csvColumns() []column {
	cs := []column{
		{"event_id", false, func(r *Row) string { return r.Event.ID }},
		{"incident_id", false, func(r *Row) string {
			if r.Incident == nil {
				return ""
			}
			return r.Incident.ID
		}},
		{"act", false, func(r *Row) string { return r.Event.Act }},
		{"parent", false, func(r *Row) string { return text(r.Event.Parent) }},
		{"mode", false, func(r *Row) string { return join(r.Event.Mode, self) }},
		{"status", false, func(r *Row) string { return r.Event.Status }},
		{"plover", false, func(r *Row) string { return text(r.Event.Plover) }},
		{"cameo", false, func(r *Row) string { return text(r.Event.Cameo) }},
		{"quad", true, quad},
		{"score", true, func(r *Row) string { return optNumber(r.Event.Score) }},
		{"context", false, func(r *Row) string { return join(r.Event.Context, self) }},
		{"actors", false, func(r *Row) string { return join(r.Actors, name) }},
		{"actor_codes", false, func(r *Row) string { return join(r.Actors, code) }},
		{"actor_sectors", false, func(r *Row) string { return join(r.Actors, sector) }},
		{"recipients", false, func(r *Row) string { return join(r.Recipients, name) }},
		{"recipient_codes", false, func(r *Row) string { return join(r.Recipients, code) }},
		{"recipient_sectors", false, func(r *Row) string { return join(r.Recipients, sector) }},
		{"place", false, func(r *Row) string { return placeName(r.Place) }},
		{"place_precision", false, func(r *Row) string { return placeText(r.Place, func(p *doc.RecordPlace) string { return p.Precision }) }},
		{"country", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return text(p.Country) })
		}},
		{"admin1", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return text(p.Admin1) })
		}},
		{"lat", true, lat},
		{"lon", true, lon},
		{"geonames", true, func(r *Row) string { return geonames(r.Place) }},
		{"origin", false, func(r *Row) string { return placeName(r.Origin) }},
		{"date_from", false, func(r *Row) string { return dateText(r.Date, func(d *doc.RecordDate) string { return text(d.From) }) }},
		{"date_to", false, func(r *Row) string { return dateText(r.Date, func(d *doc.RecordDate) string { return text(d.To) }) }},
		{"date_granularity", false, func(r *Row) string { return dateText(r.Date, func(d *doc.RecordDate) string { return d.Granularity }) }},
		{"figures", false, func(r *Row) string { return join(r.Figures, func(f *Figure) string { return f.Span.Text }) }},
	}
	for _, role := range []string{"killed", "wounded", "arrested", "displaced"} {
		cs = append(cs,
			column{role + "_low", true, func(r *Row) string { s, _ := sizeOf(r, role); return optNumber(s.low) }},
			column{role + "_best", true, func(r *Row) string { s, _ := sizeOf(r, role); return optNumber(s.best) }},
			column{role + "_high", true, func(r *Row) string { s, _ := sizeOf(r, role); return optNumber(s.high) }})
	}
	return append(cs, []column{
		{"sources", false, func(r *Row) string { return chain(r.Claim) }},
		{"stance", false, func(r *Row) string { return stance(r.Claim) }},
		{"claim_id", false, func(r *Row) string { return text(r.Event.Claim) }},
		{"confidence", true, func(r *Row) string { return number(r.Event.Confidence) }},
		{"anchor", false, func(r *Row) string { return r.Event.Anchor.Text }},
		{"evidence", false, func(r *Row) string { return r.Event.Evidence.Text }},
		{"evidence_start", true, func(r *Row) string { return strconv.Itoa(r.Event.Evidence.Start) }},
		{"evidence_end", true, func(r *Row) string { return strconv.Itoa(r.Event.Evidence.End) }},
		{"article_id", false, func(r *Row) string { return r.Article.ID }},
		{"url", false, func(r *Row) string { return r.Article.URL }},
		{"publisher", false, func(r *Row) string { return r.Article.Publisher }},
		{"title", false, func(r *Row) string { return r.Article.Title }},
		{"published", false, func(r *Row) string { return r.Article.Published }},
		{"language", false, func(r *Row) string { return r.Article.Language }},
	}...)
}

func quad(r *Row) string {
	if r.Event.Quad == nil {
		return ""
	}
	return strconv.Itoa(*r.Event.Quad)
}

func placeText(p *doc.RecordPlace, f func(*doc.RecordPlace) string) string {
	if p == nil {
		return ""
	}
	return f(p)
}

func placeName(p *doc.RecordPlace) string {
	return placeText(p, func(p *doc.RecordPlace) string { return p.Name })
}

func lat(r *Row) string {
	if !pointed(r.Place) {
		return ""
	}
	return number(degrees(*r.Place.Lat))
}

func lon(r *Row) string {
	if !pointed(r.Place) {
		return ""
	}
	return number(degrees(*r.Place.Lon))
}

func geonames(p *doc.RecordPlace) string {
	if p == nil || p.GeoNames == nil {
		return ""
	}
	return strconv.Itoa(*p.GeoNames)
}

func dateText(d *doc.RecordDate, f func(*doc.RecordDate) string) string {
	if d == nil {
		return ""
	}
	return f(d)
}
