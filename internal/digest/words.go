package digest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/wording"
)

// named lists the parties of a side, each with its code.
func named(as []doc.RecordActor) []string {
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
	return out
}

// figure prints a number as the article has it, with its bounds where they differ from it.
func figure(f *doc.RecordFigure) string {
	s := "“" + oneLine(f.Span.Text) + "”"
	if b := wording.Bounds(f.Low, f.High); b != "" && (f.Low == nil || f.High == nil || *f.Low != *f.High) {
		s += " (" + b + ")"
	}
	if f.Role != "" && f.Role != "other" {
		s += ", " + f.Role
	}
	return s
}

func interval(d *doc.RecordDate) string {
	return fmt.Sprintf("%s (“%s”)", wording.Interval(value(d.From), value(d.To)), oneLine(d.Span.Text))
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
