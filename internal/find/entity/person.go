package entity

import (
	"strings"

	"onrecord/internal/doc"
)

// maxTitle bounds a title or description, in tokens.
const maxTitle = 16

// title finds what the article says a person is: "Nicolas Perrin, a retired Belgian admiral",
// "Foreign Minister Ada Kore". The longest of the descriptions that name an office wins.
func (l *linker) title(x *set) string {
	best := ""
	for _, i := range x.mentions {
		m := &l.d.Mentions[i]
		s := &l.d.Sentences[m.Sentence]
		for _, r := range [][2]int{l.before(s, l.names[i].first), l.after(s, m)} {
			if r[0] > r[1] {
				continue
			}
			t := strings.Join(strings.Fields(s.Words(l.d.Article.Text, r[0], r[1])), " ")
			if len(strings.Fields(t)) > len(strings.Fields(best)) {
				best = t
			}
		}
	}
	return best
}

// before returns the run of tokens of a title that stands right before token first.
func (l *linker) before(s *doc.Sentence, first int) [2]int {
	none := [2]int{1, 0}
	end := first - 1
	if end >= 0 && s.Tokens[end].Text == "." && end > 0 { // "Gen. Tchiani" with the point split off
		end--
	}
	if end < 0 || !l.f.lex.office(lowered(s.Tokens[end].Text)) {
		return none
	}
	from := end
	for k := end - 1; k >= max(0, end-6); k-- {
		w := s.Tokens[k].Text
		low := lowered(w)
		_, _, c := shapes(w)
		if !l.f.lex.office(low) && !titleModifier(low) && c < capital && !(low == "of" && k+1 <= end) {
			break
		}
		if k == 0 && c >= capital && !l.f.lex.office(low) && !l.f.lex.demonym(low) && !titleModifier(low) {
			break // the first word of the sentence may be anything
		}
		from = k
	}
	for from < end && (s.Tokens[from].Text == "of" || possessive(s.Tokens[from].Text) || determiner(s.Tokens[from].Text) || !hasLetterOrDigit(s.Tokens[from].Text)) {
		from++
	}
	if low := lowered(s.Tokens[end].Text); from == end && l.f.lex.has(low, lexHonorific) {
		return none // Mr is no description
	}
	return [2]int{from, end}
}

// titleModifier lists what may stand before an office in a title.
func titleModifier(low string) bool {
	switch low {
	case "former", "ex", "ex-", "-", "acting", "deputy", "interim", "then", "late", "ousted", "deposed", "incoming", "outgoing",
		"prime", "vice", "chief", "senior", "retired", "foreign", "defence", "defense", "interior", "finance", "justice",
		"assistant", "first", "lead", "founding", "veteran", "exiled", "opposition", "rebel", "military", "junta", "army",
		"presidential", "government", "party", "union", "human", "rights", "security", "political", "self-proclaimed", "de", "facto":
		return true
	}
	return false
}

// after returns the apposition that follows the mention: ", a former ambassador to Mali,". Without a
// parse it runs to the next comma or mark that closes it, and must name an office in its first words.
func (l *linker) after(s *doc.Sentence, m *doc.Mention) [2]int {
	none := [2]int{1, 0}
	ts := s.Tokens
	from := m.Last + 2
	if from >= len(ts) || ts[m.Last+1].Text != "," {
		return none
	}
	if determiner(ts[from].Text) {
		from++
	} else if low := lowered(ts[from].Text); low == "who" || smallWord(low) || low == "along" || low == "with" || low == "as" {
		return none
	}
	end, office := from, -1
	for end < len(ts) && end-from < maxTitle && !closes(ts[end].Text) {
		low := lowered(ts[end].Text)
		if office < 0 && l.f.lex.office(low) {
			office = end
		}
		if office < 0 && (finiteVerb(&ts[end]) || end-from > 6) {
			return none
		}
		if office >= 0 && end > office && (low == "said" || low == "told" || low == "says" || low == "and" && finiteSoon(ts, end)) {
			return none
		}
		end++
	}
	if office < 0 || end == len(ts) || end-from >= maxTitle {
		return none
	}
	for i := range l.d.Mentions { // the next person in a list, with an office of his own
		if o := &l.d.Mentions[i]; o.Class == Person && o.Sentence == m.Sentence && o.First >= from && o.First < end {
			return none
		}
	}
	return [2]int{from, end - 1}
}

