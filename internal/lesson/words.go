package lesson

import (
	"math/rand"
	"strings"
	"unicode"
)

// regular is the past of a regular verb.
func regular(v string) string {
	switch {
	case strings.HasSuffix(v, "e"):
		return v + "d"
	case strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]):
		return v[:len(v)-1] + "ied"
	}
	return v + "ed"
}

// gerund is the form in -ing; verbs that double their consonant do so in the past too.
func gerund(v string) string {
	switch v {
	case "lie", "die":
		return v[:1] + "ying"
	case "free", "see", "flee":
		return v + "ing"
	}
	if strings.HasSuffix(v, "e") {
		return v[:len(v)-1] + "ing"
	}
	if doubling(v) {
		return v + v[len(v)-1:] + "ing"
	}
	return v + "ing"
}

func doubling(v string) bool {
	switch v {
	case "ban", "kidnap", "expel", "acquit", "drop", "snub", "confer", "patrol", "cut", "hit", "get", "put", "step", "stab", "submit":
		return true
	}
	return false
}

// third is the present that goes with one: "attacks".
func third(v string) string {
	switch {
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"), strings.HasSuffix(v, "x"), strings.HasSuffix(v, "go"):
		return v + "es"
	case strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]):
		return v[:len(v)-1] + "ies"
	}
	return v + "s"
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func upper(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

func pick(rng *rand.Rand, list []string) string { return list[rng.Intn(len(list))] }

var days = []string{"on Monday", "on Tuesday", "on Friday", "last week", "on 3 March", "yesterday", "this month", "late on Thursday", "in May 2021",
	"over the weekend", "two years ago", "on Sunday morning"}
