package entity

import (
	"strings"

	"onrecord/data"
	"onrecord/internal/linear"
)

// lexFlags says in which lists a word stands, and where in a listed name.
type lexFlags uint32

const (
	lexFirstName lexFlags = 1 << iota
	lexOffice
	lexHonorific
	lexDemonym
	lexCountry      // a country's or region's name, or part of one
	lexCapital      // a capital city, or part of its name
	lexOrganisation // Ministry, Party, Union
	lexPlaceNoun    // Province, River
	lexFacilityNoun // Airport, Stadium
	lexDocumentNoun // Treaty, Act
	lexOutlet       // an outlet's name, or part of one
	lexMonthOrDay   // names of months and weekdays
	lexMoney        // currency names
	lexRun          // inside a listed name of several words
	lexRunContinues // and not its first word
	lexSmallPlace
	lexBigPlace
	lexAdmin      // a first-level division
	lexRegion     // a region that is no division
	lexKnownBody  // a listed organisation
	lexKnownGroup // a listed armed group, party or movement
	lexEnd
)

// lexicon holds the lists that the tagger and the linker consult; it does not change after newLexicon.
type lexicon struct {
	words  map[string]lexFlags
	runs   map[string]lexFlags // names of several words, lower case with single blanks
	heads  map[string]int      // first word of a run -> number of words in the longest
	places placeNames
	names  map[string]byte // first name -> 'm', 'f', 'b'
}

func newLexicon() *lexicon {
	l := &lexicon{words: map[string]lexFlags{}, runs: map[string]lexFlags{}, heads: map[string]int{}, names: map[string]byte{}}
	for _, r := range data.Table("firstnames") {
		for _, n := range strings.Fields(r["names"]) {
			n = lowered(n)
			l.names[n] = r["gender"][0]
			l.words[n] |= lexFirstName
		}
	}
	for _, r := range data.Table("countries") {
		l.add(r["name"], lexCountry)
		l.add(r["capital"], lexCapital)
		l.addList(r["aliases"], lexCountry)
		l.addList(r["adjectives"], lexDemonym)
	}
	for _, r := range data.Table("outlets") {
		l.add(r["name"], lexOutlet)
		l.addList(r["aliases"], lexOutlet)
	}
	for _, r := range data.Table("regions") {
		l.add(r["name"], lexRegion)
		l.addList(r["aliases"], lexRegion)
	}
	for _, r := range data.Table("organisations") {
		l.add(r["name"], lexKnownBody)
		l.addList(r["aliases"], lexKnownBody)
	}
	for _, r := range data.Table("groups") {
		l.add(r["name"], lexKnownGroup)
		l.addList(r["aliases"], lexKnownGroup)
	}
	for _, r := range data.Table("offices") {
		l.add(r["office"], lexOffice)
	}
	for flag, words := range nouns() {
		for _, w := range strings.Fields(words) {
			l.words[w] |= flag
		}
	}
	file, err := data.File("placenames.bin")
	if err == nil {
		l.places, err = unpackPlaceNames(file)
	}
	if err != nil {
		panic(err) // a fault of the build, as in data.Table
	}
	return l
}

