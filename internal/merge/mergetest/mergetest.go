// Package mergetest makes articles about acts that never happened, and knows which of them are copies of one text and
// which report the same act. What goes in is a number; what comes out is the same for the same number. The texts are
// written for this purpose. It is for tests and benchmarks: it reads no corpus and dials nobody.
package mergetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Article is a made article and the truth about it.
type Article struct {
	URL, Publisher, Title, Text string
	Published                   string // YYYY-MM-DD
	Wording                     int    // number of the text it is, or is a copy of
	Origin                      bool   // it is the text that the others with its Wording are copies of
	Act                         int    // number of the act that it reports
	Denial                      int    // number of the denial that it reports beside, itself an act; -1 = none
}

// World is what happened and what was written about it.
type World struct {
	Articles []Article
	Texts    int // different texts, copies folded
	Acts     int // different acts
}

// New makes a world of about n articles: acts of several kinds, each reported by an agency, copied whole, abridged or
// with changes by some outlets, rewritten by others with later tolls; planned acts that then happen; denials; and acts
// of the same kind by the same people in another town or on another day.
func New(n int, seed uint64) *World {
	w := &maker{r: rand.New(rand.NewPCG(seed, 7)), used: map[string]bool{}}
	for len(w.world.Articles) < n {
		w.happen()
	}
	w.world.Articles = w.world.Articles[:n]
	acts, texts := map[int]bool{}, map[int]bool{}
	for _, a := range w.world.Articles {
		acts[a.Act], texts[a.Wording] = true, true
		if a.Denial >= 0 {
			acts[a.Denial] = true
		}
	}
	w.world.Acts, w.world.Texts = len(acts), len(texts)
	return &w.world
}

type maker struct {
	r     *rand.Rand
	world World
	used  map[string]bool // town, kind and week of acts, so that no two are taken for one by chance
	page  int
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// act is one act in the made world.
type act struct {
	number int
	kind   int
	town   town
	day    int // of the year 2024, from 0
	count  int
	who    string
}

// happen makes one act and the articles about it.
func (w *maker) happen() {
	a := act{number: w.world.Acts, kind: w.r.IntN(len(kinds)), count: 6 + w.r.IntN(90)}
	for {
		a.town, a.day = pick(w.r, towns), 20+w.r.IntN(300)
		if w.free(a) {
			break
		}
	}
	w.world.Acts++
	k := kinds[a.kind]
	a.who = pick(w.r, k.who)
	if k.planned != nil && w.r.IntN(2) == 0 {
		w.report(a, a.day-4, k.planned(a), -1, true)
	}
	w.report(a, a.day, k.wire(a), -1, true)
	if k.denial != nil && w.r.IntN(2) == 0 {
		w.world.Acts++
		w.report(a, a.day+1, k.denial(a), w.world.Acts-1, true)
	}
	for range w.r.IntN(3) {
		later := a
		delay := 1 + w.r.IntN(2)
		if k.toll {
			later.count += delay + w.r.IntN(3)
		}
		w.report(later, a.day+delay, pick(w.r, k.others)(later), -1, w.r.IntN(3) == 0)
	}
	if w.r.IntN(3) == 0 {
		w.lookAlike(a)
	}
}

// free takes the weeks around an act in its town, for its kind.
func (w *maker) free(a act) bool {
	key := func(week int) string { return fmt.Sprint(a.kind, a.town.name, week) }
	week := a.day / 8
	for _, at := range []int{week - 1, week, week + 1} {
		if w.used[key(at)] {
			return false
		}
	}
	w.used[key(week)] = true
	return true
}

// lookAlike makes an act of the same kind by the same people, in another town on the same day.
func (w *maker) lookAlike(a act) {
	b := a
	b.number, b.count = w.world.Acts, a.count+7
	for range 50 {
		b.town = pick(w.r, towns)
		if b.town.country == a.town.country && b.town.name != a.town.name && b.town.far(a.town) && w.free(b) {
			w.world.Acts++
			w.report(b, b.day, kinds[b.kind].wire(b), -1, false)
			return
		}
	}
}

// report writes an article about an act on a day, and its copies where it is wired.
func (w *maker) report(a act, day int, lead string, denial int, wired bool) {
	text := w.world.Texts
	w.world.Texts++
	first := lead
	paragraphs := w.fillers(a, 5+w.r.IntN(3))
	outlet := pick(w.r, outlets)
	if wired {
		outlet = agency
		first = strings.ToUpper(a.town.name) + " (Reuters) - " + lead
	}
	title := kinds[a.kind].title(a)
	w.put(outlet, title, day, append([]string{first}, paragraphs...), text, true, a.number, denial)
	if !wired {
		return
	}
	from := w.r.IntN(len(outlets))
	for i := range w.r.IntN(4) {
		carrier := outlets[(from+i)%len(outlets)]
		body := append([]string{first}, paragraphs...)
		switch w.r.IntN(4) {
		case 0: // abridged
			body = body[:5]
		case 1: // a paragraph of its own
			body = append(body[:len(body)-1], w.fillers(a, 1)...)
		case 2: // credited
			body = append(body, "(Reporting by our correspondent for Reuters; Editing by the desk)")
		}
		w.put(carrier, title, day, body, text, false, a.number, denial)
	}
}

func (w *maker) put(o outlet, title string, day int, paragraphs []string, text int, origin bool, number, denial int) {
	w.page++
	w.world.Articles = append(w.world.Articles, Article{
		URL: fmt.Sprintf("https://%s/%d", o.host, w.page), Publisher: o.name, Title: title, Text: strings.Join(paragraphs, "\n\n") + "\n",
		Published: date(day), Wording: text, Origin: origin, Act: number, Denial: denial,
	})
}

// fillers are paragraphs in which nothing happens.
func (w *maker) fillers(a act, n int) []string {
	out := make([]string, n)
	thing := func() string { return pick(w.r, adjectives) + " " + pick(w.r, things) }
	for i := range out {
		out[i] = fmt.Sprintf("In %s a %s %s %s a %s, and a %s %s %s the %s.", a.town.name, thing(), pick(w.r, lies), pick(w.r, near), thing(),
			thing(), pick(w.r, lies), pick(w.r, near), thing())
	}
	return out
}

// date writes a day of 2024, counted from 1 January as 0.
func date(day int) string { return fmt.Sprintf("2024-%02d-%02d", month(day), dayOf(day)) }

var lengths = [12]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func month(day int) int {
	for m, n := range lengths {
		if day < n {
			return m + 1
		}
		day -= n
	}
	return 12
}

func dayOf(day int) int {
	for _, n := range lengths[:month(day)-1] {
		day -= n
	}
	return day + 1
}

// long writes a day as a text does: "May 6".
func long(day int) string {
	names := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	return fmt.Sprintf("%s %d", names[month(day)-1], dayOf(day))
}
