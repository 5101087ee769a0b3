package gold

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"onrecord/data"
)

// Pack turns an annotation that quotes its text into standoff: every quote becomes its
// code points [start, end], so that no text remains. All quotes that the text does not
// hold are reported together.
func Pack(a *Annotation, text string) error {
	r := newRunes(text)
	var errs []error
	eachQuote(a, func(what string, q *Quote) {
		if q.Q == "" && len(q.S) == 2 {
			return
		}
		if q.Q != strings.TrimSpace(q.Q) {
			errs = append(errs, fmt.Errorf("%s: quote %q has blanks at its ends", what, q.Q))
		}
		s := r.find(*q)
		if s == nil {
			errs = append(errs, fmt.Errorf("%s: the text does not hold occurrence %d of %q", what, max(1, q.N), q.Q))
			return
		}
		*q = Quote{S: []int{s.Start, s.End}}
	})
	return errors.Join(errs...)
}

// eachQuote visits every quote of an annotation.
func eachQuote(a *Annotation, f func(what string, q *Quote)) {
	all := func(what string, qs []Quote) {
		for i := range qs {
			f(what, &qs[i])
		}
	}
	all("boilerplate", a.Boilerplate)
	for i := range a.Claims {
		c := &a.Claims[i]
		all("claim "+c.ID, c.Content)
		if c.Cue != nil {
			f("claim "+c.ID, c.Cue)
		}
		for j := range c.Chain {
			if h := &c.Chain[j].Quote; h.Q != "" || h.S != nil { // a source may be implied
				f("claim "+c.ID, h)
			}
		}
	}
	for i := range a.Events {
		e := &a.Events[i]
		f("event "+e.ID, &e.Anchor)
		all("event "+e.ID, e.Also)
		for _, as := range [][]Actor{e.Actors, e.Recipients} {
			for j := range as {
				if q := &as[j].Quote; q.Q != "" || q.S != nil { // a party may be known by its code alone
					f("event "+e.ID, q)
				}
			}
		}
		for _, p := range []*Place{e.Place, e.Origin} {
			if p != nil && (p.Q != "" || p.S != nil) { // a place may be known without being named
				f("event "+e.ID, &p.Quote)
			}
		}
	}
	for i := range a.Figures {
		f("figure "+a.Figures[i].ID, &a.Figures[i].Quote)
	}
	for i := range a.Forces {
		f("force", &a.Forces[i].Quote)
		if p := a.Forces[i].Place; p != nil && (p.Q != "" || p.S != nil) {
			f("force", &p.Quote)
		}
	}
}

// vocabularies of the guidelines, for Check.
var vocabularies = map[string]string{
	"act":       "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT",
	"status":    "occurred ongoing planned possible demanded threatened not_occurred",
	"stance":    "asserts confirms denies doubts hearsay",
	"kind":      "person organisation outlet document group",
	"anonymity": "named role unnamed",
	"class":     "troops police civilians people fighters protesters displaced refugees diplomats aircraft vehicles vessels weapons money other",
	"sector":    "GOV MIL COP JUD LEG PTY OPP REB UAF PRM SPY CRM CVL REF JRN BUS LAB EDU MED REL SOC ELI AGR UNK",
	"mode": "visit third-party multilateral phone withdraw release disarm ceasefire access resign assist change yield meet disapprove investigate allege " +
		"restrict arrest relations expel territory violence demo riot strike hunger boycott obstruct vandalize convict discontinue troops weapons police militia " +
		"seize censor curfew martial-law deport withhold misinformation cyber coup abduct beat torture sexual targeted destroy primitive firearms explosives " +
		"suicide-attack aerial drone heavy-weapons crowd-control unconventional",
	"role": "killed wounded missing abducted arrested displaced deployed withdrawn evacuated gathered recruited supplied other",
}

// Vocabulary lists the words that the guidelines allow for "act", "mode", "status", "stance", "kind", "anonymity", "sector", and for
// the "class" and "role" of a figure; nil for anything else.
func Vocabulary(name string) []string { return strings.Fields(vocabularies[name]) }

