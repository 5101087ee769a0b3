package export

import (
	"io"

	"onrecord/data"
	"onrecord/internal/doc"
)

// polecatVersion stands in POLECAT's column Version.
const polecatVersion = doc.Schema

func newPolecat(w io.Writer, _ Meta) Writer {
	t := newTable(w, true, polecatColumns())
	t.holds = coded
	return t
}

// polecatColumns are POLECAT's 40, by name and order. Where an event has several actors or recipients each column of
// theirs lists all, in the same order, separated by semicolons.
func polecatColumns() []column {
	names := countries()
	numbers := map[string]string{}
	for _, r := range data.Table("cow") {
		numbers[r["code"]] = r["cow"]
	}
	at := func(precisions ...string) func(*Row) string {
		return func(r *Row) string {
			if r.Place != nil {
				for _, p := range precisions {
					if r.Place.Precision == p {
						return r.Place.Name
					}
				}
			}
			return ""
		}
	}
	country := func(p *Party) string { return names[text(p.Code)].name }
	none := func(*Row) string { return "" }
	side := func(role string, parties func(*Row) []Party) []column {
		return []column{
			{role + " Name", false, func(r *Row) string { return join(parties(r), name) }},
			{role + " Country", false, func(r *Row) string { return join(parties(r), country) }},
			{role + " COW", true, func(r *Row) string { return join(parties(r), func(p *Party) string { return numbers[text(p.Code)] }) }},
			{"Primary " + role + " Sector", false, func(r *Row) string { return join(parties(r), sector) }},
			{role + " Sectors", false, func(r *Row) string { return join(parties(r), sector) }},
			{role + " Title", false, func(r *Row) string { return join(parties(r), func(p *Party) string { return p.Title }) }},
			{role + " Name Raw", false, func(r *Row) string { return join(parties(r), raw) }},
			{"Wikipedia " + role + " ID", false, none},
		}
	}
	cs := []column{
		{"Event ID", false, func(r *Row) string { return r.Event.ID }},
		{"Event Date", false, func(r *Row) string { from, _, _ := days(r); return from }},
		{"Event Type", false, func(r *Row) string { return text(r.Event.Plover) }},
		{"Event Mode", false, func(r *Row) string { _, modes := folded(&r.Event); return join(modes, self) }},
		{"Intensity", true, func(r *Row) string { return optNumber(r.Event.Score) }},
		{"Quad Code", true, quad},
		{"Contexts", false, func(r *Row) string { return join(r.Event.Context, self) }},
	}
	cs = append(cs, side("Actor", func(r *Row) []Party { return r.Actors })...)
	cs = append(cs, side("Recipient", func(r *Row) []Party { return r.Recipients })...)
	return append(cs, []column{
		{"Placename", false, func(r *Row) string { return placeName(r.Place) }},
		{"City", false, at("city", "point")},
		{"District", false, at("admin2")},
		{"Province", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return text(p.Admin1) })
		}},
		{"Country", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return names[text(p.Country)].name })
		}},
		{"Latitude", true, lat},
		{"Longitude", true, lon},
		{"GeoNames ID", true, func(r *Row) string { return geonames(r.Place) }},
		{"Raw Placename", false, func(r *Row) string { return placeText(r.Place, func(p *doc.RecordPlace) string { return p.Span.Text }) }},
		{"Feature Type", false, func(r *Row) string { return placeText(r.Place, func(p *doc.RecordPlace) string { return p.Precision }) }},
		{"Source", false, func(r *Row) string { return r.Article.Publisher }},
		{"Publication Date", false, func(r *Row) string { return edge(r.Article.Published, false) }},
		{"Story People", false, func(r *Row) string { return join(r.Story.People, self) }},
		{"Story Organizations", false, func(r *Row) string { return join(r.Story.Organisations, self) }},
		{"Story Locations", false, func(r *Row) string { return join(r.Story.Places, self) }},
		{"Language", false, func(r *Row) string { return r.Article.Language }},
		{"Version", false, func(*Row) string { return polecatVersion }},
	}...)
}
