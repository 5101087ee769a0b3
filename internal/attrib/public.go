package attrib

import (
	"strings"

	"onrecord/data"
)

// An article of some length in which fewer than one word in seventy names an office, a force, a party or another
// institution is not about public affairs: its quotations are about books, matches or festivals, and are no claims
// (GUIDELINES section 2). Among the 82 articles of gold/train all of public interest but one lie above, all others below.
const (
	publicFrom = 120 // words
	publicRate = 70  // one in so many
)

var publicSectors = map[string]bool{"GOV": true, "MIL": true, "COP": true, "JUD": true, "LEG": true, "PTY": true, "OPP": true, "REB": true,
	"UAF": true, "SPY": true, "CRM": true, "REF": true}

// publicWords lists the nouns and offices of public life.
func publicWords() map[string]bool {
	words := map[string]bool{}
	for table, column := range map[string]string{"agents": "noun", "offices": "office"} {
		for _, row := range data.Table(table) {
			if publicSectors[row["sector"]] {
				w := strings.ToLower(row[column])
				words[w] = true
				for _, p := range plurals(w) {
					words[p] = true
				}
			}
		}
	}
	return words
}

// public reports whether the document is about public affairs, or too short to tell.
func (b *drafter) public() bool {
	all, found := 0, 0
	for i := 0; i < len(b.v.words); i++ {
		if b.v.words[i].shape == mark {
			continue
		}
		all++
		phrase := ""
		for j := i; j < len(b.v.words) && j < i+3; j++ {
			phrase += strings.ToLower(b.v.words[j].tok.Text)
			if b.t.public[phrase] {
				found++
				break
			}
			phrase += " "
		}
	}
	return all < publicFrom || found*publicRate >= all
}
