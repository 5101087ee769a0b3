package lesson

import "slices"

// construction is one way of saying that somebody does something. In text, A does it and R has it done to (A2, R2: coordinated
// with them; K: victims; S: somebody who speaks; X: a country that has no role); ".own" is a possessive, ".adj" an adjective.
// V.past and the like is the verb, REST what follows it, REST0 the same without R, N the noun with R, N0 without. BE.A is "was" or
// "were" by the number of A, T perhaps a place and a time. [words:ACT>A>R] is an event of its own. status is the main act's.
type construction struct {
	kind, needs, status, text string
}

// suits tells whether a verb can be used in a construction.
func (c *construction) suits(f *frame) bool {
	switch c.needs {
	case "back":
		return f.kind == "back"
	case "passive":
		return f.kind == "to" && f.rest[0] == "R"
	case "bare": // a plain object and no more
		return f.kind == "to" && len(f.rest) == 1 && f.rest[0] == "R"
	case "noun":
		return len(f.nouns) > 0 && f.kind == "to"
	case "talks":
		return len(f.nouns) > 0 && f.kind == "with"
	case "with":
		return f.kind == "with" && slices.Contains(f.rest, "R")
	case "attack":
		return f.act == "ASSAULT" && f.kind == "to" && len(f.nouns) > 0 && harmful(f)
	case "hostile":
		return f.kind == "to" && slices.Contains([]string{"ASSAULT", "COERCE", "SANCTION", "PROTEST"}, f.act)
	case "friendly":
		return f.kind != "back" && slices.Contains([]string{"AID", "RETREAT", "CONCEDE", "COOPERATE", "CONSULT", "SUPPORT"}, f.act)
	case "deed": // what can be ordered, done again, gone on with
		return f.kind != "back" && !slices.Contains([]string{"REQUEST", "AGREE", "REJECT", "THREATEN"}, f.act)
	}
	return f.kind != "back"
}

// harmful verbs name attacks in which people are killed.
func harmful(f *frame) bool {
	switch f.base {
	case "attack", "assault", "ambush", "raid", "shell", "bomb", "bombard", "storm", "fire", "launch", "strike", "carry", "throw":
		return true
	}
	return false
}

