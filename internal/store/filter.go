package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/charset"
	"onrecord/internal/merge"
)

// Filter narrows a list down; the zero value lets everything through. Of several values of one field any will do;
// all fields must hold.
type Filter struct {
	Text      string   // words in any order, "phrases", word*, -word
	Actor     []string // who does it: a name, a part of one, or a code ("USA", "USA MIL")
	Recipient []string // at whom or for whom
	Country   []string // where: ISO 3166 alpha-3
	Place     []string // where: a name, or a part of one
	Act       []string // PLOVER type, unfolded
	Status    []string
	Source    []string // on whose word: a name in the chain of sources
	Publisher []string
	Voice     []string // source or publisher, whichever bears the name
	Between   []string // at least two of these names, each as in Voice; for incidents only
	Since     string   // ISO day: of the act, or of publication when the act has none
	Until     string   // inclusive
	Near      *Circle
	Box       *Box
	Story     string // id of its leading article
	Incident  string
	Article   string
}

// Circle is a point and a distance around it.
type Circle struct{ Lat, Lon, Km float64 }

// Box is a part of the map. West may be greater than East, across the antimeridian.
type Box struct{ South, West, North, East float64 }

// FieldError says what is wrong with one field of a filter.
type FieldError struct{ Field, Reason string }

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// fields are the names of a filter's fields in addresses and on the command line, with the lists they fill.
func (f *Filter) lists() map[string]*[]string {
	return map[string]*[]string{"actor": &f.Actor, "recipient": &f.Recipient, "country": &f.Country, "place": &f.Place, "act": &f.Act, "status": &f.Status,
		"source": &f.Source, "publisher": &f.Publisher, "voice": &f.Voice, "between": &f.Between}
}

func (f *Filter) words() map[string]*string {
	return map[string]*string{"text": &f.Text, "since": &f.Since, "until": &f.Until, "story": &f.Story, "incident": &f.Incident, "article": &f.Article}
}

// ParseFilter reads a filter from the query of an address: text, actor, recipient, country, place, act, status, source,
// publisher, voice, since, until, near=lat,lon,km, box=south,west,north,east, story, incident, article. Fields that are not its
// own are left alone. The errors are *FieldError, one for each field that is wrong.
func ParseFilter(q url.Values) (Filter, []error) {
	var f Filter
	var errs []error
	for name, list := range f.lists() {
		for _, v := range q[name] {
			if v = strings.TrimSpace(v); v != "" {
				*list = append(*list, v)
			}
		}
	}
	for name, word := range f.words() {
		*word = strings.TrimSpace(q.Get(name))
	}
	if v := strings.TrimSpace(q.Get("near")); v != "" {
		n, err := numbers(v, 3)
		if err != nil {
			errs = append(errs, &FieldError{"near", `wants latitude,longitude,kilometres, for example "13.5,2.1,50"`})
		} else {
			f.Near = &Circle{n[0], n[1], n[2]}
		}
	}
	if v := strings.TrimSpace(q.Get("box")); v != "" {
		n, err := numbers(v, 4)
		if err != nil {
			errs = append(errs, &FieldError{"box", `wants south,west,north,east, for example "10,-5,20,15"`})
		} else {
			f.Box = &Box{n[0], n[1], n[2], n[3]}
		}
	}
	return f, append(errs, f.check()...)
}

// Values is the inverse of ParseFilter.
func (f *Filter) Values() url.Values {
	q := url.Values{}
	for name, list := range f.lists() {
		if len(*list) > 0 {
			q[name] = slices.Clone(*list)
		}
	}
	for name, word := range f.words() {
		if *word != "" {
			q.Set(name, *word)
		}
	}
	decimal := func(vs ...float64) string {
		var out []string
		for _, v := range vs {
			out = append(out, strconv.FormatFloat(v, 'f', -1, 64))
		}
		return strings.Join(out, ",")
	}
	if f.Near != nil {
		q.Set("near", decimal(f.Near.Lat, f.Near.Lon, f.Near.Km))
	}
	if f.Box != nil {
		q.Set("box", decimal(f.Box.South, f.Box.West, f.Box.North, f.Box.East))
	}
	return q
}

func numbers(s string, want int) ([]float64, error) {
	parts := strings.Split(s, ",")
	if len(parts) != want {
		return nil, fmt.Errorf("wants %d numbers", want)
	}
	out := make([]float64, want)
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%q is no number", p)
		}
		out[i] = v
	}
	return out, nil
}

