// Package doc holds the value types that the stages hand to one another. It has
// almost no behaviour and imports nothing of the project.
//
// There are two families. Document and what hangs below it is the working form:
// every stage fills its part, in the order clean, split, tag, parse, find, actor,
// attrib, event, force; all its offsets are bytes into Article.Text. Record (record.go) is the
// outer form that users see; its offsets are Unicode code points.
package doc

// Span is a half-open range of bytes [Start, End) in Article.Text.
type Span struct{ Start, End int }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Article is one published text, cleaned. Its text never changes once stored.
type Article struct {
	ID            string  // content id, derived from URL and text hash
	URL           string  // canonical URL, "" when unknown
	Publisher     string  // name of the outlet that published it, "" when unknown
	Title         string  // headline, "" when unknown; not part of Text unless the source was plain text
	Byline        string  // author line as printed
	Published     string  // YYYY-MM-DD or RFC 3339; "" when unknown
	PublishedFrom string  // meta | text | url | given | "" (where Published comes from)
	PublishedConf float64 // 0..1, how far Published can be trusted
	Language      string  // ISO 639-1 ("en"), "" when it cannot be told
	Text          string  // valid UTF-8; paragraphs separated by newlines
	Blocks        []Block // the paragraphs of Text in order, without overlap
	Dateline      Dateline
	SHA256        string // hex, of the input: the file's bytes, or the JSONL text field
}

// Block is one paragraph or line of the text and what it is for.
type Block struct {
	Span
	Role   string // headline | byline (author or date line) | body | boilerplate
	Reason string // why it is boilerplate: navigation, teaser, comment, credit, standfirst, subscribe, share, legal, ...
}

// Boilerplate reports whether the block is not part of the article.
func (b Block) Boilerplate() bool { return b.Role == "boilerplate" }

// Dateline is the opening of a wire report, "NIAMEY, Sept 12 (Reuters) -". Spans are empty where absent.
type Dateline struct {
	Span   Span // the whole opening
	Place  Span
	Date   Span
	Agency Span
}

// Problem says what went wrong with an article, in words for its reader.
type Problem struct {
	Stage   string `json:"stage"`
	Message string `json:"message"`
}

// Token is one word or mark. Strings are interned or slices of Article.Text.
type Token struct {
	Span
	Text    string
	Lemma   string    // lower case unless a proper name
	UPOS    string    // Universal Dependencies v2 part of speech
	XPOS    string    // Penn Treebank tag
	Head    int       // index of the head token in the sentence; -1 for the root and before parsing
	Rel     string    // UD v2 relation to the head, with subtype ("nsubj:pass"); "" before parsing
	Cluster [3]uint16 // word clusters, coarse to fine; 0 = none
	Quoted  bool      // inside quotation marks, paired per paragraph
}

// Sentence is a run of tokens within one block.
type Sentence struct {
	Span
	Tokens    []Token
	Block     int  // index into Article.Blocks
	Paragraph int  // running number of the block among those that are read
	Parsed    bool // whether Head and Rel are set
}

// Words returns the text of the tokens [first, last].
func (s *Sentence) Words(text string, first, last int) string {
	return text[s.Tokens[first].Start:s.Tokens[last].End]
}

// Mention is one naming of an entity in the text.
type Mention struct {
	Span
	Sentence    int    // index into Document.Sentences
	First, Last int    // token range in the sentence, both included
	Head        int    // head token of the range
	Type        string // as Entity.Type
	Class       string // tagger's class: Person, Organization, Location, NORP, Facility, Product, Misc, ...
	Entity      int    // index into Document.Entities, -1 = none
}

// Entity is what one or more mentions in the article refer to.
type Entity struct {
	Name     string // canonical: the most informative form in the article
	Type     string // person | organisation | place | group | outlet | document
	Code     string // ISO 3166 alpha-3 or IGO UNO EUR NGO ISM IMG MNC; "" unknown
	Sector   string // PLOVER sector; "" unknown
	Title    string // office or description of a person ("retired Belgian admiral")
	Gender   byte   // 'm', 'f' or 0
	Mentions []int  // indexes into Document.Mentions, in text order
}

// Place is a location that the text names, resolved to the gazetteer.
type Place struct {
	Span
	Sentence   int
	Name       string // usual English form
	Country    string // ISO alpha-3
	Admin1     string
	Lat, Lon   float64
	GeoNames   int     // GeoNames id, 0 = none
	Precision  string  // point | city | admin2 | admin1 | country | region
	Confidence float64 // 0..1
	Literal    bool    // a place where things are, not an actor ("Moscow said") nor a demonym
	RunnerUp   string  // name and country of the second candidate, for --explain
}

// Date is a time expression, resolved.
type Date struct {
	Span
	Sentence    int
	Kind        string // point | interval | duration | set | ref
	From, To    string // ISO: 2023-07-26, 2023-07, 2023; "" = open or unresolved
	Granularity string // instant | day | week | month | quarter | season | year | decade
	Mod         string // start | mid | end | approx | before | after
	Anchor      string // publication | text | event | none: what it was resolved against
	Timex       string // TIMEX3 value, for scoring: 2023-07-26, P3D, PRESENT_REF, ...
	TimexType   string // DATE | TIME | DURATION | SET
	Rule        string // name of the rule, for --explain
	Head        string // noun that an event date hangs on: "coup" in "the July 26 coup"
}