// nouns are the words that tell the kind of the name they stand in.
func nouns() map[lexFlags]string {
	return map[lexFlags]string{
		lexHonorific: "mr mrs ms miss dr prof sir lord lady madam madame mme hon rev sheikh sheikha haji alhaji chief",
		lexOffice: "ambassador president minister premier chancellor governor mayor senator spokesman spokeswoman spokesperson secretary " +
			"general colonel major captain lieutenant commander admiral marshal chief head leader director chairman chairwoman chair deputy " +
			"envoy analyst expert professor researcher lawyer judge prosecutor activist lawmaker mp official king queen prince princess emir " +
			"sultan pope bishop archbishop imam ayatollah representative commissioner coordinator adviser advisor correspondent editor " +
			"journalist founder economist historian gen col maj capt lt sen rep gov brig cpl sgt candidate",
		lexOrganisation: "ministry party union organization organisation agency association council committee commission company corporation " +
			"corp inc ltd plc bank university college school institute foundation federation league front movement army force forces navy " +
			"police court parliament assembly senate congress house department office bureau authority board group network service services " +
			"team club alliance coalition society center centre command brigade battalion regiment militia guard press news times radio " +
			"television tv daily post herald tribune gazette chamber fund embassy mission taskforce tribunal secretariat government cabinet airlines",
		lexPlaceNoun: "province region state district county governorate city town village river lake mountain mountains sea ocean gulf strait " +
			"island islands valley desert peninsula bay coast border road street avenue square park forest north south east west northern " +
			"southern eastern western central republic kingdom territory municipality department oblast",
		lexFacilityNoun: "airport stadium hospital prison mosque church cathedral temple hotel bridge dam port base camp palace museum hall " +
			"tower station barracks airbase checkpoint crossing plant refinery pipeline building complex cemetery monastery shrine canal library theatre",
		lexDocumentNoun: "treaty agreement accord accords resolution act charter convention protocol declaration pact law bill memorandum " +
			"constitution report covenant statute amendment code decree doctrine communique communiqué ordinance directive",
		lexMonthOrDay: "january february march april may june july august september october november december jan feb mar apr jun jul aug " +
			"sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday",
		lexMoney: "dollar dollars euro euros pound pounds rupee rupees yen yuan naira rand shilling shillings dinar dirham riyal peso pesos " +
			"real franc francs lira rouble rubles ruble won kwacha cedi baht us$ $ £ € rs usd",
	}
}

func (l *lexicon) addList(list string, flag lexFlags) {
	for _, n := range strings.Split(list, "|") {
		l.add(n, flag)
	}
}

// add lists a name; its words are looked up one by one, a run of several as a whole.
func (l *lexicon) add(name string, flag lexFlags) {
	words := splitName(name)
	if len(words) > 0 && (words[0] == "the" && len(words) > 1) {
		words = words[1:]
	}
	switch len(words) {
	case 0:
	case 1:
		l.words[words[0]] |= flag
	default:
		l.runs[strings.Join(words, " ")] |= flag
		l.heads[words[0]] = max(l.heads[words[0]], len(words))
	}
}

// splitName cuts a listed name into lower-case words as the tokenizer would.
func splitName(name string) []string {
	return strings.Fields(strings.ReplaceAll(strings.ReplaceAll(lowered(name), "-", " - "), "'s", " 's"))
}

// mark sets the flags of the words of a sentence.
func (l *lexicon) mark(ws []word) {
	for i := range ws {
		ws[i].lex |= l.words[ws[i].low]
		l.markPlace(ws, i)
		for n := min(l.heads[ws[i].low], len(ws)-i); n > 1; n-- {
			flag, ok := l.runs[join(ws[i:i+n])]
			if !ok {
				continue
			}
			for k := i; k < i+n; k++ {
				ws[k].lex |= flag | lexRun
				if k > i {
					ws[k].lex |= lexRunContinues
				}
			}
			break
		}
	}
}

// markPlace marks the longest place name that starts at word i.
func (l *lexicon) markPlace(ws []word, i int) {
	if ws[i].letters < inner {
		return
	}
	for n := min(maxPlaceName, len(ws)-i); n > 0; n-- {
		if ws[i+n-1].letters < inner {
			continue
		}
		flag := l.places.find(ws[i : i+n])
		if flag == 0 {
			continue
		}
		for k := i; k < i+n; k++ {
			ws[k].lex |= flag
			if n > 1 {
				ws[k].lex |= lexRun
			}
			if k > i {
				ws[k].lex |= lexRunContinues
			}
		}
		return
	}
}

func join(ws []word) string {
	var b strings.Builder
	for i := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ws[i].low)
	}
	return b.String()
}