// The values that acts and statuses may have (annotation guidelines 1.2 and 1.3).
var (
	Acts = []string{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
		"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
	Statuses = []string{"occurred", "ongoing", "planned", "possible", "demanded", "threatened", "not_occurred"}
)

var countryCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (f *Filter) check() (errs []error) {
	wrong := func(field, reason string, args ...any) {
		errs = append(errs, &FieldError{field, fmt.Sprintf(reason, args...)})
	}
	for i, a := range f.Act {
		f.Act[i] = strings.ToUpper(a)
		if !slices.Contains(Acts, f.Act[i]) && !strings.HasPrefix(f.Act[i], "X-") {
			wrong("act", "%q is no act; the acts are %s", a, strings.Join(Acts, ", "))
		}
	}
	for i, s := range f.Status {
		f.Status[i] = strings.ToLower(s)
		if !slices.Contains(Statuses, f.Status[i]) {
			wrong("status", "%q is no status; they are %s", s, strings.Join(Statuses, ", "))
		}
	}
	for i, c := range f.Country {
		f.Country[i] = strings.ToUpper(c)
		if !countryCode.MatchString(f.Country[i]) {
			wrong("country", "%q is no country code; give three letters (ISO 3166 alpha-3), for example NER", c)
		}
	}
	for _, d := range []struct{ name, v string }{{"since", f.Since}, {"until", f.Until}} {
		if _, _, ok := merge.ParseDay(d.v); d.v != "" && !ok {
			wrong(d.name, "%q is no day; give YYYY-MM-DD, YYYY-MM or YYYY", d.v)
		}
	}
	if c := f.Near; c != nil && (math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 || c.Km <= 0 || c.Km > 20_040) {
		wrong("near", "latitude goes to ±90, longitude to ±180, kilometres from 0 to 20,040")
	}
	if b := f.Box; b != nil && (b.South > b.North || math.Abs(b.South) > 90 || math.Abs(b.North) > 90 || math.Abs(b.West) > 180 || math.Abs(b.East) > 180) {
		wrong("box", "wants south,west,north,east with south below north")
	}
	for name, list := range f.Values() {
		if !charset.IsText(list...) {
			wrong(name, "holds a zero byte or is not UTF-8, which no text does")
		}
	}
	if f.Text != "" && len(searchTerms(f.Text)) == 0 {
		wrong("text", "%q holds no word to look for", f.Text)
	}
	return errs
}

var actorCode = regexp.MustCompile(`^([A-Z]{3}|\*)( [A-Z]{3})?$`)

// expand turns what a person writes for a name into what about holds: a code, a name, or the most frequent names that
// hold the words.
func (s *Store) expand(ctx context.Context, role string, values []string) ([]string, error) {
	var out []string
	for _, v := range values {
		if (role == "a" || role == "r") && actorCode.MatchString(v) {
			out = append(out, "="+v)
			continue
		}
		v = fold(v)
		var names []string
		err := s.query(ctx, func(r *sql.Rows) error {
			var x string
			err := r.Scan(&x)
			names = append(names, x)
			return err
		}, `SELECT what FROM name WHERE role = $1 AND n > 0 AND what LIKE $2 ESCAPE '\' ORDER BY n DESC, what LIMIT 25`, nameRole(role), "%"+likeEscape(v)+"%")
		if err != nil {
			return nil, err
		}
		if len(names) == 0 {
			names = append(names, v)
		}
		out = append(out, names...)
	}
	return out, nil
}

func likeEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

const earthKm = 6371.0

// box is the box around a circle.
func (c *Circle) box() *Box {
	lat := c.Km / earthKm * 180 / math.Pi
	b := &Box{South: max(-90, c.Lat-lat), North: min(90, c.Lat+lat), West: -180, East: 180}
	if cos := math.Cos(c.Lat * math.Pi / 180); b.South > -90 && b.North < 90 && cos > 0 {
		if lon := lat / cos; lon < 180 {
			b.West, b.East = wrap(c.Lon-lon), wrap(c.Lon+lon)
		}
	}
	return b
}

func wrap(lon float64) float64 {
	switch {
	case lon < -180:
		return lon + 360
	case lon > 180:
		return lon - 360
	}
	return lon
}

// Holds tells whether a point lies in the circle.
func (c *Circle) Holds(lat, lon float64) bool {
	const rad = math.Pi / 180
	sinLat, sinLon := math.Sin((lat-c.Lat)*rad/2), math.Sin((lon-c.Lon)*rad/2)
	h := sinLat*sinLat + math.Cos(lat*rad)*math.Cos(c.Lat*rad)*sinLon*sinLon
	return 2*earthKm*math.Asin(math.Min(1, math.Sqrt(h))) <= c.Km
}

// cells covers the box with at most 16 ranges of the Z order.
func (b *Box) cells() [][2]int64 {
	if b.West > b.East { // across the antimeridian
		return append((&Box{b.South, b.West, b.North, 180}).ranges(8), (&Box{b.South, -180, b.North, b.East}).ranges(8)...)
	}
	return b.ranges(16)
}

// ranges covers the box with at most so many ranges, all of one size.
func (b *Box) ranges(most uint32) [][2]int64 {
	var out [][2]int64
	for zoom := uint(0); ; zoom++ {
		x0, x1 := column(b.West+180, 360)>>zoom, column(b.East+180, 360)>>zoom
		y0, y1 := column(b.South+90, 180)>>zoom, column(b.North+90, 180)>>zoom
		if (x1-x0+1)*(y1-y0+1) > most {
			continue
		}
		for x := x0; x <= x1; x++ {
			for y := y0; y <= y1; y++ {
				from := int64(spread(x<<zoom) | spread(y<<zoom)<<1)
				out = append(out, [2]int64{from, from + 1<<(2*zoom) - 1})
			}
		}
		slices.SortFunc(out, func(a, b [2]int64) int { return int(a[0] - b[0]) })
		return out
	}
}

func column(v, width float64) uint32 { return min(1<<15-1, uint32(v/width*(1<<15))) }
