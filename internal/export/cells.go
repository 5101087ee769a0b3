package export

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/data"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/wording"
)

// plain makes a string safe for text formats: valid UTF-8, line ends as \n, other control characters as U+FFFD.
func plain(s string) string {
	ok := utf8.ValidString(s)
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] >= ' ' && s[i] != 0x7f || s[i] == '\n' || s[i] == '\t'
	}
	if ok {
		return s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, s)
}

// line is plain on one line, with each run of blanks as one.
func line(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// risky are the first characters that make a spreadsheet take a cell for a formula.
const risky = "=+-@\t\n＝＋－＠"

// Guard puts a quote before a cell that a spreadsheet might run as a formula; Unguard takes it away again.
func Guard(s string) string {
	if atRisk(s) {
		return "'" + s
	}
	return s
}

// atRisk tells whether a cell begins with a risky character, behind any quotes: these count too, so that Unguard is exact.
func atRisk(s string) bool {
	r, n := utf8.DecodeRuneInString(strings.TrimLeft(s, "'"))
	return n > 0 && strings.ContainsRune(risky, r)
}

// Unguard gives a cell of a table as it was before it was made safe for spreadsheets.
func Unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && atRisk(rest) {
		return rest
	}
	return cell
}

// number prints a number without an exponent.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func optNumber(x *float64) string {
	if x == nil {
		return ""
	}
	return number(*x)
}

// join prints what f gives for each element, separated by semicolons, so that lists of one party line up; "" when f gives nothing.
func join[T any](list []T, f func(*T) string) string {
	out, any := make([]string, len(list)), false
	for i := range list {
		out[i] = strings.ReplaceAll(f(&list[i]), ";", ",")
		any = any || out[i] != ""
	}
	if !any {
		return ""
	}
	return strings.Join(out, ";")
}

func self(s *string) string { return *s }

func name(p *Party) string {
	if p.Name == "" && p.Span != nil {
		return p.Span.Text
	}
	return p.Name
}
func code(p *Party) string   { return text(p.Code) }
func sector(p *Party) string { return text(p.Sector) }

// raw is a party as the text has it.
func raw(p *Party) string {
	if p.Span == nil {
		return ""
	}
	return p.Span.Text
}

// folded is an event's PLOVER code with the modes that go with it; "" where none is coded.
func folded(e *doc.RecordEvent) (plover string, modes []string) {
	if e.Plover == nil {
		return "", nil
	}
	act := e.Act
	if e.Parent != nil {
		act = *e.Parent
	}
	plover, modes = event.FoldModes(act, e.Mode, e.Status)
	if plover != *e.Plover { // corrected by hand: the code stands, its modes are not known
		return *e.Plover, nil
	}
	return plover, modes
}

// days gives the first and last day of an event, YYYY-MM-DD, and where they come from: the text, or the day of
// publication where the text gives none; "" when neither is known.
func days(r *Row) (from, to, basis string) {
	if r.Date != nil {
		from, to = edge(text(r.Date.From), false), edge(text(r.Date.To), true)
		if from == "" {
			from = edge(text(r.Date.To), false)
		}
		if to == "" {
			to = edge(text(r.Date.From), true)
		}
		if from != "" && from <= to {
			return from, to, "text"
		}
	}
	if d := edge(r.Article.Published, false); d != "" && len(r.Article.Published) >= len(time.DateOnly) {
		return d, d, "published"
	}
	return "", "", ""
}

// edge is the first or last day of an ISO date of any exactness, "" when it is none.
func edge(s string, last bool) string {
	s = s[:min(len(s), len(time.DateOnly))]
	for _, form := range []struct {
		layout        string
		months, years int
	}{{time.DateOnly, 0, 0}, {"2006-01", 1, 0}, {"2006", 0, 1}} {
		t, err := time.Parse(form.layout, s)
		if err != nil || len(s) != len(form.layout) {
			continue
		}
		if last && len(s) < len(time.DateOnly) {
			t = t.AddDate(form.years, form.months, -1)
		}
		return t.Format(time.DateOnly)
	}
	return ""
}

// degrees rounds a coordinate to five decimals, about a metre: more would be noise.
func degrees(x float64) float64 { return math.Round(x*1e5) / 1e5 }

// pointed tells whether a place has a point on earth.
func pointed(p *doc.RecordPlace) bool {
	if p == nil {
		return false
	}
	lat, lon, ok := p.Point()
	return ok && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 // false for NaN too
}

// size is what an event's figures say of one role: bounds over all of them, and the best where all agree.
type size struct{ low, best, high *float64 }

// sizeOf joins the figures of a role that are not part of another figure there.
func sizeOf(r *Row, role string) (s size, any bool) {
	open := false
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Role != role || f.SubsetOf != nil && hasFigure(r, *f.SubsetOf) {
			continue
		}
		if f.Low != nil && (s.low == nil || *f.Low < *s.low) {
			s.low = f.Low
		}
		if f.High == nil {
			open = true
		} else if s.high == nil || *f.High > *s.high {
			s.high = f.High
		}
		switch {
		case !any:
			s.best = f.Best
		case s.best != nil && (f.Best == nil || *f.Best != *s.best):
			s.best = nil
		}
		any = true
	}
	if open {
		s.high = nil
	}
	return s, any
}

func hasFigure(r *Row, id string) bool {
	for i := range r.Figures {
		if r.Figures[i].ID == id {
			return true
		}
	}
	return false
}

// chain prints a claim's sources from the outermost in: "Radio Sahel > an officer".
func chain(c *doc.RecordClaim) string {
	if c == nil {
		return ""
	}
	out := make([]string, len(c.Chain))
	for i := range c.Chain {
		out[i] = line(c.Chain[i].Name)
	}
	return strings.Join(out, " > ")
}

// stance is what the innermost source does with the statement, "" in the article's own voice.
func stance(c *doc.RecordClaim) string {
	if c == nil || len(c.Chain) == 0 {
		return ""
	}
	return c.Chain[len(c.Chain)-1].Stance
}

// country is what countries.tsv knows of a code.
type country struct{ name, region string }

// countries reads the table by ISO code and by the code that events use.
func countries() map[string]country {
	m := map[string]country{}
	for _, r := range data.Table("countries") {
		c := country{r["name"], r["region"]}
		m[r["iso3"]] = c
		if _, have := m[r["state"]]; !have {
			m[r["state"]] = c
		}
	}
	for _, r := range data.Table("bodies") {
		m[r["code"]] = country{name: wording.Upper(r["name"])}
	}
	return m
}
