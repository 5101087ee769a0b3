package store

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Full text on PostgreSQL: a table NAME_text (n, words tsvector) beside each table that is searched. The words are cut and
// folded here, by the rule of SQLite's tokenizer "unicode61 remove_diacritics 2" (letters, digits and private use make
// words; case and marks over letters do not count), not by the server's dictionaries: both databases find the same rows.

// limits of PostgreSQL's tsvector (manual, 12.11).
const (
	mostPosition  = 16_383
	mostPositions = 255
	longestWord   = 2_000
	longestVector = 900_000 // bytes; the server allows a megabyte
)

// wordsOf cuts text into folded words.
func wordsOf(text string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.In(r, unicode.L, unicode.N, unicode.Co):
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) && b.Len() > 0: // a mark over the letter before
		default:
			end()
		}
	}
	end()
	return out
}

// vector writes the words of the columns as a tsvector. Between two columns a position is left out, so that no phrase
// reaches from one into the next. Of a text beyond the limits the first words are kept.
func vector(columns []string) string {
	positions := map[string][]int{}
	var order []string
	at, size := 0, 0
	for _, c := range columns {
		for _, w := range wordsOf(c) {
			at++
			if len(w) > longestWord {
				continue
			}
			p, have := positions[w]
			if !have {
				if size += len(w) + 8; size > longestVector {
					break
				}
				order = append(order, w)
			}
			if len(p) < mostPositions && at <= mostPosition {
				p = append(p, at)
				size += 2
			}
			positions[w] = p
		}
		at++
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteString("'" + w + "'")
		for i, p := range positions[w] {
			if i == 0 {
				b.WriteByte(':')
			} else {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func (postgres) by(string) string { return "" }

func (postgres) match(table, n string) cond {
	text := table + "_text"
	return cond{test: fmt.Sprintf("EXISTS (SELECT 1 FROM %[1]s WHERE %[1]s.n = %[2]s AND %[1]s.words @@ $1::tsquery)", text, n),
		number: text + ".n", from: text, where: text + ".words @@ $1::tsquery"}
}

// words writes a search as a tsquery: all words and "phrases" must be there, word* begins one, -word must not be there.
func (postgres) words(search string) string {
	var yes, no []string
	for _, t := range searchTerms(search) {
		words := wordsOf(t.text)
		if len(words) == 0 {
			continue
		}
		for i, w := range words {
			words[i] = "'" + w + "'"
		}
		if t.prefix {
			words[len(words)-1] += ":*"
		}
		text := strings.Join(words, " <-> ")
		if len(words) > 1 {
			text = "(" + text + ")"
		}
		if t.not {
			no = append(no, "!"+text)
		} else {
			yes = append(yes, text)
		}
	}
	if len(yes) == 0 {
		return ""
	}
	return strings.Join(append(yes, no...), " & ")
}

func (postgres) index(t *tx, table string, n int64, columns ...string) error {
	_, err := t.exec("INSERT INTO "+table+"_text (n, words) VALUES ($1, $2::tsvector)", n, vector(columns))
	return err
}

func (postgres) unindex(t *tx, table string, n int64, _ ...string) error {
	_, err := t.exec("DELETE FROM "+table+"_text WHERE n = $1", n)
	return err
}
