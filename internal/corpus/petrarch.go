package corpus

import (
	"os"
	"regexp"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

// Dyad is an expected coding: who did what to whom, in CAMEO codes ("USAGOV", "112", "RUS"; "---" = not known).
type Dyad struct{ Source, Code, Target string }

// DyadSentence is a sentence with a gold parse and the events that it holds; none is a right answer too.
type DyadSentence struct {
	ID     string
	Date   string // YYYY-MM-DD
	Text   string
	Tokens []doc.Token // with Head and Rel; spans are into Text
	Dyads  []Dyad
}

// Patterns of the file, which is not well-formed XML.
var (
	dyadEvent = regexp.MustCompile(`<EventCoding ([^>]*?)/?>`)
	dyadAttr  = regexp.MustCompile(`(\w+)="([^"]*)"`)
	dyadParse = regexp.MustCompile(`(?s)<Parse>(.*?)</Parse>`)
)

// ReadDyads reads PETR2_GSR_validation.xml of openeventdata/UniversalPetrarch. The text is rebuilt from the tokens of
// the parse, joined by blanks, so that the given parse and our own see the same words.
func ReadDyads(path string) ([]DyadSentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []DyadSentence
	for _, chunk := range strings.Split(string(b), "<Sentence ")[1:] {
		head, rest, _ := strings.Cut(chunk, ">")
		s := DyadSentence{}
		for _, a := range dyadAttr.FindAllStringSubmatch(head, -1) {
			switch a[1] {
			case "id":
				s.ID = a[2]
			case "date":
				if len(a[2]) == 8 {
					s.Date = a[2][:4] + "-" + a[2][4:6] + "-" + a[2][6:]
				}
			}
		}
		for _, e := range dyadEvent.FindAllStringSubmatch(rest, -1) {
			var d Dyad
			for _, a := range dyadAttr.FindAllStringSubmatch(e[1], -1) {
				switch a[1] {
				case "eventcode":
					d.Code = a[2]
				case "sourcecode":
					d.Source = a[2]
				case "targetcode":
					d.Target = a[2]
				}
			}
			if d.Code != "" {
				s.Dyads = append(s.Dyads, d)
			}
		}
		if p := dyadParse.FindStringSubmatch(rest); p != nil {
			s.tokens(p[1])
		}
		if len(s.Tokens) > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// tokens reads the CoNLL-U lines of a parse.
func (s *DyadSentence) tokens(lines string) {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) < 8 {
			continue
		}
		head, err := strconv.Atoi(c[6])
		if err != nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		t := doc.Token{Span: doc.Span{Start: b.Len(), End: b.Len() + len(c[1])}, Text: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Head: head - 1, Rel: c[7]}
		b.WriteString(c[1])
		s.Tokens = append(s.Tokens, t)
	}
	s.Text = b.String()
	universal2(s.Tokens)
}

// universal2 brings a parse from Universal Dependencies 1, which most of the file is in, to version 2, which parsers speak today
// (universaldependencies.org/v2/summary.html): objects, passives, names and fixed phrases have other labels, dependents of
// predicates with a preposition are obl and not nmod, and coordinators are CCONJ.
func universal2(ts []doc.Token) {
	labels := map[string]string{"dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "name": "flat", "mwe": "fixed",
		"remnant": "orphan", "nmod:tmod": "obl:tmod", "nmod:npmod": "obl:npmod"}
	predicate := make([]bool, len(ts)) // verbs, and nouns and adjectives with a copula
	for i := range ts {
		predicate[i] = predicate[i] || ts[i].UPOS == "VERB" || ts[i].UPOS == "ADJ" || ts[i].UPOS == "ADV"
		if h := ts[i].Head; ts[i].Rel == "cop" && h >= 0 && h < len(ts) {
			predicate[h] = true
		}
	}
	for i := range ts {
		t := &ts[i]
		if to := labels[t.Rel]; to != "" {
			t.Rel = to
		}
		switch {
		case t.Rel == "nmod" && t.Head >= 0 && t.Head < len(ts) && predicate[t.Head]:
			t.Rel = "obl"
		case t.Rel == "neg" && t.UPOS == "DET":
			t.Rel = "det"
		case t.Rel == "neg":
			t.Rel = "advmod"
		}
		if t.UPOS == "CONJ" {
			t.UPOS = "CCONJ"
		}
		if t.UPOS == "VERB" && (t.Rel == "cop" || strings.HasPrefix(t.Rel, "aux")) {
			t.UPOS = "AUX"
		}
	}
}
