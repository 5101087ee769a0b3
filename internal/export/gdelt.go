package export

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

func newGDELT(w io.Writer, _ Meta) Writer {
	t := newTable(w, true, gdeltColumns())
	t.header = false // GDELT's files have none
	t.holds = func(r *Row) bool { return r.Event.Cameo != nil }
	return t
}

// gdeltID is a number for an event, since GDELT's are: the first 52 bits of its id's hash, which a float holds exactly.
func gdeltID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return strconv.FormatUint(binary.BigEndian.Uint64(sum[:8])>>12, 10)
}

// gdeltColumns are the 61 of GDELT 2.0's event table, in its order.
func gdeltColumns() []column {
	none := func(*Row) string { return "" }
	day := func(form func(y, m, d string) string) func(*Row) string {
		return func(r *Row) string {
			from, _, _ := days(r)
			if from == "" {
				return ""
			}
			return form(from[:4], from[5:7], from[8:])
		}
	}
	cs := []column{
		{"GlobalEventID", true, func(r *Row) string { return gdeltID(r.Event.ID) }},
		{"Day", true, day(func(y, m, d string) string { return y + m + d })},
		{"MonthYear", true, day(func(y, m, _ string) string { return y + m })},
		{"Year", true, day(func(y, _, _ string) string { return y })},
		{"FractionDate", true, day(gdeltFraction)},
	}
	cs = append(cs, gdeltActor("Actor1", true)...)
	cs = append(cs, gdeltActor("Actor2", false)...)
	cs = append(cs, []column{
		{"IsRootEvent", true, func(r *Row) string { return "1" }},
		{"EventCode", true, func(r *Row) string { return text(r.Event.Cameo) }},
		{"EventBaseCode", true, func(r *Row) string { return cameoBase(text(r.Event.Cameo)) }},
		{"EventRootCode", true, func(r *Row) string { return cameoRoot(text(r.Event.Cameo)) }},
		{"QuadClass", true, quad},
		{"GoldsteinScale", true, func(r *Row) string { return optNumber(r.Event.Score) }},
		{"NumMentions", true, gdeltCount(func(i *Incident) int { return i.Mentions }, func(r *Row) int { return 1 + len(r.Event.Also) })},
		{"NumSources", true, gdeltCount(func(i *Incident) int { return i.Sources }, func(*Row) int { return 1 })},
		{"NumArticles", true, gdeltCount(func(i *Incident) int { return i.Articles }, func(*Row) int { return 1 })},
		{"AvgTone", true, none},
	}...)
	for _, who := range []string{"Actor1Geo", "Actor2Geo"} {
		for _, c := range []string{"_Type", "_Fullname", "_CountryCode", "_ADM1Code", "_ADM2Code", "_Lat", "_Long", "_FeatureID"} {
			cs = append(cs, column{who + c, true, none})
		}
	}
	return append(cs, []column{
		{"ActionGeo_Type", true, gdeltGeoType},
		{"ActionGeo_Fullname", false, gdeltPlace},
		{"ActionGeo_CountryCode", false, placeCountry},
		{"ActionGeo_ADM1Code", true, none},
		{"ActionGeo_ADM2Code", true, none},
		{"ActionGeo_Lat", true, lat},
		{"ActionGeo_Long", true, lon},
		{"ActionGeo_FeatureID", true, func(r *Row) string { return geonames(r.Place) }},
		{"DATEADDED", true, func(r *Row) string {
			d := edge(r.Article.Published, false)
			if d == "" {
				return ""
			}
			return strings.ReplaceAll(d, "-", "") + "000000"
		}},
		{"SOURCEURL", false, func(r *Row) string { return r.Article.URL }},
	}...)
}

// gdeltFraction is GDELT's date as a year with a fraction, of months of 30 days.
func gdeltFraction(y, m, d string) string {
	year, _ := strconv.Atoi(y)
	month, _ := strconv.Atoi(m)
	dayOf, _ := strconv.Atoi(d)
	return strconv.FormatFloat(float64(year)+float64(month*30+dayOf)/365, 'f', 4, 64)
}

// gdeltActor are the ten columns of an actor: the first of a side.
func gdeltActor(prefix string, first bool) []column {
	of := func(f func(*Party) string) func(*Row) string {
		return func(r *Row) string {
			one, two := sides(r)
			if !first {
				one = two
			}
			if len(one) == 0 {
				return ""
			}
			return f(&one[0])
		}
	}
	none := func(*Row) string { return "" }
	return []column{
		{prefix + "Code", false, of(cameoActor)},
		{prefix + "Name", false, of(func(p *Party) string { return strings.ToUpper(name(p)) })},
		{prefix + "CountryCode", false, of(func(p *Party) string {
			if c := text(p.Code); !doc.BodyCode(c) {
				return c
			}
			return ""
		})},
		{prefix + "KnownGroupCode", false, of(func(p *Party) string {
			if c := text(p.Code); doc.BodyCode(c) {
				return c
			}
			return ""
		})},
		{prefix + "EthnicCode", false, none},
		{prefix + "Religion1Code", false, none},
		{prefix + "Religion2Code", false, none},
		{prefix + "Type1Code", false, of(func(p *Party) string { return cameoSector(text(p.Sector)) })},
		{prefix + "Type2Code", false, none},
		{prefix + "Type3Code", false, none},
	}
}

func gdeltCount(incident func(*Incident) int, alone func(*Row) int) func(*Row) string {
	return func(r *Row) string {
		if r.Incident != nil {
			return strconv.Itoa(incident(r.Incident))
		}
		return strconv.Itoa(alone(r))
	}
}

// gdeltGeoType is 1 for a country, 2 and 5 for a state of the USA and of the world, 3 and 4 for a city there.
func gdeltGeoType(r *Row) string {
	if r.Place == nil {
		return "0"
	}
	usa := placeCountry(r) == "USA"
	switch r.Place.Precision {
	case "country":
		return "1"
	case "admin1", "admin2":
		if usa {
			return "2"
		}
		return "5"
	case "city", "point":
		if usa {
			return "3"
		}
		return "4"
	}
	return "0"
}

// gdeltPlace is the place with its division and country: "Maroua, Far North, CMR".
func gdeltPlace(r *Row) string {
	return placeText(r.Place, func(p *doc.RecordPlace) string {
		parts := []string{p.Name}
		for _, s := range []string{text(p.Admin1), text(p.Country)} {
			if s != "" && s != p.Name {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	})
}