// lexFeatures tell the lists that the word and its neighbours stand in, each alone and all together.
func lexFeatures(fs []uint64, a, b, w, c *word) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	if w.lex != 0 {
		add(linear.F(tLex).Int(1).Int(int(w.lex)))
		add(linear.F(tLexShape).Int(int(w.lex)).Add(w.short))
		for bit := lexFlags(1); bit < lexEnd; bit <<= 1 {
			if w.lex&bit != 0 {
				add(linear.F(tLexBit).Int(int(bit)).Add(w.short))
			}
		}
	}
	for k, v := range [...]*word{b, c, a} {
		if v.lex != 0 {
			add(linear.F(tLex).Int(2 + k).Int(int(v.lex)).Add(w.short))
		}
	}
	if b.lex|w.lex != 0 {
		add(linear.F(tLexPair).Int(0).Int(int(b.lex)).Int(int(w.lex)))
	}
	if w.lex|c.lex != 0 {
		add(linear.F(tLexPair).Int(1).Int(int(w.lex)).Int(int(c.lex)))
	}
	return fs
}

func (l *lexicon) has(low string, flag lexFlags) bool {
	return l.words[strings.TrimSuffix(low, ".")]&flag != 0
}

// office reports whether a lower-case word is an office, rank or calling.
func (l *lexicon) office(low string) bool { return l.has(low, lexOffice) }

// demonym reports whether a lower-case word is the adjective of a country.
func (l *lexicon) demonym(low string) bool { return l.has(low, lexDemonym) }

// honorific reports whether a word is a form of address or an office that may stand inside a person's name.
func (l *lexicon) honorific(w string) bool { return l.has(lowered(w), lexHonorific|lexOffice) }

// firstName returns the usual gender of the first of the words, 0 when unknown.
func (l *lexicon) firstName(words []string) byte {
	if len(words) < 2 {
		return 0
	}
	if g := l.names[words[0]]; g != 'b' {
		return g
	}
	return 0
}

// outlet reports whether an organisation is a news outlet: listed, or called like one.
func (l *lexicon) outlet(text string, words []string) bool {
	if len(words) == 0 {
		return false
	}
	key := strings.Join(splitName(text), " ")
	if len(words) == 1 && l.words[key]&lexOutlet != 0 || l.runs[key]&lexOutlet != 0 {
		return true
	}
	if len(words) < 2 {
		return false
	}
	switch words[len(words)-1] {
	case "news", "newspaper", "times", "post", "herald", "tribune", "gazette", "tv", "television", "radio", "fm", "daily", "broadcasting", "magazine", "chronicle", "observer":
		return true
	case "agency":
		return words[len(words)-2] == "news" || words[len(words)-2] == "press"
	}
	return words[0] == "radio" || words[0] == "channel"
}

// document reports whether a name is a treaty's, law's, resolution's or report's.
func (l *lexicon) document(words []string) bool {
	for _, w := range words {
		if l.words[w]&lexDocumentNoun != 0 {
			return true
		}
	}
	return false
}

// shortens reports whether short is full without its last, general words ("Wagner", "Wagner Group"), or
// the same words in another order ("Defence Ministry", "Ministry of Defence").
func (l *lexicon) shortens(short, full []string) bool {
	if len(short) == 0 || len(full) < 2 {
		return false
	}
	if len(short) < len(full) && equal(full[:len(short)], short) {
		for _, w := range full[len(short):] {
			if l.words[w]&lexOrganisation == 0 && !smallWord(w) {
				return false
			}
		}
		return l.words[short[0]]&(lexOrganisation|lexCountry|lexDemonym|lexPlaceNoun) == 0 || len(short) > 1
	}
	return len(short) > 1 && sameContent(short, full)
}

func sameContent(a, b []string) bool {
	count := map[string]int{}
	for _, w := range a {
		if !smallWord(w) {
			count[spelling(w)]++
		}
	}
	for _, w := range b {
		if !smallWord(w) {
			count[spelling(w)]--
		}
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// spelling folds British and American forms of the words that organisations are called by.
func spelling(w string) string {
	switch w {
	case "defense":
		return "defence"
	case "organization":
		return "organisation"
	case "center":
		return "centre"
	}
	return w
}
