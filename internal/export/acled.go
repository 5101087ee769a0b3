package export

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

func newACLED(w io.Writer, _ Meta) Writer {
	t := newTable(w, false, acledColumns())
	t.holds = func(r *Row) bool { return acledType(r).event != "" }
	return t
}

// acled is ACLED's type of an event.
type acled struct{ disorder, event, sub string }

const (
	acledPolitical = "Political violence"
	acledDemo      = "Demonstrations"
	acledStrategic = "Strategic developments"
	acledRemote    = "Explosions/Remote violence"
	acledCivilians = "Violence against civilians"
)

// acledType derives ACLED's type from act, mode and parties; empty for what ACLED does not record: words, plans, and what
// did not happen.
func acledType(r *Row) acled {
	e := &r.Event
	if e.Status != "occurred" && e.Status != "ongoing" || e.Plover == nil {
		return acled{}
	}
	has := func(mode string) bool { return slices.Contains(e.Mode, mode) }
	switch *e.Plover {
	case "PROTEST":
		if has("riot") || has("vandalize") {
			return acled{acledDemo, "Riots", "Violent demonstration"}
		}
		return acled{acledDemo, "Protests", "Peaceful protest"}
	case "ASSAULT":
		return acledAssault(r, has)
	case "COERCE":
		switch {
		case has("arrest"):
			return acled{acledStrategic, "Strategic developments", "Arrests"}
		case has("seize"), has("curfew"), has("martial-law"), has("coup"):
			return acled{acledStrategic, "Strategic developments", "Other"}
		}
	case "MOBILIZE":
		return acled{acledStrategic, "Strategic developments", "Other"}
	case "RETREAT":
		switch {
		case has("ceasefire"):
			return acled{acledStrategic, "Strategic developments", "Agreement"}
		case has("withdraw"), has("disarm"):
			return acled{acledStrategic, "Strategic developments", "Other"}
		}
	}
	return acled{}
}

func acledAssault(r *Row, has func(string) bool) acled {
	if has("crowd-control") {
		return acled{acledDemo + "; " + acledPolitical, "Protests", "Excessive force against protesters"}
	}
	for _, m := range []struct{ mode, sub string }{{"unconventional", "Chemical weapon"}, {"suicide-attack", "Suicide bomb"}, {"aerial", "Air/drone strike"},
		{"drone", "Air/drone strike"}, {"heavy-weapons", "Shelling/artillery/missile attack"}, {"explosives", "Remote explosive/landmine/IED"}} {
		if has(m.mode) {
			return acled{acledPolitical, acledRemote, m.sub}
		}
	}
	switch {
	case has("abduct"):
		return acled{acledPolitical, acledCivilians, "Abduction/forced disappearance"}
	case has("sexual"):
		return acled{acledPolitical, acledCivilians, "Sexual violence"}
	case has("destroy") && !acledAtCivilians(r):
		return acled{acledStrategic, "Strategic developments", "Looting/property destruction"}
	case acledAtCivilians(r):
		return acled{acledPolitical, acledCivilians, "Attack"}
	}
	return acled{acledPolitical, "Battles", "Armed clash"}
}

// acledAtCivilians tells whether all known recipients are unarmed; where none is known, whether all killed and wounded of
// a known kind are.
func acledAtCivilians(r *Row) bool {
	known := false
	for i := range r.Recipients {
		switch text(r.Recipients[i].Sector) {
		case "", "UNK":
			continue
		case "MIL", "COP", "GOV", "REB", "PRM", "UAF", "SPY", "CRM":
			return false
		}
		known = true
	}
	if known {
		return true
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Role != "killed" && f.Role != "wounded" {
			continue
		}
		switch f.Class {
		case "troops", "police", "fighters":
			return false
		case "civilians", "protesters", "refugees", "displaced", "diplomats":
			known = true
		}
	}
	return known
}

// acledInter is ACLED's number for the kind of an actor: 1 state forces, 2 rebels, 3 political militias, 5 rioters, 6
// protesters, 7 civilians, 8 forces from outside the country; 0 when it is not known. 4, identity militias, has no sector.
func acledInter(r *Row, p *Party, first bool) int {
	if first && text(r.Event.Plover) == "PROTEST" {
		if acledType(r).event == "Riots" {
			return 5
		}
		return 6
	}
	switch text(p.Sector) {
	case "MIL", "COP", "GOV", "JUD", "SPY":
		if at := placeCountry(r); at != "" && text(p.Code) != "" && text(p.Code) != at {
			return 8
		}
		return 1
	case "REB":
		return 2
	case "PRM", "UAF", "CRM":
		return 3
	case "":
		return 0
	}
	return 7
}

func placeCountry(r *Row) string {
	if r.Place == nil {
		return ""
	}
	return text(r.Place.Country)
}

