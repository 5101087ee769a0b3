package clean

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// agencies are the wire services by the names that datelines and credits carry. Longer names first.
var agencies = []string{
	"Thomson Reuters Foundation", "Thomson Reuters", "Reuters", "The Associated Press", "Associated Press", "AP", "Agence France-Presse", "AFP",
	"Xinhua News Agency", "Xinhua", "TASS", "Interfax", "RIA Novosti", "Sputnik", "Anadolu Agency", "Anadolu", "AA", "Bloomberg", "CNN", "CNN Newsource",
	"UPI", "DPA", "dpa", "EFE", "ANSA", "Kyodo News", "Kyodo", "Yonhap", "PTI", "ANI", "IANS", "UNI", "APP", "BSS", "UNB", "Bernama", "Antara", "SPA",
	"WAM", "KUNA", "QNA", "Petra", "MENA", "SANA", "IRNA", "ISNA", "Fars", "Tasnim", "Mehr", "MNA", "NNA", "NAN", "GNA", "PANA", "APA", "APS", "SAPA",
	"Ukrinform", "PAP", "CTK", "Belga", "ANP", "TT", "NTB", "STT", "BNS", "LETA", "BTA", "Agerpres", "Tanjug", "Hina", "Lusa", "Swissinfo", "CNA",
	"Philippine News Agency", "PNA", "VNA", "TNA", "Mena", "IPS", "VOA", "RFE/RL", "BBC", "UN News", "Prensa Latina", "Andina", "Notimex", "Telam", "MENAFN",
	"Al Jazeera", "NPR", "PA", "PA Media", "AAP", "The Canadian Press", "JTA", "TNS", "Newswire", "Bakhtar", "ALBAWABA", "Al Bawaba", "Pajhwok", "APTN", "ABNA", "SUNA", "ENA", "Rudaw",
}

// issuers are organisations whose releases carry datelines: "Geneva (ICRC) –".
var issuers = []string{"ICRC", "IFRC", "MSF", "OCHA", "UNHCR", "UNICEF", "WFP", "WHO", "IOM", "FAO", "UNDP", "UNFPA", "UNRWA", "UNESCO", "OHCHR", "UN", "NATO", "OSCE", "AU", "EU", "ECOWAS"}

// maxDateline is how far into a paragraph a dateline may reach, in bytes.
const maxDateline = 140

// dateline finds the opening of a wire report in the first three body blocks, and sets its place, date and agency:
// "NIAMEY, Sept 12 (Reuters) -", "WASHINGTON (AP) —", "afrol News, 5 February -", "MANILA —", "Kabul: ".
func dateline(text string, blocks []doc.Block) doc.Dateline {
	tried := 0
	for _, b := range blocks {
		if b.Role != body {
			continue
		}
		if d, ok := datelineAt(text, b.Span); ok {
			return d
		}
		if d, ok := datelineWithin(text, b.Span); ok {
			return d
		}
		if tried++; tried == 3 {
			break
		}
	}
	return doc.Dateline{}
}

// datelineWithin finds a dateline with an agency behind a byline that runs on in the same line:
// "By JANE DOE and JOHN ROE, Associated Press WASHINGTON (AP) — ".
func datelineWithin(text string, s doc.Span) (doc.Dateline, bool) {
	line := cutAt(text[s.Start:s.End], 2*maxDateline)
	if !strings.HasPrefix(line, "By ") && !strings.HasPrefix(line, "BY ") {
		return doc.Dateline{}, false
	}
	starts := wordStarts(line)
	for _, at := range starts[min(3, len(starts)):] {
		d, ok := datelineAt(text, doc.Span{Start: s.Start + at, End: s.End})
		if ok && !d.Agency.Empty() && !d.Place.Empty() && strings.ToUpper(text[d.Place.Start:d.Place.End]) == text[d.Place.Start:d.Place.End] {
			return d, true
		}
	}
	return doc.Dateline{}, false
}

// datelineAt reads a dateline at the start of a block.
func datelineAt(text string, s doc.Span) (doc.Dateline, bool) {
	line := cutAt(text[s.Start:s.End], maxDateline)
	end, width, dash := closing(line)
	if end < 0 {
		return doc.Dateline{}, false
	}
	d := doc.Dateline{Span: doc.Span{Start: s.Start, End: s.Start + end + width}}
	head := line[:end]
	rest := head
	issued := false
	if open := strings.LastIndexByte(head, '('); open >= 0 {
		shut := strings.IndexByte(head[open:], ')')
		if shut < 0 || strings.TrimSpace(head[open+shut+1:]) != "" {
			return doc.Dateline{}, false
		}
		inner := head[open+1 : open+shut]
		if a, ok := agencyIn(inner); ok {
			d.Agency = doc.Span{Start: s.Start + open + 1 + a.Start, End: s.Start + open + 1 + a.End}
		} else if slices.Contains(issuers, inner) {
			issued = len(wordsOf(head[:open])) <= 2 && initials(head[:open]) != inner // "Khartoum/Geneva (ICRC) –", but "United Nations (UN) –"
		} else if at, until := datePart(inner); at >= 0 {
			d.Date = doc.Span{Start: s.Start + open + 1 + at, End: s.Start + open + 1 + until}
		} else if len(wordsOf(inner)) > 4 {
			return doc.Dateline{}, false
		}
		rest = strings.TrimRight(head[:open], " ")
	}
	place := rest
	if at, until := datePart(rest); at >= 0 && d.Date.Empty() {
		if strings.TrimSpace(strings.Trim(rest[until:], " ,")) != "" {
			return doc.Dateline{}, false
		}
		d.Date = doc.Span{Start: s.Start + at, End: s.Start + until}
		place = strings.TrimRight(rest[:at], " ,;:/(")
	}
	place = strings.TrimRight(place, " -–—")
	if name := strings.TrimRight(place, "."); d.Agency.Empty() && outletName(name, !d.Date.Empty()) { // "afrol News, 5 February -", "AFP.-"
		place = name
		d.Agency = doc.Span{Start: s.Start, End: s.Start + len(place)}
		return d, true
	}
	certain := issued || !d.Agency.Empty() || !d.Date.Empty()
	if !placeName(place, certain) || dash == ':' && d.Agency.Empty() && d.Date.Empty() {
		return doc.Dateline{}, false
	}
	d.Place = doc.Span{Start: s.Start, End: s.Start + len(place)}
	if d.Date.Empty() {
		dateBehind(text, s, &d)
	}
	return d, true
}

