package main

import (
	"math/rand"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/tag"
)

// In the treebanks "general" and "military" are adjectives nearly always; in news they
// are people. So the tagger also sees sentences in which such a noun stands in for an
// ordinary one that heads a subject or object.

// The verbs of violence are mostly passive there ("was killed"); so such verbs also
// stand in for others, active where those are active.

// swappedShare is how many sentences are made of each kind, for each of the treebank.
const swappedShare = 0.05

// newsVerbs are transitive verbs of the news whose past tense and participle are alike.
var newsVerbs = []string{
	"killed", "seized", "attacked", "arrested", "shelled", "captured", "wounded", "abducted", "detained", "expelled", "deployed", "ousted", "toppled", "injured",
	"accused", "condemned", "blamed", "sentenced", "kidnapped", "ambushed", "bombed", "destroyed", "evacuated", "suspended", "dismissed", "sanctioned", "raided", "repelled", "executed", "freed",
}

// newsNouns are nouns of conflict news that the treebanks know as other words, or not at all.
var newsNouns = []string{
	"military", "general", "colonel", "major", "captain", "private", "junta", "opposition", "paramilitary", "militant", "insurgent",
	"rebel", "Islamist", "jihadist", "fighter", "gunman", "assailant", "separatist", "premier", "chancellor", "envoy", "executive", "judiciary", "militia", "coalition", "hostage",
}

// commonNouns are the nouns they take the place of.
var commonNouns = map[string]bool{
	"president": true, "government": true, "company": true, "man": true, "woman": true, "officer": true, "army": true, "group": true, "leader": true,
	"official": true, "soldier": true, "minister": true, "doctor": true, "team": true, "boy": true, "girl": true, "person": true, "guy": true, "author": true,
	"party": true, "court": true, "administration": true, "committee": true, "manager": true, "friend": true, "owner": true, "driver": true, "teacher": true, "student": true,
}

// withNews returns the sentences and those made of them.
func withNews(sentences [][]doc.Token, lex *tag.Lexicon) [][]doc.Token {
	return slices.Concat(sentences, swapped(sentences, lex), swappedVerbs(sentences, lex))
}

// swapped returns sentences with a noun of the news in the place of an ordinary one.
func swapped(sentences [][]doc.Token, lex *tag.Lexicon) [][]doc.Token {
	type place struct{ s, i int }
	var places []place
	for s := range sentences {
		for i, t := range sentences[s] {
			if (t.XPOS == "NN" || t.XPOS == "NNS") && commonNouns[t.Lemma] && (strings.HasPrefix(t.Rel, "nsubj") || strings.HasPrefix(t.Rel, "obj") || t.Rel == "obl:agent" || t.Rel == "nmod" || t.Rel == "conj") {
				places = append(places, place{s, i})
			}
		}
	}
	rng := rand.New(rand.NewSource(9))
	var out [][]doc.Token
	for range int(swappedShare * float64(len(sentences))) {
		p := places[rng.Intn(len(places))]
		s := append([]doc.Token(nil), sentences[p.s]...)
		noun := newsNouns[rng.Intn(len(newsNouns))]
		t := &s[p.i]
		t.Lemma = noun
		if t.XPOS == "NNS" && noun != "military" {
			noun = plural(noun)
		}
		if first := t.Text[0]; first >= 'A' && first <= 'Z' {
			noun = strings.ToUpper(noun[:1]) + noun[1:]
		}
		t.Text, t.Cluster = noun, lex.Cluster(noun)
		if t.XPOS == "NNS" && strings.EqualFold(noun, "military") {
			t.XPOS = "NN"
		}
		out = append(out, s)
	}
	return out
}

// swappedVerbs returns sentences with a verb of the news in the place of another: of a
// past tense with an object, or of the participle of a passive.
func swappedVerbs(sentences [][]doc.Token, lex *tag.Lexicon) [][]doc.Token {
	type place struct{ s, i int }
	var places []place
	for s := range sentences {
		for _, t := range sentences[s] {
			if t.Head < 0 {
				continue
			}
			switch v := sentences[s][t.Head]; {
			case t.Rel == "obj" && v.XPOS == "VBD" && t.UPOS != "PRON", t.Rel == "aux:pass" && v.XPOS == "VBN":
				places = append(places, place{s, t.Head})
			}
		}
	}
	rng := rand.New(rand.NewSource(11))
	var out [][]doc.Token
	for range int(swappedShare * float64(len(sentences))) {
		p := places[rng.Intn(len(places))]
		s := append([]doc.Token(nil), sentences[p.s]...)
		verb := newsVerbs[rng.Intn(len(newsVerbs))]
		s[p.i].Text, s[p.i].Cluster = verb, lex.Cluster(verb)
		out = append(out, s)
	}
	return out
}

// plural returns the plural of a noun of newsNouns.
func plural(noun string) string {
	switch {
	case strings.HasSuffix(noun, "man"):
		return noun[:len(noun)-2] + "en"
	case strings.HasSuffix(noun, "ry"):
		return noun[:len(noun)-1] + "ies"
	}
	return noun + "s"
}
