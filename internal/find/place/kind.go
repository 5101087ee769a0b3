package place

// Kind is what a gazetteer entry is.
type Kind uint8

// The kinds, from large to small. Region covers what no administration draws: the Sahel,
// the Donbas, a valley; Water seas, straits, lakes and rivers; Site bases, camps, airports and crossings.
const (
	NoKind Kind = iota
	Continent
	Region
	Water
	Country
	Admin1
	Admin2
	City
	Section
	Site
	kinds // how many there are
)

var kindNames = [kinds]string{"", "continent", "region", "water", "country", "admin1", "admin2", "city", "section", "site"}

// String is the name of the kind as data/*.tsv and the gazetteer builder write it, "" for none.
func (k Kind) String() string {
	if k < kinds {
		return kindNames[k]
	}
	return ""
}

// KindNamed returns the kind of that name, NoKind when there is none.
func KindNamed(name string) Kind {
	for k := Continent; k < kinds; k++ {
		if kindNames[k] == name {
			return k
		}
	}
	return NoKind
}

// Precision returns how sharply an entry of the kind locates what happens there, in the record's vocabulary.
func (k Kind) Precision() string {
	switch k {
	case Country:
		return "country"
	case Admin1:
		return "admin1"
	case Admin2:
		return "admin2"
	case City:
		return "city"
	case Section, Site:
		return "point"
	}
	return "region"
}

// NameKind is how a name relates to its place.
type NameKind uint8

// Primary is the usual name, Alternative another one, Adjective a demonym ("Malian"),
// Short an abbreviation whose capitals or full stops matter ("US", "Va.").
const (
	Primary NameKind = iota
	Alternative
	Adjective
	Short
)