// Check reports every word of an annotation that is not in the guidelines' vocabularies, every
// reference to something that is not there, and every span outside the text.
func Check(a *Annotation, text string) error {
	c := checker{length: newRunes(text).points[len(text)], claims: map[string]bool{"": true}, figures: map[string]bool{"": true}}
	eachQuote(a, func(what string, q *Quote) {
		if len(q.S) != 2 || q.S[0] < 0 || q.S[0] >= q.S[1] || q.S[1] > c.length {
			c.bad("%s: span %v does not lie in the text", what, q.S)
		}
	})
	for _, k := range a.Claims {
		c.claims[k.ID] = true
		for _, h := range k.Chain {
			c.word("claim "+k.ID, "kind", h.Kind)
			c.word("claim "+k.ID, "anonymity", h.Anonymity)
			c.word("claim "+k.ID, "stance", h.Stance)
		}
	}
	for _, f := range a.Figures {
		c.figures[f.ID] = true
		c.word("figure "+f.ID, "class", f.Class)
		c.word("figure "+f.ID, "role", f.Role)
		c.refer("figure "+f.ID, f.Claim)
	}
	for _, e := range a.Events {
		c.word("event "+e.ID, "act", e.Type)
		c.word("event "+e.ID, "status", e.Status)
		c.parties("event "+e.ID, e.Actors)
		c.parties("event "+e.ID, e.Recipients)
		for _, m := range e.Mode {
			c.mode("event "+e.ID, e.Type, m)
		}
		c.refer("event "+e.ID, e.Claim, e.Figures...)
	}
	for _, f := range a.Forces {
		c.parties("force", []Actor{{Code: f.Owner.Code, Sector: f.Owner.Sector}})
		c.refer("force", f.Claim, f.Figure)
	}
	return errors.Join(c.errs...)
}

type checker struct {
	length          int
	claims, figures map[string]bool
	errs            []error
}

func (c *checker) bad(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

func (c *checker) word(what, vocabulary, w string) {
	if w == "" || !strings.Contains(" "+vocabularies[vocabulary]+" ", " "+w+" ") {
		c.bad("%s: %q is no %s", what, w, vocabulary)
	}
}

// parties checks what parties belong to: a sector and a code of three letters, where they are known.
func (c *checker) parties(what string, as []Actor) {
	for _, a := range as {
		if a.Sector != "" {
			c.word(what, "sector", a.Sector)
		}
		if len(a.Code) != 0 && len(a.Code) != 3 {
			c.bad("%s: %q is no code of a party", what, a.Code)
		}
	}
}

// mode checks that the act has the mode; a coup in which people are hurt is ASSAULT with the mode of COERCE.
func (c *checker) mode(what, act, mode string) {
	c.word(what, "mode", mode)
	if act == "ASSAULT" && mode == "coup" {
		return
	}
	for _, r := range data.Table("plover") {
		if r["type"] == act && r["mode"] == mode {
			return
		}
	}
	c.bad("%s: %s has no mode %q", what, act, mode)
}

func (c *checker) refer(what, claim string, figures ...string) {
	if !c.claims[claim] {
		c.bad("%s: there is no claim %q", what, claim)
	}
	for _, f := range figures {
		if !c.figures[f] {
			c.bad("%s: there is no figure %q", what, f)
		}
	}
}

// unpack puts the words and their occurrence number back beside the offsets.
func unpack(a *Annotation, text string) error {
	points := []rune(text)
	var err error
	eachQuote(a, func(what string, q *Quote) {
		switch {
		case len(q.S) == 0:
		case len(q.S) != 2 || q.S[0] < 0 || q.S[0] >= q.S[1] || q.S[1] > len(points):
			err = fmt.Errorf("%s: span %v does not lie in the text", what, q.S)
		default:
			q.Q = string(points[q.S[0]:q.S[1]])
			q.N = occurrence(text, q.Q, len(string(points[:q.S[0]])))
		}
	})
	return err
}

// occurrence counts which occurrence of q, by starts, is the one at byte offset at.
func occurrence(text, q string, at int) int {
	n := 0
	for from := 0; ; {
		i := strings.Index(text[from:], q)
		if i < 0 || from+i > at {
			return max(n, 1)
		}
		n++
		from += i + 1
	}
}

// HeldOut reports whether an annotated article of annotations/ is kept out of all training, so that scores on it are
// honest: about one in ten, chosen by a hash of its document id. annotations/README.md lists them. Articles that we wrote
// ourselves measure nothing, and those of PolNeAR have taught cue.model who says what: neither are ever held out.
func HeldOut(id string) bool {
	if strings.HasPrefix(id, "wire/") || strings.HasPrefix(id, "polnear/") {
		return false
	}
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()%10 == 0
}

// LoadStandoff reads the annotations of a folder and their texts from the corpora below shared, sorted by file name.
func LoadStandoff(dir, shared string) ([]Article, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(paths)
	var articles []Article
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		var a Article
		if err := json.Unmarshal(b, &a.Annotation); err != nil {
			return nil, fmt.Errorf("gold: %s: %w", p, err)
		}
		if a.Text, a.URL, err = Text(shared, dir, a.Doc); err != nil {
			return nil, err
		}
		if err := unpack(&a.Annotation, string(a.Text)); err != nil {
			return nil, fmt.Errorf("gold: %s: %w", p, err)
		}
		articles = append(articles, a)
	}
	return articles, nil
}
