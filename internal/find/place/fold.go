package place

import (
	"strings"
	"unicode/utf8"
)

// accents lists, for each base letter, the Latin letters that fold to it. GeoNames,
// wire copy and people write the same name with and without them.
const accents = `aÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧḀḁẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặƏə bḂḃḄḅḆḇƁɓ cÇçĆćĈĉĊċČčḈḉ dĎďḊḋḌḍḎḏḐḑḒḓĐđÐðƊɗ
eÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩḔḕḖḗḘḙḚḛḜḝẸẹẺẻẼẽẾếỀềỂểỄễỆệƐɛ fḞḟ gĜĝĞğĠġĢģǦǧǴǵḠḡ hĤĥȞȟḢḣḤḥḦḧḨḩḪḫẖĦħ iÌÍÎÏìíîïĨĩĪīĬĭĮįİıǏǐȈȉȊȋḬḭḮḯỈỉỊị jĴĵǰ
kĶķǨǩḰḱḲḳḴḵƘƙ lĹĺĻļĽľŁłḶḷḸḹḺḻḼḽ mḾḿṀṁṂṃ nÑñŃńŅņŇňǸǹŊŋṄṅṆṇṈṉṊṋ oÒÓÔÕÖØòóôõöøŌōŎŏŐőƠơǑǒǪǫǬǭȌȍȎȏȪȫȬȭȮȯȰȱṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợƆɔ
pṔṕṖṗ rŔŕŖŗŘřȐȑȒȓṘṙṚṛṜṝṞṟ sŚśŜŝŞşŠšȘșṠṡṢṣṤṥṦṧṨṩ tŢţŤťȚțŦŧṪṫṬṭṮṯṰṱẗ uÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự
vṼṽṾṿ wŴŵẀẁẂẃẄẅẆẇẈẉẘ xẊẋẌẍ yÝýÿŶŷŸȲȳẎẏẙỲỳỴỵỶỷỸỹƳƴ zŹźŻżŽžẐẑẒẓẔẕ`

// base maps an accented Latin letter to its base letter; built once, read only.
var base = func() map[rune]byte {
	m := make(map[rune]byte, 700)
	for _, group := range strings.Fields(accents) {
		for _, r := range group[1:] {
			m[r] = group[0]
		}
	}
	return m
}()

// shortWords are written out or short in place names alike; the short form is the key.
var shortWords = map[string]string{
	"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "and": "", "the": "",
}

// Fold returns the key under which a name is filed: lower case, without accents,
// full stops and apostrophes, hyphens as blanks, "saint", "mount" and "fort" short,
// "the" and "and" dropped. Other scripts stay as they are.
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r == '.' || isApostrophe(r):
		case r < utf8.RuneSelf || r == '–' || r == '—' || r == '\u00a0':
			b.WriteByte(' ')
		default:
			foldRune(&b, r)
		}
	}
	words := strings.Fields(b.String())
	if len(words) < 2 {
		return strings.Join(words, " ")
	}
	kept := words[:0]
	for _, w := range words {
		if s, ok := shortWords[w]; ok {
			w = s
		}
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʻ', 'ʼ', 'ʿ', 'ʾ', '‛', '\u2032':
		return true
	}
	return false
}

func foldRune(b *strings.Builder, r rune) {
	switch r {
	case 'ß':
		b.WriteString("ss")
	case 'æ', 'Æ':
		b.WriteString("ae")
	case 'œ', 'Œ':
		b.WriteString("oe")
	case 'þ', 'Þ':
		b.WriteString("th")
	default:
		if c, ok := base[r]; ok {
			b.WriteByte(c)
		} else if r < 0x300 || r > 0x36f { // combining marks go
			b.WriteRune(r)
		}
	}
}

// articles open Arabic, French and Spanish names and are often left out: "Al Hasakah", "Hasakah".
var articles = map[string]bool{
	"al": true, "el": true, "ad": true, "ar": true, "as": true, "at": true, "az": true, "an": true, "ash": true, "ed": true, "es": true, "et": true,
	"la": true, "le": true, "les": true, "los": true, "las": true,
}

// bareKey strips a leading article from a key; ok tells whether there was one and enough is left.
func bareKey(key string) (bare string, ok bool) {
	first, rest, found := strings.Cut(key, " ")
	if !found || !articles[first] || len(rest) < 4 {
		return "", false
	}
	return rest, true
}