func closes(w string) bool {
	switch w {
	case ",", ".", ";", ":", "(", ")", "\"", "“", "”", "–", "—", "who", "whose", "which", "!", "?":
		return true
	}
	return false
}

func finiteVerb(t *doc.Token) bool {
	switch t.XPOS {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

func finiteSoon(ts []doc.Token, i int) bool { return i+1 < len(ts) && finiteVerb(&ts[i+1]) }

// gender decides from titles, the wording of the description, the first name, and last the pronouns of
// sentences that name no other person.
func (l *linker) gender(s int, title string) byte {
	x := &l.sets[s]
	for _, n := range x.names {
		if n.gender != 0 {
			return n.gender
		}
	}
	for _, w := range strings.Fields(lowered(title)) {
		if g := wordGender(w); g != 0 {
			return g
		}
	}
	he, she := l.pronouns(x)
	if he+she >= 2 && (he == 0 || she == 0) {
		if he > 0 {
			return 'm'
		}
		return 'f'
	}
	for _, n := range x.names {
		if g := l.f.lex.firstName(n.words); g != 0 {
			return g
		}
	}
	switch {
	case he > she:
		return 'm'
	case she > he:
		return 'f'
	}
	return 0
}

// pronouns counts he and she in the sentences that name this person alone and in the one after, up to
// the next person.
func (l *linker) pronouns(x *set) (he, she int) {
	persons := map[int]int{}
	for i := range l.d.Mentions {
		if l.d.Mentions[i].Class == Person {
			persons[l.d.Mentions[i].Sentence]++
		}
	}
	for _, i := range x.mentions {
		s := l.d.Mentions[i].Sentence
		if persons[s] != 1 {
			continue
		}
		he, she = countPronouns(&l.d.Sentences[s], l.d.Mentions[i].Last, he, she)
		if s+1 < len(l.d.Sentences) && persons[s+1] == 0 {
			he, she = countPronouns(&l.d.Sentences[s+1], -1, he, she)
		}
	}
	return he, she
}

func countPronouns(s *doc.Sentence, after, he, she int) (int, int) {
	for i := after + 1; i < len(s.Tokens); i++ {
		switch lowered(s.Tokens[i].Text) {
		case "he", "his", "him", "himself":
			he++
		case "she", "her", "hers", "herself":
			she++
		}
	}
	return he, she
}

// titleGender is the gender that a title tells, 0 for none.
func titleGender(w string) byte {
	switch strings.TrimSuffix(lowered(w), ".") {
	case "mr", "sir", "lord", "king", "prince", "sheikh", "father", "brother", "monsieur", "señor", "herr", "don", "pope", "imam", "mullah", "ayatollah":
		return 'm'
	case "mrs", "ms", "miss", "madam", "madame", "mme", "lady", "queen", "princess", "sister", "dame", "sheikha", "señora", "frau":
		return 'f'
	}
	return 0
}

// wordGender is the gender that a noun of a description tells, 0 for none.
func wordGender(w string) byte {
	switch w {
	case "spokesman", "chairman", "businessman", "statesman", "king", "prince", "son", "father", "brother", "husband", "congressman", "nobleman", "strongman", "policeman", "emir", "sultan":
		return 'm'
	case "spokeswoman", "chairwoman", "businesswoman", "queen", "princess", "daughter", "mother", "sister", "wife", "congresswoman", "widow", "actress", "policewoman":
		return 'f'
	}
	return 0
}