// initials are the first letters of the words of a name, in capitals.
func initials(name string) string {
	var b strings.Builder
	for _, w := range wordsOf(name) {
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// dateBehind takes a date that follows the dash, with a mark of its own, into the dateline: "CAIRO - 24 July 2022: ".
func dateBehind(text string, s doc.Span, d *doc.Dateline) {
	tail := cutAt(text[d.Span.End:s.End], 40)
	at, until := datePart(tail)
	if at != 0 {
		return
	}
	rest := strings.TrimLeft(tail[until:], " \u00a0")
	after := strings.TrimLeft(rest, " \u00a0:-–—")
	if len(after) == len(rest) || after == "" {
		return
	}
	d.Date = doc.Span{Start: d.Span.End, End: d.Span.End + until}
	d.Span.End += len(tail) - len(after)
}

// closing finds the mark that ends a dateline: a dash between blanks or behind a bracket, or a colon.
// It returns where the mark starts, how far mark and blanks reach, and its character.
func closing(line string) (at, width int, mark rune) {
	depth := 0
	for i, r := range line {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth > 0 || i == 0 {
			continue
		}
		next := line[i+utf8.RuneLen(r):]
		switch {
		case r == '-' || r == '–' || r == '—' || r == ':':
		default:
			continue
		}
		tail := strings.TrimLeft(next, " \u00a0-–—")
		before := line[i-1]
		blanks := before == ' ' || before == ')' || before == '.' || len(next) != len(tail) || r == '—'
		if tail == "" || !blanks || r == '-' && before != ' ' && before != ')' && before != '.' && !unicode.IsSpace(rune(next[0])) {
			continue
		}
		at = len(strings.TrimRight(line[:i], " \u00a0"))
		return at, len(line) - len(tail) - at, r
	}
	return -1, 0, 0
}

// agencyIn finds the name of an agency in s as whole words.
func agencyIn(s string) (doc.Span, bool) {
	best := doc.Span{}
	for _, a := range agencies {
		if i := findWord(s, a); i >= 0 && len(a) > best.Len() {
			best = doc.Span{Start: i, End: i + len(a)}
		}
	}
	return best, !best.Empty()
}

// outletName reports whether s is the name of an agency or, where a date follows, of an outlet by its last word.
func outletName(s string, dated bool) bool {
	if a, ok := agencyIn(s); ok && a.Len() == len(s) {
		return true
	}
	words := strings.Fields(s)
	if !dated || len(words) < 2 || len(words) > 4 {
		return false
	}
	last := words[len(words)-1]
	return strings.Contains(" News Agency Times Post Press Service Online Report Newswire ", " "+last+" ")
}

// datePart finds a date without or with its year at the end of a dateline: "Sept 12", "12 September 2023", "Sept. 12, 2023".
func datePart(s string) (start, end int) {
	if _, start, end, ok := findDate(s); ok {
		return start, end
	}
	type piece struct{ start, end int }
	var pieces []piece
	for i := 0; i < len(s); {
		if isWord(rune(s[i])) {
			j := i
			for j < len(s) && isWord(rune(s[j])) {
				j++
			}
			pieces = append(pieces, piece{i, j})
			i = j
			continue
		}
		i++
	}
	for k := 0; k+1 < len(pieces); k++ {
		a, b := s[pieces[k].start:pieces[k].end], s[pieces[k+1].start:pieces[k+1].end]
		m, n := months[strings.ToLower(a)], number(b)
		if m == 0 {
			m, n = months[strings.ToLower(b)], number(a)
		}
		if m > 0 && n >= 1 && n <= 31 && pieces[k+1].start-pieces[k].end <= 2 {
			return pieces[k].start, pieces[k+1].end
		}
	}
	return -1, -1
}

// placeName reports whether s can be the place of a dateline: one to seven words, the first in capitals;
// where an agency or a date makes it certain, names in usual spelling ("New Delhi") pass too.
func placeName(s string, certain bool) bool {
	if strings.Contains(" breaking exclusive update updated advisory correction opinion analysis editorial watch video live photos explainer ", " "+strings.ToLower(s)+" ") {
		return false
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '\u00a0' })
	if len(words) == 0 || len(words) > 7 || len(s) > 60 || strings.ContainsAny(s, "\"“”?!;") {
		return false
	}
	first := words[0]
	letters := 0
	for _, r := range first {
		if unicode.IsLower(r) && !certain {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	r, _ := utf8.DecodeRuneInString(first)
	if letters < 2 || !unicode.IsUpper(r) {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsDigit(r) || unicode.IsLower(r) && !strings.Contains(" de la el al of the and on in near sur du do da ", " "+w+" ") {
			return false
		}
	}
	return true
}