// isoNumber is the ISO 3166 numeric code of the place's country, "" where it has none.
func isoNumber(r *Row) string {
	region, err := language.ParseRegion(placeCountry(r))
	if err != nil || !region.IsCountry() || region.M49() == 0 {
		return ""
	}
	return strconv.Itoa(region.M49())
}

// acledColumns are ACLED's, in its order.
func acledColumns() []column {
	names := countries()
	none := func(*Row) string { return "" }
	parties := func(r *Row, first bool) []Party {
		one, two := sides(r)
		if first {
			return one
		}
		return two
	}
	inter := func(first bool) func(*Row) string {
		return func(r *Row) string {
			if ps := parties(r, first); len(ps) > 0 {
				return strconv.Itoa(acledInter(r, &ps[0], first))
			}
			return "0"
		}
	}
	head := func(first bool) func(*Row) string {
		return func(r *Row) string {
			if ps := parties(r, first); len(ps) > 0 {
				return name(&ps[0])
			}
			return ""
		}
	}
	rest := func(first bool) func(*Row) string {
		return func(r *Row) string {
			if ps := parties(r, first); len(ps) > 1 {
				return join(ps[1:], name)
			}
			return ""
		}
	}
	day := func(r *Row) string { from, _, _ := days(r); return from }
	return []column{
		{"event_id_cnty", false, func(r *Row) string { return placeCountry(r) + r.Event.ID }},
		{"event_date", false, day},
		{"year", true, func(r *Row) string { d := day(r); return d[:min(4, len(d))] }},
		{"time_precision", true, timePrecision},
		{"disorder_type", false, func(r *Row) string { return acledType(r).disorder }},
		{"event_type", false, func(r *Row) string { return acledType(r).event }},
		{"sub_event_type", false, func(r *Row) string { return acledType(r).sub }},
		{"actor1", false, head(true)},
		{"assoc_actor_1", false, rest(true)},
		{"inter1", true, inter(true)},
		{"actor2", false, head(false)},
		{"assoc_actor_2", false, rest(false)},
		{"inter2", true, inter(false)},
		{"interaction", true, func(r *Row) string {
			a, b := inter(true)(r), inter(false)(r)
			if a > b && b != "0" {
				a, b = b, a
			}
			return strings.TrimLeft(a+b, "0")
		}},
		{"civilian_targeting", false, func(r *Row) string {
			if text(r.Event.Plover) == "ASSAULT" && acledAtCivilians(r) {
				return "Civilian targeting"
			}
			return ""
		}},
		{"iso", true, isoNumber},
		{"region", false, func(r *Row) string { return names[placeCountry(r)].region }},
		{"country", false, func(r *Row) string { return names[placeCountry(r)].name }},
		{"admin1", false, func(r *Row) string {
			if r.Place == nil {
				return ""
			}
			return text(r.Place.Admin1)
		}},
		{"admin2", false, func(r *Row) string {
			if r.Place == nil || r.Place.Precision != "admin2" {
				return ""
			}
			return r.Place.Name
		}},
		{"admin3", false, none},
		{"location", false, func(r *Row) string { return placeName(r.Place) }},
		{"latitude", true, lat},
		{"longitude", true, lon},
		{"geo_precision", true, geoPrecision},
		{"source", false, func(r *Row) string { return r.Article.Publisher }},
		{"source_scale", false, none},
		{"notes", false, func(r *Row) string { return r.Event.Evidence.Text }},
		{"fatalities", true, func(r *Row) string {
			s, any := sizeOf(r, "killed")
			switch {
			case s.best != nil:
				return number(*s.best)
			case any && s.low != nil:
				return number(*s.low)
			}
			return ""
		}},
		{"tags", false, func(r *Row) string {
			if c := chain(r.Claim); c != "" {
				return "sources=" + c
			}
			return ""
		}},
		{"timestamp", true, none},
	}
}

// sides are the two parties of a dyad: actors and recipients, or, where several act and nobody receives, the first of
// them and the rest.
func sides(r *Row) (one, two []Party) {
	if len(r.Recipients) == 0 && len(r.Actors) > 1 {
		return r.Actors[:1], r.Actors[1:]
	}
	return r.Actors, r.Recipients
}

// timePrecision is ACLED's: 1 the day, 2 within a week, 3 within a month or longer; the day of publication counts as 2.
func timePrecision(r *Row) string {
	from, to, basis := days(r)
	switch {
	case basis == "":
		return ""
	case basis == "published":
		return "2"
	case from == to:
		return "1"
	case r.Date.Granularity == "week" || r.Date.Granularity == "day":
		return "2"
	}
	return "3"
}

// geoPrecision is ACLED's: 1 a named town or site, 2 a district, 3 a larger region or the whole country.
func geoPrecision(r *Row) string {
	if r.Place == nil {
		return ""
	}
	switch r.Place.Precision {
	case "point", "city":
		return "1"
	case "admin2":
		return "2"
	}
	return "3"
}
