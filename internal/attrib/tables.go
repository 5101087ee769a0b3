package attrib

import (
	"strings"

	"onrecord/data"
)

// tables are the embedded facts that the rules for claims use.
type tables struct {
	lexicon *Lexicon
	aliases map[string]alias  // by lower-cased name without article
	sources map[string]source // by lower-cased noun, plurals too
	lands   map[string]string // lower-cased country name, capital or alias -> country name
	people  map[string]string // lower-cased demonym -> country name
	public  map[string]bool   // see publicWords
}

type alias struct{ name, kind string }

// source is what a common noun says of a source.
type source struct {
	noun, kind, anonymity string
	plural                bool
}

func newTables() *tables {
	t := &tables{lexicon: NewLexicon(), aliases: map[string]alias{}, sources: map[string]source{}, lands: map[string]string{}, people: map[string]string{}, public: publicWords()}
	for _, row := range data.Table("aliases") {
		t.aliases[strings.ToLower(row["alias"])] = alias{row["name"], row["kind"]}
	}
	for _, row := range data.Table("sources") {
		noun := strings.ToLower(row["noun"])
		s := source{noun: noun, kind: row["kind"], anonymity: row["anonymity"]}
		t.sources[noun] = s
		s.plural = true
		for _, p := range plurals(noun) {
			if _, taken := t.sources[p]; !taken {
				t.sources[p] = s
			}
		}
	}
	for _, row := range data.Table("countries") {
		name := row["name"]
		for _, n := range append(strings.Split(row["aliases"], "|"), name, row["capital"]) {
			if n != "" {
				t.lands[strings.ToLower(n)] = name
			}
		}
		for _, n := range strings.Split(row["adjectives"], "|") {
			if n != "" {
				t.people[strings.ToLower(n)] = name
			}
		}
	}
	return t
}

// plurals returns the plural forms of a noun.
func plurals(noun string) []string {
	switch {
	case noun == "people" || noun == "police" || noun == "media":
		return nil
	case strings.HasSuffix(noun, "man"):
		return []string{strings.TrimSuffix(noun, "man") + "men"}
	case strings.HasSuffix(noun, "person"):
		return []string{noun + "s", strings.TrimSuffix(noun, "person") + "people"}
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ey"):
		return []string{strings.TrimSuffix(noun, "y") + "ies"}
	case strings.HasSuffix(noun, "s") || strings.HasSuffix(noun, "ch") || strings.HasSuffix(noun, "sh") || strings.HasSuffix(noun, "x"):
		return []string{noun + "es"}
	}
	return []string{noun + "s"}
}

// outletWord reports whether a name ends like that of an outlet.
func outletWord(name string) bool {
	name = strings.ToLower(name)
	for _, w := range []string{"times", "news", "herald", "daily", "tribune", "guardian", "journal", "gazette", "telegraph", "observer", "broadcasting",
		"magazine", "newspaper", "television", "tv", "radio", "news agency", "press agency", "news network", "chronicle", "standard", "mirror", "weekly", "today", "channel", "tv station", "broadcasting corporation"} {
		if strings.HasSuffix(name, " "+w) || name != w && strings.HasSuffix(name, w) && len(w) > 4 && w != "today" && w != "standard" && w != "channel" && w != "mirror" {
			return true
		}
	}
	return strings.HasPrefix(name, "radio ") || strings.HasPrefix(name, "daily ") || strings.HasPrefix(name, "channel ")
}
