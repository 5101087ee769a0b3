package digest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// phrases says in plain words what an act is: the act alone, or the act in a mode ("RETREAT withdraw").
var phrases = map[string]string{
	"AGREE": "agrees or offers to cooperate", "CONSULT": "talks", "CONSULT visit": "visits", "CONSULT phone": "talks by phone",
	"CONSULT third-party": "mediates or has talks mediated", "CONSULT multilateral": "meets in a round of several",
	"SUPPORT": "supports, praises or recognises", "CONCEDE": "concedes", "COOPERATE": "cooperates", "AID": "gives aid",
	"RETREAT": "eases off", "RETREAT withdraw": "withdraws", "RETREAT release": "releases", "RETREAT disarm": "disarms",
	"RETREAT ceasefire": "holds fire", "RETREAT access": "gives access", "RETREAT resign": "resigns",
	"REQUEST": "asks or demands", "ACCUSE": "accuses or criticises", "ACCUSE investigate": "investigates or charges",
	"REJECT": "refuses", "THREATEN": "threatens", "PROTEST": "protests", "PROTEST strike": "strikes", "PROTEST riot": "riots",
	"SANCTION": "cuts relations or punishes", "SANCTION convict": "convicts", "SANCTION expel": "expels",
	"MOBILIZE": "mobilises", "MOBILIZE troops": "moves or readies troops", "MOBILIZE police": "moves or readies police", "MOBILIZE weapons": "moves or readies weapons",
	"COERCE": "represses or coerces", "COERCE arrest": "arrests or holds", "COERCE seize": "seizes or raids", "COERCE restrict": "bans or restricts",
	"COERCE censor": "censors", "COERCE curfew": "imposes a curfew", "COERCE martial-law": "imposes martial law", "COERCE deport": "deports",
	"COERCE withhold": "withholds supplies", "COERCE misinformation": "spreads false information", "COERCE cyber": "attacks by computer", "COERCE coup": "takes power in a coup",
	"ASSAULT": "attacks", "ASSAULT abduct": "abducts", "ASSAULT beat": "beats", "ASSAULT torture": "tortures", "ASSAULT sexual": "assaults sexually",
	"ASSAULT targeted": "kills", "ASSAULT destroy": "destroys", "ASSAULT firearms": "shoots at", "ASSAULT explosives": "bombs", "ASSAULT suicide-attack": "attacks by suicide bomb",
	"ASSAULT aerial": "strikes from the air", "ASSAULT drone": "strikes by drone", "ASSAULT heavy-weapons": "shells", "ASSAULT crowd-control": "disperses by force",
}

func phrase(act string, modes []string) string {
	for _, m := range modes {
		if s, ok := phrases[act+" "+m]; ok {
			return s
		}
	}
	if s, ok := phrases[act]; ok {
		return s
	}
	return strings.ToLower(act)
}

func names(as []doc.RecordActor) string {
	var out []string
	for _, a := range as {
		n := oneLine(a.Name)
		if n == "" && a.Span != nil {
			n = oneLine(a.Span.Text)
		}
		if c := value(a.Code); c != "" {
			if s := value(a.Sector); s != "" {
				c += " " + s
			}
			n += " (" + c + ")"
		}
		out = append(out, n)
	}
	return strings.Join(out, ", ")
}

// figure prints a number as the article has it, with its bounds where they differ from it.
func figure(f *doc.RecordFigure) string {
	s := "“" + oneLine(f.Span.Text) + "”"
	switch {
	case f.Low != nil && f.High != nil && *f.Low != *f.High:
		s += " (" + plain(*f.Low) + "–" + plain(*f.High) + ")"
	case f.Low != nil && f.High == nil:
		s += " (" + plain(*f.Low) + " or more)"
	case f.Low == nil && f.High != nil:
		s += " (" + plain(*f.High) + " or fewer)"
	}
	if f.Role != "" && f.Role != "other" {
		s += ", " + f.Role
	}
	return s
}

// plain prints a number with thousands separators.
func plain(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	whole, frac, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	return sign + whole
}

// day prints an ISO day, month or year as people write it.
func day(iso string) string {
	if len(iso) > 10 {
		iso = iso[:10]
	}
	for _, f := range []struct{ in, out string }{{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(f.in, iso); err == nil {
			return t.Format(f.out)
		}
	}
	return iso
}

func interval(d *doc.RecordDate) string {
	from, to := value(d.From), value(d.To)
	s := ""
	switch {
	case from == to:
		s = day(from)
	case to == "":
		s = "since " + day(from)
	case from == "":
		s = "until " + day(to)
	default:
		s = day(from) + " to " + day(to)
	}
	return fmt.Sprintf("%s (“%s”)", s, oneLine(d.Span.Text))
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return visible(*p)
}

// visible puts a blank for each control character: an article must not be able to steer the reader's terminal.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// oneLine is a text of the article without line ends and control characters.
func oneLine(s string) string { return collapse(visible(s)) }

// collapse makes one blank of each run of white space.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// opening returns the first line that is not set aside, for articles without a title.
func opening(a *doc.RecordArticle) string {
	at := 0
	for line := range strings.Lines(a.Text) {
		end := at + utf8.RuneCountInString(line)
		aside := false
		for _, b := range a.Boilerplate {
			aside = aside || b.Start < end && at < b.End
		}
		if s := oneLine(line); s != "" && !aside {
			return s
		}
		at = end
	}
	return ""
}

func clip(s string, width int) string {
	r := []rune(s)
	if len(r) <= width {
		return s
	}
	return string(r[:width-1]) + "…"
}

// wrap breaks a text at blanks into lines of at most width columns; escape sequences do not count.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Split(s, " ") {
		n := columns(word)
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += n
	}
	return append(lines, line)
}

func columns(s string) int {
	n := 0
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			return n + utf8.RuneCountInString(s)
		}
		n += utf8.RuneCountInString(s[:i])
		if j := strings.IndexByte(s[i:], 'm'); j >= 0 {
			s = s[i+j+1:]
		} else {
			return n
		}
	}
}