// constructions are all ways of saying it. The ones of one kind are alike; lessons can leave out kinds.
var constructions = []construction{
	{"active", "", "occurred", "A V.past REST T ."},
	{"active", "", "occurred", "A V.past REST WHERE WHEN ."},
	{"active", "", "occurred", "A HAS.A V.part REST T ."},
	{"active", "", "occurred", "A and A2 V.past REST T ."},
	{"active", "passive", "occurred", "A V.past R and R2 T ."},
	{"active", "back", "occurred", "R V.past REST T ."},
	{"active", "back", "occurred", "R HAS.R V.part REST , S said ."},
	{"fronted", "", "occurred", "On Tuesday , A V.past REST T ."},
	{"fronted", "", "occurred", "WHERE , A V.past REST WHEN ."},
	{"fronted", "", "occurred", "After months of silence , A V.past REST T ."},
	{"fronted", "", "occurred", "Unlike X , A V.past REST WHEN ."},
	{"fronted", "", "occurred", "Despite the objections of X , A V.past REST ."},
	{"passive", "passive", "occurred", "R BE.R V.part REST0 by A T ."},
	{"passive", "passive", "occurred", "R BE.R V.part REST0 WHERE by A WHEN ."},
	{"passive", "passive", "occurred", "R HAS.R been V.part REST0 by A ."},
	{"passive", "passive", "occurred", "R , who lived in X , BE.R V.part REST0 by A WHEN ."},
	{"passive", "passive", "occurred", "Some members of R BE.R V.part REST0 T ."},
	{"passive", "passive", "occurred", "R BE.R V.part REST0 T ."},
	{"passive", "passive", "occurred", "R BE.R V.part REST0 WHERE ."},
	{"passive", "passive", "occurred", "In X , R BE.R V.part REST0 WHEN ."},
	{"passive", "passive", "ongoing", "R IS.R being V.part REST0 by A , S said ."},
	{"passive", "passive", "planned", "R will be V.part REST0 by A WHERE ."},
	{"passive", "passive", "not_occurred", "R BE.R not V.part REST0 by A ."},
	{"passive", "passive", "possible", "R could be V.part REST0 by A ."},
	{"reduced", "passive", "occurred", "R V.part REST0 by A WHEN had lived in X for years ."},
	{"reduced", "passive", "occurred", "The list names R V.part REST0 by A WHERE ."},
	{"reduced", "bare", "occurred", "There were R V.part WHERE WHEN ."},
	{"reduced", "", "occurred", "A V.ing REST WHERE wore masks ."},
	{"relative", "", "occurred", "A , which V.past REST WHEN , IS.A based in X ."},
	{"relative", "", "occurred", "It was A that V.past REST , S said ."},
	{"relative", "passive", "occurred", "R , whom A V.past REST0 WHEN , IS.R well known in X ."},
	{"relative", "passive", "occurred", "R , who BE.R V.part REST0 by A , IS.R well known in X ."},
	{"relative", "passive", "occurred", "R that A V.past REST0 T had been there for years ."},
	{"noun", "noun", "occurred", "A.own N WHEN surprised many ."},
	{"noun", "noun", "occurred", "The N by A T came as a surprise ."},
	{"noun", "noun", "occurred", "a new N by A was reported WHEN ."},
	{"noun", "noun", "occurred", "A.adj N WHEN caught the capital unprepared ."},
	{"noun", "noun", "occurred", "S described A.own N in a book ."},
	{"noun", "noun", "planned", "A IS.A preparing AN N , S said ."},
	{"noun", "noun", "possible", "A IS.A considering AN N ."},
	{"noun", "noun", "not_occurred", "There was no N by A WHEN ."},
	{"noun", "noun", "ongoing", "A.own N continues WHERE ."},
	{"noun", "noun", "ongoing", "The N by A went on WHEN ."},
	{"noun", "talks", "occurred", "A.own N lasted two hours ."},
	{"noun", "talks", "planned", "A.own N is to begin WHERE ."},
	{"victims", "attack", "occurred", "K were [killed:ASSAULT>A>K] in AN N0 by A T ."},
	{"victims", "attack", "occurred", "K were [killed:ASSAULT>A>K] in a A.adj N0 T ."},
	{"victims", "attack", "occurred", "K [died:ASSAULT>A>K] WHEN in AN N0 by A WHERE ."},
	{"victims", "attack", "occurred", "AN N0 by A left K dead WHERE ."},
	{"victims", "attack", "occurred", "AN N0 WHERE WHEN killed K , S said ."},
	{"victims", "attack", "occurred", "K were [wounded:ASSAULT>A>K] when A V.past REST WHEN ."},
	{"victims", "attack", "occurred", "A V.past REST WHERE , [killing:ASSAULT>A>K] K ."},
	{"bare-victims", "attack", "", "K were [killed:ASSAULT>>K] T ."},
	{"bare-victims", "attack", "", "K were [wounded:ASSAULT>>K] WHERE , S said ."},
	{"bare-victims", "attack", "", "WHERE , K were [killed:ASSAULT>>K] WHEN ."},
	{"bare-victims", "attack", "", "There were K [killed:ASSAULT>>K] WHERE WHEN ."},
	{"report", "", "occurred", "S said A V.past REST T ."},
	{"report", "", "occurred", "S said that A had V.part REST WHEN ."},
	{"report", "", "occurred", "A V.past REST T , S said ."},
	{"report", "", "occurred", "According to S , A HAS.A V.part REST ."},
	{"report", "passive", "occurred", "S reported that R had been V.part REST0 by A ."},
	{"report", "", "planned", "A said IT.A would V.base REST WHEN ."},
	{"report", "", "planned", "A announced that IT.A will V.base REST ."},
	{"report", "", "not_occurred", "A said IT.A would not V.base REST ."},
	{"report", "", "occurred", "A said IT.A had V.part REST WHEN ."},
	{"future", "", "planned", "A will V.base REST T ."},
	{"future", "", "planned", "A IS.A to V.base REST WHEN ."},
	{"future", "", "planned", "A PL.plan to V.base REST WHERE ."},
	{"future", "", "planned", "A IS.A preparing to V.base REST ."},
	{"future", "", "planned", "A PL.intend to V.base REST next week ."},
	{"future", "", "planned", "A IS.A due to V.base REST tomorrow ."},
	{"future", "", "planned", "A IS.A about to V.base REST , S said ."},
	{"future", "", "planned", "A IS.A expected to V.base REST WHEN ."},
	{"future", "", "planned", "A IS.A set to V.base REST WHERE ."},
	{"modal", "", "possible", "A may V.base REST WHEN ."},
	{"modal", "", "possible", "A could V.base REST ."},
	{"modal", "", "possible", "A might V.base REST , S said ."},
	{"modal", "", "demanded", "A must V.base REST , S said ."},
	{"modal", "", "demanded", "A should V.base REST ."},
	{"modal", "", "possible", "If A V.s REST , prices will rise ."},
	{"modal", "", "possible", "If the talks fail , A would V.base REST ."},
	{"modal", "", "possible", "S fears that A will V.base REST ."},
	{"wish", "", "possible", "A wanted to V.base REST ."},
	{"wish", "", "possible", "A PL.hope to V.base REST WHEN ."},
	{"wish", "", "possible", "A IS.A considering V.ing REST ."},
	{"wish", "", "possible", "A would like to V.base REST ."},
	{"wish", "", "possible", "A HAS.A discussed V.ing REST ."},
	{"negated", "", "not_occurred", "A did not V.base REST T ."},
	{"negated", "", "not_occurred", "A never V.past REST ."},
	{"negated", "", "not_occurred", "A HAS.A not V.part REST ."},
	{"negated", "", "not_occurred", "A failed to V.base REST WHEN ."},
	{"negated", "", "not_occurred", "A decided not to V.base REST ."},
	{"negated", "", "not_occurred", "A will not V.base REST T ."},
	{"negated", "", "not_occurred", "A HAS.A no plans to V.base REST ."},
	{"negated", "", "not_occurred", "A could not V.base REST WHEN ."},
	{"negated", "passive", "not_occurred", "R HAS.R not been V.part REST0 T ."},
	{"negated", "", "not_occurred", "A HAS.A yet to V.base REST ."},
	{"negated", "passive", "not_occurred", "R HAS.R yet to be V.part REST0 ."},
	{"negated", "deed", "not_occurred", "A BE.A unable to V.base REST WHEN ."},
	{"negated", "deed", "not_occurred", "A backed away from V.ing REST ."},
	{"negated", "deed", "not_occurred", "A cancelled plans to V.base REST WHERE ."},
	{"negated", "deed", "not_occurred", "S prevented A from V.ing REST WHEN ."},
	{"negated", "deed", "not_occurred", "A [refused:REJECT>A>] to V.base REST ."},
	{"control", "hostile", "threatened", "A [threatened:THREATEN>A>R] to V.base REST ."},
	{"control", "hostile", "threatened", "A [warned:THREATEN>A>R] that IT.A would V.base REST ."},
	{"control", "hostile", "threatened", "A [vowed:THREATEN>A>R] to V.base REST WHEN ."},
	{"control", "hostile", "occurred", "A [denied:REJECT>A>] V.ing REST WHEN ."},
	{"control", "hostile", "occurred", "A [denied:REJECT>A>] that IT.A had V.part REST ."},
	{"control", "deed", "demanded", "S [called_on:REQUEST>S>A] A to V.base REST ."},
	{"control", "deed", "demanded", "S [demanded:REQUEST>S>A] that A V.base REST ."},
	{"control", "friendly", "planned", "A [agreed:AGREE>A>] to V.base REST WHEN ."},
	{"control", "friendly", "planned", "A [promised:AGREE>A>] to V.base REST ."},
	{"control", "friendly", "planned", "A [offered:AGREE>A>] to V.base REST ."},
	{"control", "deed", "demanded", "S [urged:REQUEST>S>A] A to V.base REST ."},
	{"control", "deed", "demanded", "S [ordered:REQUEST>S>A] A to V.base REST WHEN ."},
	{"control", "deed", "demanded", "S HAS.S [asked:REQUEST>S>A] A to V.base REST ."},
	{"control", "deed", "demanded", "A BE.A [told:REQUEST>S>A] by S to V.base REST ."},
	{"control", "deed", "demanded", "A BE.A [urged:REQUEST>S>A] by S to V.base REST WHERE ."},
	{"control", "deed", "demanded", "S [wants:REQUEST>S>A] A to V.base REST ."},
	{"control", "deed", "demanded", "S IS.S [pressing:REQUEST>S>A] A to V.base REST ."},
	{"control", "hostile", "occurred", "S [accused:ACCUSE>S>A] A of V.ing REST ."},
	{"control", "hostile", "occurred", "A BE.A [accused:ACCUSE>S>A] by S of V.ing REST WHEN ."},
	{"control", "hostile", "occurred", "S [condemned:ACCUSE>S>A] A for V.ing REST ."},
	{"control", "friendly", "occurred", "S [praised:SUPPORT>S>A] A for V.ing REST ."},
	{"control", "deed", "occurred", "A managed to V.base REST ."},
	{"control", "deed", "occurred", "A BE.A forced to V.base REST ."},
	{"ongoing", "deed", "ongoing", "A IS.A V.ing REST ."},
	{"ongoing", "deed", "ongoing", "A began V.ing REST WHEN ."},
	{"ongoing", "deed", "ongoing", "A HAS.A started V.ing REST ."},
	{"ongoing", "deed", "ongoing", "A kept V.ing REST WHERE ."},
	{"ongoing", "deed", "ongoing", "A PL.continue to V.base REST ."},
	{"ongoing", "deed", "ongoing", "A IS.A still V.ing REST , S said ."},
	{"ongoing", "deed", "ongoing", "A HAS.A been V.ing REST for weeks ."},
	{"ongoing", "deed", "ongoing", "A continued to V.base REST WHERE ."},
	{"joined", "", "occurred", "A V.past REST and V2.past REST2 WHEN ."},
	{"joined", "", "occurred", "A V.past REST WHEN before V2.ing REST2 ."},
	{"joined", "", "occurred", "A V.past REST after X closed its market ."},
	{"headline", "", "occurred", "A V.s REST"},
	{"headline", "", "occurred", "A V.s REST WHERE : S"},
	{"headline", "", "planned", "A to V.base REST"},
	{"headline", "passive", "occurred", "R V.part REST0 by A"},
	{"headline", "passive", "occurred", "R V.part REST0 by A WHERE"},
	{"headline", "attack", "occurred", "K [killed:ASSAULT>A>K] in A.adj N0"},
}
