// Package merge brings together what many articles report: which articles are
// copies of one text, which tell one story, and which events are the same act in
// the world.
//
// In go records (doc.Record), one per article; out come families of copies,
// stories, and incidents with all their sources and figures side by side. The
// package is pure: no storage, no clock, no network, no chance. What it has to
// remember it keeps behind the interface Index, which Memory implements for tests
// and internal/store on SQL tables.
//
// Everything is a function of the set of articles, never of the order in which
// they came: an index into which the same articles were put in any order, with
// articles taken out and put in again, holds the same families, stories and
// incidents. Three rules make that cheap:
//   - whether two things may be joined is decided by the two alone (Relate, Scorer),
//     with the one exception of house text, which is counted per host;
//   - each thing is looked up by keys that come from its own content only;
//   - clusters are formed by precedence (group.go): the reports that say most come
//     first, each later one follows the best-fitting of those that lead, or leads itself.
//     A vague report can therefore never bridge two exact ones, and a change is local.
package merge

import (
	"math"
	"strconv"
	"strings"
)

// Day counts days since 1970-01-01 in the proleptic Gregorian calendar.
type Day int32

// NoDay is a day that is not known.
const NoDay Day = math.MinInt32

// ParseDay returns the first and the last day of an ISO date or time: "2023-07-26T10:00:00Z", "2023-07-26", "2023-07" or "2023".
func ParseDay(s string) (first, last Day, ok bool) {
	p := strings.SplitN(s, "-", 3)
	y, err := strconv.Atoi(p[0])
	if err != nil || len(p[0]) != 4 {
		return NoDay, NoDay, false
	}
	if len(p) == 1 {
		return civil(y, 1, 1), civil(y+1, 1, 1) - 1, true
	}
	m, err := strconv.Atoi(p[1])
	if err != nil || m < 1 || m > 12 {
		return NoDay, NoDay, false
	}
	if len(p) == 2 {
		return civil(y, m, 1), civil(y+m/12, m%12+1, 1) - 1, true
	}
	if len(p[2]) < 2 {
		return NoDay, NoDay, false
	}
	d, err := strconv.Atoi(p[2][:2])
	if err != nil || d < 1 || d > 31 {
		return NoDay, NoDay, false
	}
	return civil(y, m, d), civil(y, m, d), true
}

// civil numbers a day (Hinnant, "chrono-compatible low-level date algorithms").
func civil(y, m, d int) Day {
	if m <= 2 {
		y--
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	return Day(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468)
}

// String writes the day as YYYY-MM-DD, "" when it is not known.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	z := int(d) + 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day, month, year := doy-(153*mp+2)/5+1, (mp+2)%12+1, yoe+era*400
	if month <= 2 {
		year++
	}
	b := make([]byte, 0, 10)
	for _, n := range []struct{ v, width int }{{year, 4}, {month, 2}, {day, 2}} {
		s := strconv.Itoa(n.v)
		if len(b) > 0 {
			b = append(b, '-')
		}
		for range max(0, n.width-len(s)) {
			b = append(b, '0')
		}
		b = append(b, s...)
	}
	return string(b)
}

// Article is what merging keeps of one article.
type Article struct {
	ID        string // doc.RecordArticle.ID
	URL       string
	Host      string // of the URL without "www."; the publisher's name when there is no URL; "" unknown
	Publisher string // as stated, else by the host; "" unknown
	Title     string
	Day       Day    // of publication; NoDay when unknown
	Published string // as the record has it, with the time of day where known: it orders articles of one day
	Agency    string // news agency named in dateline, credit, byline or URL; "" none
	Wire      bool   // the agency is the publisher itself
	Words     int    // words of the text without boilerplate
	Sketch    Sketch
	House     []Hash // hashes of the sketch that are house text of the host, sorted; kept by Online
	Topic     Vector // what the article is about
	Origin    string // id of the article that leads its family of copies; its own id when it is no copy; kept by Online
}

// Party is an actor or recipient of an event.
type Party struct {
	Name   string   // as the article names it, in full
	Code   string   // country or kind; "" unknown
	Sector string   // PLOVER sector; "" unknown
	Stems  []uint32 // of the name, sorted
}

// Place is where an act happens. The zero value means that the article does not say.
type Place struct {
	Name      string
	Country   string // ISO 3166 alpha-3
	Admin1    string
	Lat, Lon  float64
	GeoNames  int
	Precision string // point | city | admin2 | admin1 | country | region
}

// Figure is a number that sizes an event. Bounds as in doc.RecordFigure.
type Figure struct {
	Low, High, Best *float64
	Class, Role     string
	Scope           string
	Words           string // the phrase itself
}

// Source is one hop of the chain on whose word an event is reported.
type Source struct {
	Name      string
	Kind      string // person | organisation | outlet | document | group
	Anonymity string // named | role | unnamed
	Stance    string // asserts | confirms | denies | doubts | hearsay
	Code      string // country of the entity behind it; "" unknown
}

// Report is one event of one article, as far as merging and showing incidents need it.
type Report struct {
	ID          string // article id + "/" + event id: unique over all articles
	Article     string
	Event       string // doc.RecordEvent.ID
	Act         string // unfolded, as doc.RecordEvent.Act
	Plover      string // folded; "" none
	Modes       []string
	Status      string
	Actors      []Party
	Recipients  []Party
	Place       Place
	Site        Place  // the one town that the sentence names, where Place is no town: to compare by, not to show
	From, To    Day    // days between which the article dates the act, both included; NoDay when it does not
	Granularity string // of the date; "" none
	Published   Day    // of the article
	Figures     []Figure
	Anchor      string   // the words that name the act
	Stems       []uint32 // of the words that name the act, in all its mentions, sorted; light verbs left out
	Group       []uint32 // word clusters of the same words, sorted
	Words       Vector   // what the sentences of the act speak of, without the anchor
	Topic       Vector   // what the article is about, shortened
	Chain       []Source // on whose word, outermost first; empty = the article's own voice
	Evidence    string   // the sentence
	Confidence  float64
}

// Term is a stem, hashed, with its weight.
type Term struct {
	Stem   uint32
	Weight float32
}

// Vector is a bag of terms, sorted by stem, of length 1.
type Vector []Term
