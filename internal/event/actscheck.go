package event

import (
	"cmp"
	"slices"
	"strings"
)

// CheckedRow is a row of acts.tsv for one of its words, and what annotators say of the words for which it holds.
type CheckedRow struct {
	Act, POS string
	Row      string // the word and the conditions, as shown by --explain
	Weak     bool
	Agree    int // they have its act there
	Other    int // another act
	None     int // no act
}

// Holds is how many words the row holds for.
func (c *CheckedRow) Holds() int { return c.Agree + c.Other + c.None }

// wrong is how many of them the annotators give another act or none.
func (c *CheckedRow) wrong() int { return c.Other + c.None }

// Uncovered is a word that annotators have name an act, and how often no row of that act held for it.
type Uncovered struct {
	Act   string
	Word  string // lemma and part of speech as in acts.tsv ("attack/v"), the annotated words where they hold no candidate
	Why   string // the most that the table says of it: "other act" (a row of one holds), "unmet", "no row" or "no candidate"
	Count int
}

// CheckActs tells how far annotated articles bear out acts.tsv. What goes in has gone through the stages before this one; claims
// are not needed. Out come all rows, by act and those that are wrong most often first, also those that never hold; and the
// words that no row covers, by act and the most frequent first.
//
// Counted are candidates, with the act of the annotated anchor that they are matched with, as in training. Where several
// candidates lie in one anchor, one is matched, that for which a row of the annotated act holds before others; the others are
// merely covered, as are words annotated as belonging to an act, and not counted: they neither agree nor are they wrong. A
// candidate counts for each row that holds for it. Uncovered words are looked for among the first anchors of events: further
// mentions ("the incident") often name nothing by themselves. Parts of articles are left out, as they would count twice.
func CheckActs(articles []Annotated) ([]CheckedRow, []Uncovered) {
	c := newCoder(nil)
	rows := map[*entry]*CheckedRow{}
	for word, list := range c.lex.rows {
		for i := range list {
			e := &list[i]
			rows[e] = &CheckedRow{Act: e.act, POS: word[strings.LastIndexByte(word, '/')+1:], Row: e.text, Weak: e.weak}
		}
	}
	missing := map[Uncovered]int{}
	for i := range articles {
		a := &articles[i]
		r := newReader(c, a.Doc)
		cands := r.candidates()
		hits, covered := align(r, cands, a.Events)
		acts, first := map[*cand]string{}, map[int]*cand{}
		for _, h := range hits {
			acts[h.x] = a.Events[h.event].Act
			if h.primary {
				first[h.event] = h.x
			}
		}
		for _, x := range cands {
			act := acts[x]
			if act == "" && covered[x] {
				continue
			}
			for _, e := range x.rows[:x.hold] {
				switch act {
				case e.act:
					rows[e].Agree++
				case "":
					rows[e].None++
				default:
					rows[e].Other++
				}
			}
		}
		for n := range a.Events {
			if u := r.uncovered(cands, &a.Events[n], first[n]); u.Why != "" {
				missing[u]++
			}
		}
	}
	var checked []CheckedRow
	for _, row := range rows {
		checked = append(checked, *row)
	}
	slices.SortFunc(checked, func(a, b CheckedRow) int {
		return cmp.Or(cmp.Compare(a.Act, b.Act), b.wrong()-a.wrong(), cmp.Compare(a.Row, b.Row), cmp.Compare(a.POS, b.POS))
	})
	var left []Uncovered
	for u, n := range missing {
		u.Count = n
		left = append(left, u)
	}
	slices.SortFunc(left, func(a, b Uncovered) int {
		return cmp.Or(cmp.Compare(a.Act, b.Act), b.Count-a.Count, cmp.Compare(a.Word, b.Word), cmp.Compare(a.Why, b.Why))
	})
	return checked, left
}

// uncovered tells what the table lacks for the first anchor of an event, which was matched with x (nil = with none); Why is empty
// if a row of the event's act holds for a candidate in it.
func (r *reader) uncovered(cands []*cand, e *Annotation, x *cand) Uncovered {
	span := e.Anchors[0]
	for _, y := range cands {
		if y.anchor.Overlaps(span) && slices.ContainsFunc(y.rows[:y.hold], func(row *entry) bool { return row.act == e.Act }) {
			return Uncovered{}
		}
	}
	if x == nil {
		words := strings.Join(strings.Fields(r.d.Text(span)), " ")
		return Uncovered{Act: e.Act, Word: strings.ToLower(words), Why: "no candidate"}
	}
	t := r.trees[x.sent]
	word := strings.TrimSuffix(t.lemma(x.tok)+"/"+posKey(t.tok(x.tok).UPOS), "/") // "must" has none
	u := Uncovered{Act: e.Act, Word: word, Why: "no row"}
	switch {
	case x.met:
		u.Why = "other act"
	case x.best != nil:
		u.Why = "unmet"
	}
	return u
}
