package export

import (
	"io"
	"strings"

	"onrecord/internal/doc"
)

func newCAMEO(w io.Writer, _ Meta) Writer {
	t := newTable(w, true, cameoColumns())
	t.holds = func(r *Row) bool { return r.Event.Cameo != nil }
	return t
}

// cameoColumns are those of the Phoenix data sets, which PETRARCH2's users read, and three of our own at the end. Codes of
// several sources or targets are separated by semicolons.
func cameoColumns() []column {
	dated := func(from, to int) func(*Row) string {
		return func(r *Row) string {
			day, _, _ := days(r)
			if day == "" {
				return ""
			}
			return strings.ReplaceAll(day[from:to], "-", "")
		}
	}
	side := func(role string, parties func(*Row) []Party) []column {
		return []column{
			{role + "ActorFull", false, func(r *Row) string { return join(parties(r), cameoActor) }},
			{role + "ActorEntity", false, func(r *Row) string { return join(parties(r), code) }},
			{role + "ActorRole", false, func(r *Row) string {
				return join(parties(r), func(p *Party) string { return cameoSector(text(p.Sector)) })
			}},
			{role + "ActorAttribute", false, func(r *Row) string { return join(parties(r), name) }},
		}
	}
	cs := []column{
		{"EventID", false, func(r *Row) string { return r.Event.ID }},
		{"Date", true, dated(0, 10)},
		{"Year", true, dated(0, 4)},
		{"Month", true, dated(5, 7)},
		{"Day", true, dated(8, 10)},
	}
	cs = append(cs, side("Source", func(r *Row) []Party { return r.Actors })...)
	cs = append(cs, side("Target", func(r *Row) []Party { return r.Recipients })...)
	return append(cs, []column{
		{"EventCode", true, func(r *Row) string { return text(r.Event.Cameo) }},
		{"EventRootCode", true, func(r *Row) string { return cameoRoot(text(r.Event.Cameo)) }},
		{"QuadClass", true, quad},
		{"GoldsteinScore", true, func(r *Row) string { return optNumber(r.Event.Score) }},
		{"Issues", false, func(r *Row) string { return join(r.Event.Context, self) }},
		{"Lat", true, lat},
		{"Lon", true, lon},
		{"LocationName", false, func(r *Row) string { return placeName(r.Place) }},
		{"StateName", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return text(p.Admin1) })
		}},
		{"CountryCode", false, func(r *Row) string {
			return placeText(r.Place, func(p *doc.RecordPlace) string { return text(p.Country) })
		}},
		{"SentenceID", false, func(r *Row) string { return r.Article.ID }},
		{"URLs", false, func(r *Row) string { return r.Article.URL }},
		{"NewsSources", false, func(r *Row) string { return r.Article.Publisher }},
		{"Status", false, func(r *Row) string { return r.Event.Status }},
		{"Sources", false, func(r *Row) string { return chain(r.Claim) }},
		{"Evidence", false, func(r *Row) string { return r.Event.Evidence.Text }},
	}...)
}

// cameoRoot is the first two digits of a code.
func cameoRoot(c string) string { return c[:min(2, len(c))] }

// cameoBase is the first three.
func cameoBase(c string) string { return c[:min(3, len(c))] }

// cameoActor is country and role in one code: KENMIL.
func cameoActor(p *Party) string { return text(p.Code) + cameoSector(text(p.Sector)) }

// cameoSector gives CAMEO's role for a PLOVER sector. They differ in health (MED there is the media) and in those CAMEO
// has no role for.
func cameoSector(s string) string {
	switch s {
	case "MED":
		return "HLH"
	case "JRN":
		return "MED"
	case "PRM", "SOC", "REL", "PRE", "UNK":
		return ""
	}
	return s
}
