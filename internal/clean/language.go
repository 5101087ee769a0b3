package clean

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// stopWords lists the commonest function words of the languages in Latin script that news comes in.
// The share of such words tells English from the rest.
var stopWords = []struct{ code, words string }{
	{"en", "the of and to in a that is was for on with as he his at by it from are be this an have has not but had its they were which their been who will said or after would about more than when also there into we you our she her"},
	{"es", "de la que el en y a los se del las por un con una su para es al lo como más pero sus le ya o fue este ha sí porque esta son entre está cuando muy sin sobre ser también hasta hay"},
	{"fr", "de la le et les des en un du une que est dans qui par pour au il sur a pas plus ne se ce avec son sa ont été aux cette être mais comme nous leur ses ou même également"},
	{"de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben"},
	{"pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já eu também só pelo pela até isso foi são está"},
	{"it", "di e il la che in a per un del è della non con si le i da una dei nel al alla sono più anche come ha delle gli dal lo ma su se nella o questo degli dalla ai stato"},
	{"nl", "de het een van en in is dat op te zijn met voor die niet aan er om ook als bij door naar heeft maar uit dan nog over worden wordt werd tot hij hun ze was"},
	{"tr", "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra en ne var ise ancak ya değil göre tarafından her olduğunu üzerinde iki dedi oldu etti yeni"},
	{"sw", "ya na wa kwa ni katika la za cha kuwa hiyo huo yake wake kama hii hilo baada huyo watu nchi ambao ambayo alisema pia hiyo lakini kwamba mwaka bila hadi"},
	{"id", "yang dan di dari untuk dengan ini itu pada tidak dalam akan ke oleh sebagai juga adalah telah karena tersebut bahwa mereka ada lebih saat kata kami bisa para"},
	{"pl", "w i na z się do nie to że jest o od jak po za przez dla są ale był jego oraz co który która które tym być tego może"},
	{"ro", "de și în a la cu pe din care nu o că un este pentru sa au fost mai ce prin sunt al după dar lui ale fi"},
	{"vi", "và của là có cho được trong các với không một những người đã này từ khi về tại theo đến cũng ra sẽ ngày vào năm"},
	{"sv", "och att i det som en på är av för med den till inte har de ett om men var sig så från vi kan nu eller när"},
	{"so", "iyo ee oo ka ku waxaa in uu ay la ayaa waa soo si kale dalka sheegay kala ah ugu laga"},
	{"ha", "da a na ta ya ga sun wannan ba cewa kuma domin daga ne ce yana wani suka za"},
}

// scripts names the language that a writing system speaks for where letters do not tell closer.
var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"ru", unicode.Cyrillic}, {"ar", unicode.Arabic}, {"zh", unicode.Han}, {"ja", unicode.Hiragana}, {"ja", unicode.Katakana},
	{"ko", unicode.Hangul}, {"he", unicode.Hebrew}, {"hi", unicode.Devanagari}, {"el", unicode.Greek}, {"th", unicode.Thai},
	{"bn", unicode.Bengali}, {"ta", unicode.Tamil}, {"ka", unicode.Georgian}, {"hy", unicode.Armenian}, {"am", unicode.Ethiopic},
	{"my", unicode.Myanmar}, {"km", unicode.Khmer}, {"si", unicode.Sinhala}, {"te", unicode.Telugu}, {"ml", unicode.Malayalam},
}

var names = map[string]string{
	"es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian", "nl": "Dutch", "tr": "Turkish",
	"sw": "Swahili", "id": "Indonesian", "pl": "Polish", "ro": "Romanian", "vi": "Vietnamese", "sv": "Swedish", "so": "Somali",
	"ha": "Hausa", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian", "sr": "Serbian", "ar": "Arabic", "fa": "Persian",
	"ur": "Urdu", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "he": "Hebrew", "hi": "Hindi", "el": "Greek", "th": "Thai",
	"bn": "Bengali", "ta": "Tamil", "ka": "Georgian", "hy": "Armenian", "am": "Amharic", "my": "Burmese", "km": "Khmer",
	"si": "Sinhala", "te": "Telugu", "ml": "Malayalam",
}

// inLanguages maps a stop word to the set of languages it belongs to, as bits in the order of stopWords.
var inLanguages = sync.OnceValue(func() map[string]uint32 {
	m := map[string]uint32{}
	for i, l := range stopWords {
		for w := range strings.FieldsSeq(l.words) {
			m[w] |= 1 << i
		}
	}
	return m
})

// sampleBytes is how much of a text tells its language.
const sampleBytes = 32 << 10

// language returns the ISO 639-1 code of the language of text and whether it is sure enough to act on.
// "" means that it cannot be told: too short, or no running text.
func language(text string) (code string, sure bool) {
	text = cutAt(text, sampleBytes)
	if code := byScript(text); code != "" {
		return code, true
	}
	words := wordsOf(text)
	var hits [32]int
	for _, w := range words {
		for set, i := inLanguages()[w], 0; set != 0; set, i = set>>1, i+1 {
			if set&1 != 0 {
				hits[i]++
			}
		}
	}
	best := 0
	for i := range stopWords {
		if hits[i] > hits[best] {
			best = i
		}
	}
	n := len(words)
	switch {
	case n < 4 || hits[best] == 0:
		return "", false
	case best == 0:
		return "en", hits[0]*100 >= n*12
	case hits[best] < 4 || hits[best]*100 < n*12 || hits[best]*2 < hits[0]*3:
		if hits[0]*100 >= n*10 {
			return "en", false
		}
		return "", false
	}
	return stopWords[best].code, true
}

// cutAt cuts s to at most n bytes, in front of a character.
func cutAt(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// byScript tells the language from the letters where less than half of them are Latin.
func byScript(text string) string {
	counts := make([]int, len(scripts))
	latin, all := 0, 0
	for _, r := range text {
		switch {
		case r < 0x250:
			if unicode.IsLetter(r) {
				latin++
				all++
			}
		case unicode.IsLetter(r):
			all++
			for i, s := range scripts {
				if unicode.Is(s.table, r) {
					counts[i]++
					break
				}
			}
		}
	}
	best, kana := 0, 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
		if scripts[i].code == "ja" {
			kana += n
		}
	}
	if all < 8 || counts[best]*2 <= all-kana || latin >= counts[best] {
		return ""
	}
	switch code := scripts[best].code; {
	case code == "zh" && kana*20 > all:
		return "ja"
	case code == "ru":
		return cyrillic(text)
	case code == "ar":
		return arabic(text)
	default:
		return code
	}
}

func cyrillic(text string) string {
	switch {
	case strings.ContainsAny(text, "ієїґІЄЇҐ"):
		return "uk"
	case strings.ContainsAny(text, "ђјљњћџЂЈЉЊЋЏ"):
		return "sr"
	case !strings.ContainsAny(text, "ыэЫЭ") && strings.Count(text, "ъ")*100 > len(text)/2:
		return "bg"
	}
	return "ru"
}

func arabic(text string) string {
	switch {
	case strings.ContainsAny(text, "ٹڈڑے"):
		return "ur"
	case strings.ContainsAny(text, "پچژگ"):
		return "fa"
	}
	return "ar"
}

// foreign is the problem of a text that is not English: reading stops there.
func foreign(code string) doc.Problem {
	name := names[code]
	if name == "" {
		name = code
	}
	return problem("language: the text reads as %s; onrecord reads English only", name)
}
