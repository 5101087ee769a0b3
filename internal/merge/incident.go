package merge

// Incident is an act in the world with all that articles say about it: for every field what is best supported and what
// others say instead. Nothing is averaged. It is a function of its reports and their articles.
type Incident struct {
	ID       string   `json:"id"`              // from the content of the leading report
	Sentence string   `json:"sentence"`        // plain description built from the fields below
	Act      []Value  `json:"act"`             // best supported first, in all of these lists
	Modes    []string `json:"modes,omitempty"` // of the act, the commonest first: "withdraw", "firearms"
	Status   []Value  `json:"status"`
	Actors   []Value  `json:"actors"` // each actor named; independent, not alternatives
	Recips   []Value  `json:"recipients"`
	Place    []Value  `json:"place"`
	Date     []Value  `json:"date"`
	Figures  []Tally  `json:"figures"`
	History  []Step   `json:"history"` // how the status changed
	Sources  []Origin `json:"sources"` // who vouches for it, independent ones, each with its carriers
	// Independent counts the sources that assert or confirm the act, copies folded, by innermost origin.
	Independent int      `json:"independent"`
	Confirms    []string `json:"confirms"` // names of those who confirm it
	Denies      []string `json:"denies"`   // names of those who deny it
	Doubts      []string `json:"doubts"`
	// OneSided is the name of the party on whose word alone all of it rests: one that takes part in the act. "" otherwise.
	OneSided string   `json:"one_sided"`
	First    Mention  `json:"first"` // earliest report
	Latest   Mention  `json:"latest"`
	Reports  []string `json:"reports"`  // ids, leading one first
	Articles []string `json:"articles"` // ids, sorted
}

// Mention points to a report: who published it and when.
type Mention struct {
	Report    string `json:"report"`
	Article   string `json:"article"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
}

// Value is one thing said about a field, with who says it.
type Value struct {
	Value   string   `json:"value"`            // what is shown: "ASSAULT", "occurred", "Agadez", "2023-07-26"
	Code    string   `json:"code,omitempty"`   // of a party or place: country
	Sector  string   `json:"sector,omitempty"` // of a party
	From    string   `json:"from,omitempty"`   // of a date
	To      string   `json:"to,omitempty"`
	Lat     *float64 `json:"lat,omitempty"` // of a place
	Lon     *float64 `json:"lon,omitempty"`
	Prec    string   `json:"precision,omitempty"` // of a place or date
	Sources []string `json:"sources"`             // names of the independent sources that say so, sorted
	Reports []string `json:"reports"`             // ids, sorted
}

// Tally is one figure through time: what is counted, and every number that was given for it.
type Tally struct {
	Class  string   `json:"class"`
	Role   string   `json:"role"`
	Values []Number `json:"values"` // by first report
	// Latest is the index of the number last reported by the most sources: what to show when one is to be shown.
	Latest int `json:"latest"`
}

// Number is one number given for a figure.
type Number struct {
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	Best    *float64 `json:"best"`
	Words   string   `json:"words"`
	First   string   `json:"first"` // day of the first report that has it
	Last    string   `json:"last"`
	Sources []string `json:"sources"`
	Reports []string `json:"reports"`
}

// Step is a change of status: from this day on reports say so.
type Step struct {
	Status  string   `json:"status"`
	From    string   `json:"from"` // publication day, "" unknown
	Sources []string `json:"sources"`
	Reports []string `json:"reports"`
}

// Origin is an independent source: where the knowledge comes from, and who carries it.
type Origin struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`      // agency | outlet | person | organisation | document | group
	Anonymity string    `json:"anonymity"` // named | role | unnamed; "" for an outlet's own voice
	Stances   []string  `json:"stances"`
	Party     bool      `json:"party"` // takes part in the act itself
	Carriers  []Mention `json:"carriers"`
}