// Figure is a number with bounds, what it counts and in which role.
type Figure struct {
	Span      // phrase with its modifier: "about 1,100 military personnel"
	Sentence  int
	Number    Span     // the numeral alone
	Head      int      // token index of the counted noun, -1 = none
	Unit      string   // "" | % | ISO 4217 currency | km | ...
	Low, High *float64 // nil = open
	Best      *float64 // nil = vague
	Approx    bool
	Vague     bool
	Class     string // troops police civilians people fighters protesters displaced refugees diplomats aircraft vehicles vessels weapons money other
	Role      string // killed wounded missing abducted arrested displaced deployed withdrawn evacuated gathered recruited supplied other
	Scope     string // incident | cumulative | stock | change
	SubsetOf  int    // index of the figure that this is part of, -1 = none
	Claim     int    // index into Document.Claims, -1 = the article's own voice
	Change    string // = ~ > < up down: NewsQuant's notation, for scoring
	Sizes     bool   // sizes people, forces, weapons, victims, state money or territory: goes into the record
}

// Claim is a statement with the words that attribute it and its chain of sources.
type Claim struct {
	Sentence int // of the cue, or of the content where there is no cue
	Content  []Span
	Cue      Span   // empty = none
	Chain    []Hop  // outermost source in the article first, innermost last
	Quote    string // direct | indirect | mixed
	Score    float64
}

// Hop is one source in a chain.
type Hop struct {
	Span             // empty when the source is implied
	Entity    int    // index into Document.Entities, -1 = none
	Name      string // canonical
	Kind      string // person | organisation | outlet | document | group
	Anonymity string // named | role | unnamed
	Stance    string // asserts | confirms | denies | doubts | hearsay
	Medium    string // how it was said where the text tells: statement, tweet, interview, report, ...
}

// Actor is a party to an event.
type Actor struct {
	Span
	Sentence int
	Head     int // token index in the sentence, -1 = none
	Entity   int // index into Document.Entities, -1 = none
	Name     string
	Code     string
	Sector   string
	Implied  bool // filled in from the article, not from the sentence
}

// Event is one act reported in the article.
type Event struct {
	Sentence   int
	Token      int // index of the anchor's head token
	Anchor     Span
	Also       []Span // further mentions of the same act
	Act        string // PLOVER type of the act as such, unfolded; or the name of a type of the user's own
	Parent     string // of a user's own type: the PLOVER type that it is a kind of; "" for a built-in act, or none
	Mode       []string
	Status     string // occurred ongoing planned possible demanded threatened not_occurred
	Context    []string
	Actors     []Actor
	Recipients []Actor
	Place      int // index into Document.Places, -1 = none
	Origin     int
	Date       int   // index into Document.Dates, -1 = none
	Figures    []int // indexes into Document.Figures
	Claim      int   // index into Document.Claims, -1 = the article's own voice
	Confidence float64
	Why        []Reason
}

// Reason says which words, links, rules or weights produced a field: what --explain prints.
type Reason struct {
	Field    string `json:"field"`
	Value    string `json:"value"`
	Evidence string `json:"evidence"`
}

// Force is a standing: who keeps how many of what, where, as of when.
type Force struct {
	Span     // phrase
	Sentence int
	Owner    Actor
	Figure   int // index into Document.Figures, -1 = none
	Place    int // index into Document.Places, -1 = none
	Date     int // as of; index into Document.Dates, -1 = none
	Claim    int // index into Document.Claims, -1 = the article's own voice
}

// Document is an article on its way through the stages.
type Document struct {
	Article   Article
	Sentences []Sentence
	Mentions  []Mention
	Entities  []Entity
	Places    []Place
	Dates     []Date
	Figures   []Figure
	Claims    []Claim
	Events    []Event
	Forces    []Force
	Problems  []Problem

	// Stop, where set, says that nobody waits for this reading any more; nil = never. See GivenUp.
	Stop func() bool
}

// GivenUp tells whether the reading was given up. Stages ask it in every loop that grows with the article, and leave early what
// they do when it is so: nobody looks at the document afterwards.
func (d *Document) GivenUp() bool { return d.Stop != nil && d.Stop() }

// Text returns the words of a span.
func (d *Document) Text(s Span) string { return d.Article.Text[s.Start:s.End] }

// SentenceAt returns the index of the sentence that holds byte offset at, or -1.
func (d *Document) SentenceAt(at int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Sentences[m].End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(d.Sentences) && d.Sentences[lo].Start <= at {
		return lo
	}
	return -1
}

// TokenAt returns the sentence and token index of the token that holds byte offset at, or -1, -1.
func (d *Document) TokenAt(at int) (sentence, token int) {
	s := d.SentenceAt(at)
	if s < 0 {
		return -1, -1
	}
	for i := range d.Sentences[s].Tokens {
		if t := &d.Sentences[s].Tokens[i]; t.Start <= at && at < t.End {
			return s, i
		}
	}
	return -1, -1
}
