package merge

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a run of letters and digits in a text, in lower case, with what it stands in.
type word struct {
	start, end int
	quoted     bool // inside quotation marks
	initial    bool // first word after a full stop, a line end or an opening mark: a capital there tells nothing
}

// split finds the words of a text. Quotation marks are paired within a line; a mark that is not closed holds to its end,
// as in quotations over several paragraphs. Apostrophes inside a word belong to it ("Niger's", "don't").
func split(text string, out []word) []word {
	var q quotes
	initial := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			q.mark(text, i, r)
			if strings.ContainsRune(".!?\n:“\"", r) {
				initial = true
			}
			i += size
			continue
		}
		j := i + size
		for j < len(text) {
			r, size = utf8.DecodeRuneInString(text[j:])
			if wordRune(r) {
				j += size
				continue
			}
			if (r == '\'' || r == '’') && j+size < len(text) {
				if n, _ := utf8.DecodeRuneInString(text[j+size:]); unicode.IsLetter(n) {
					j += size
					continue
				}
			}
			break
		}
		out = append(out, word{i, j, q.open(), initial})
		initial = false
		i = j
	}
	return out
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// quotes follows the quotation marks of a line.
type quotes struct{ double, single bool }

func (q *quotes) open() bool { return q.double || q.single }

func (q *quotes) mark(text string, at int, r rune) {
	switch r {
	case '\n':
		*q = quotes{}
	case '“', '„':
		q.double = true
	case '”':
		q.double = false
	case '"':
		q.double = !q.double
	case '‘':
		q.single = true
	case '\'', '’':
		after, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		switch {
		case q.single:
			q.single = wordRune(after)
		case r == '\'' && wordRune(after) && !wordRune(before):
			q.single = true
		}
	}
}

// hash is FNV-1a over a word in lower case, without the possessive ending.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// lower returns a word in lower case, without the possessive ending and with plain apostrophes.
func lower(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "'")
}

// stem cuts the endings of inflection from a word in lower case, so that forms of one word meet: it need not give a
// word. A few irregular verbs and pairs of verb and noun of the news are listed, since chance decides which of the two a
// reporter uses ("died", "death").
func stem(s string) string {
	if t, ok := irregular[s]; ok {
		return t
	}
	if len(s) < 4 || s[len(s)-1] <= '9' {
		return s
	}
	switch {
	case strings.HasSuffix(s, "ies"):
		s = s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "shes"), strings.HasSuffix(s, "xes"):
		s = s[:len(s)-2]
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"), strings.HasSuffix(s, "is"):
	case strings.HasSuffix(s, "s"):
		s = s[:len(s)-1]
	case strings.HasSuffix(s, "ied"):
		s = s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ed") && vowelIn(s[:len(s)-2]):
		s = undouble(s[:len(s)-2])
	case strings.HasSuffix(s, "ing") && vowelIn(s[:len(s)-3]):
		s = undouble(s[:len(s)-3])
	}
	if len(s) > 3 && s[len(s)-1] == 'e' {
		s = s[:len(s)-1]
	}
	if t, ok := irregular[s]; ok {
		return t
	}
	for _, n := range nominal {
		if rest, ok := strings.CutSuffix(s, n.ending); ok && len(rest) >= 4 {
			return rest + n.verb
		}
	}
	return s
}

// nominal are endings of nouns that name an act, and what is left of the verb without its e.
var nominal = []struct{ ending, verb string }{
	{"ization", "iz"}, {"isation", "iz"}, {"ification", "ify"}, {"ation", "at"}, {"ition", "it"}, {"ution", "ut"},
	{"ction", "ct"}, {"ption", "pt"}, {"ssion", "ss"}, {"sion", "d"}, {"ment", ""}, {"awal", "aw"}, {"sal", "s"}, {"val", "v"},
}

func vowelIn(s string) bool { return len(s) > 1 && strings.ContainsAny(s, "aeiouy") }

// undouble takes back the doubled consonant of "stopped", but not that of "killed".
func undouble(s string) string {
	n := len(s)
	if n > 3 && s[n-1] == s[n-2] && !strings.ContainsRune("lsz", rune(s[n-1])) {
		return s[:n-1]
	}
	return s
}

// irregular maps forms that the rules of stem would part.
var irregular = pairs(`arose arise|arisen arise|ate eat|beaten beat|became become|began begin|begun begin|bore bear|bought buy|broke break|broken break|
brought bring|built build|burnt burn|came come|caught catch|chose choos|chosen choos|dealt deal|death di|die di|dead di|dying di|died di|deadly di|dies di|drew draw|
drawn draw|drove driv|driven driv|fallen fall|fell fall|fed feed|felt feel|fled fle|flee fle|flew fly|flown fly|forced forc|fought fight|found find|froze freez|frozen freez|
gave giv|given giv|gone go|got get|grew grow|grown grow|heard hear|held hold|hidden hid|kept keep|knew know|known know|laid lay|led lead|left leav|leaves leav|
lent lend|lost los|losses los|loss los|lose los|made mak|meant mean|met meet|meeting meet|paid pay|proven prov|ran run|risen ris|rose ris|said say|sang sing|sat sit|saw see|seen see|
sent send|shook shak|shot shoot|shown show|slain slay|slew slay|sold sell|sought seek|spent spend|spoke speak|spoken speak|speech speak|stole steal|stolen steal|stood stand|struck strik|stricken strik|swore swear|
sworn swear|taken tak|took tak|taught teach|thought think|threw throw|thrown throw|told tell|tore tear|torn tear|went go|withdrew withdraw|withdrawn withdraw|withdrawal withdraw|woke wak|won win|wore wear|wrote writ|written writ|
men man|women woman|children child|people people|killing kill|killings kill|bombing bomb|bombings bomb|shooting shoot|shootings shoot|talks talk|explosion explod|blast explod|attackers attack|
overthrew overthrow|overthrown overthrow|resignation resign|arrival arriv|departure depart|murderer murder|visitor visit|marriage marry|wedding marry|wed marry|weddings marry|acquisition acquir|purchase buy|
earthquake quak|tremor quak|temblor quak|apology apologis|apologized apologis|apologize apologis|apologised apologis`)

func pairs(s string) map[string]string {
	m := map[string]string{}
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\n", ""), "|") {
		from, to, _ := strings.Cut(p, " ")
		m[from] = to
	}
	return m
}
