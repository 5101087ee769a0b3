package store

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParseFilter: what is wrong with a filter is said by field; what is right comes back from Values.
func TestParseFilter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		wrong string // fields, sorted
	}{
		{"", ""},
		{"text=coup+niger&actor=USA+MIL&recipient=Chad&country=ner&act=assault&status=Planned&since=2024&until=2024-03-05", ""},
		{"near=13.5,2.1,50&box=10,-5,20,15&story=a&incident=b&article=c&voice=Reuters&place=Agadez", ""},
		{"act=FIGHT", "act"},
		{"status=done&country=Niger", "country status"},
		{"since=yesterday&until=2024-13", "since until"},
		{"near=1,2", "near"},
		{"near=91,0,5", "near"},
		{"near=0,0,0", "near"},
		{"near=a,b,c", "near"},
		{"near=NaN,0,5", "near"},
		{"box=20,0,10,5", "box"},
		{"box=1,2,3", "box"},
		{"text=!!!", "text"},
		{"text=coup%00&voice=a%00b", "text voice"},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		f, errs := ParseFilter(q)
		var fields []string
		for _, err := range errs {
			var e *FieldError
			if !errors.As(err, &e) || e.Reason == "" {
				t.Fatalf("%s: %v is no FieldError with a reason", c.query, err)
			}
			fields = append(fields, e.Field)
		}
		slices.Sort(fields)
		if got := strings.Join(fields, " "); got != c.wrong {
			t.Errorf("%s: wrong are %q, want %q", c.query, got, c.wrong)
		}
		if c.wrong == "" {
			again, errs := ParseFilter(f.Values())
			if d := cmp.Diff(f, again); d != "" || len(errs) > 0 {
				t.Errorf("%s: %v %s", c.query, errs, d)
			}
		}
	}
}

// TestGeometry: the box around a circle holds the circle, and the cells that cover a box hold all its points.
func TestGeometry(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		c := Circle{Lat: r.Float64()*180 - 90, Lon: r.Float64()*360 - 180, Km: r.Float64() * 900}
		lat, lon := c.Lat+r.NormFloat64()*5, wrap(c.Lon+r.NormFloat64()*5)
		if lat < -90 || lat > 90 || !c.Holds(lat, lon) {
			continue
		}
		b := c.box()
		if lat < b.South || lat > b.North || b.West <= b.East && (lon < b.West || lon > b.East) || b.West > b.East && lon < b.West && lon > b.East {
			t.Fatalf("%+v holds %g,%g, its box %+v does not", c, lat, lon, b)
		}
		n := cell(lat, lon, "point")
		if ranges := b.cells(); len(ranges) > 16 || !slices.ContainsFunc(ranges, func(x [2]int64) bool { return n >= x[0] && n <= x[1] }) {
			t.Fatalf("%+v holds %g,%g in cell %d, %v do not", b, lat, lon, n, ranges)
		}
		for zoom := uint(0); zoom <= 15; zoom++ {
			south, west := corner(n>>(2*zoom), zoom)
			if lat < south-1e-9 || lon < west-1e-9 {
				t.Fatalf("%g,%g lies outside its tile at %g,%g", lat, lon, south, west)
			}
		}
	}
}
