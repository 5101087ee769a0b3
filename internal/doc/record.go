package doc

// Schema names the record format that this program writes.
const Schema = "onrecord/1"

// Quote is a span in a Record: Unicode code points into the article's text, and the words themselves.
type Quote struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Record is all that was read in one article: what `onrecord read --format json` prints, one object per line.
// A field that the text does not support is null or empty; nothing is invented.
type Record struct {
	Schema   string         `json:"schema"`
	Article  RecordArticle  `json:"article"`
	Entities []RecordEntity `json:"entities"`
	Claims   []RecordClaim  `json:"claims"`
	Events   []RecordEvent  `json:"events"`
	Places   []RecordPlace  `json:"places"`
	Dates    []RecordDate   `json:"dates"`
	Figures  []RecordFigure `json:"figures"`
	Forces   []RecordForce  `json:"forces"`
	Problems []Problem      `json:"problems"`
}

// RecordArticle is the article itself; SHA256 is of the input, the file's bytes or the JSONL text field.
type RecordArticle struct {
	ID            string              `json:"id"`
	URL           *string             `json:"url"`
	Publisher     *string             `json:"publisher"`
	Title         *string             `json:"title"`
	Byline        *string             `json:"byline"`
	Published     *string             `json:"published"`
	PublishedFrom *string             `json:"published_from"`
	Language      *string             `json:"language"`
	Text          string              `json:"text"`
	Boilerplate   []RecordBoilerplate `json:"boilerplate"`
	SHA256        string              `json:"sha256"`
}

// RecordBoilerplate is a labelled part of the text that is not the article.
type RecordBoilerplate struct {
	Quote
	Reason string `json:"reason"`
}

// RecordEntity is a person, organisation, place, group, outlet or document.
type RecordEntity struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Type     string  `json:"type"`
	Code     *string `json:"code"`
	Sector   *string `json:"sector"`
	Title    *string `json:"title"`
	Mentions []Quote `json:"mentions"`
}

// RecordClaim is a statement with its cue and chain of sources, outermost first.
type RecordClaim struct {
	ID      string      `json:"id"`
	Content []Quote     `json:"content"`
	Cue     *Quote      `json:"cue"`
	Chain   []RecordHop `json:"chain"`
	Quote   string      `json:"quote"`
}

// RecordHop is one source in a chain.
type RecordHop struct {
	Span      *Quote  `json:"span"`
	Entity    *string `json:"entity"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind"`
	Anonymity string  `json:"anonymity"`
	Stance    string  `json:"stance"`
	Medium    *string `json:"medium"`
}

// RecordActor is a party to an event.
type RecordActor struct {
	Span   *Quote  `json:"span"`
	Entity *string `json:"entity"`
	Name   string  `json:"name"`
	Code   *string `json:"code"`
	Sector *string `json:"sector"`
}

// RecordEvent is one act: unfolded (Act, Status) and folded into PLOVER and CAMEO codes.
type RecordEvent struct {
	ID         string        `json:"id"`
	Anchor     Quote         `json:"anchor"`
	Also       []Quote       `json:"also"`
	Act        string        `json:"act"`
	Parent     *string       `json:"parent,omitempty"` // of a user's own type: the PLOVER type that it is a kind of
	Mode       []string      `json:"mode"`
	Status     string        `json:"status"`
	Plover     *string       `json:"plover"`
	Cameo      *string       `json:"cameo"`
	Quad       *int          `json:"quad"`
	Score      *float64      `json:"score"`
	Context    []string      `json:"context"`
	Actors     []RecordActor `json:"actors"`
	Recipients []RecordActor `json:"recipients"`
	Place      *string       `json:"place"`
	Origin     *string       `json:"origin"`
	Date       *string       `json:"date"`
	Figures    []string      `json:"figures"`
	Claim      *string       `json:"claim"`
	Confidence float64       `json:"confidence"`
	Evidence   Quote         `json:"evidence"`
	Why        []Reason      `json:"why,omitempty"`
}

// RecordPlace is a location named in the text.
type RecordPlace struct {
	ID         string   `json:"id"`
	Span       Quote    `json:"span"`
	Name       string   `json:"name"`
	Country    *string  `json:"country"`
	Admin1     *string  `json:"admin1"`
	Lat        *float64 `json:"lat"` // nil with Lon, and Precision "": a place that a reviewer named without a point
	Lon        *float64 `json:"lon"`
	GeoNames   *int     `json:"geonames"`
	Precision  string   `json:"precision"`
	Confidence float64  `json:"confidence"`
}

// Point returns the latitude and longitude of a place in degrees; ok is false when it has none.
func (p *RecordPlace) Point() (lat, lon float64, ok bool) {
	if p.Lat == nil || p.Lon == nil || p.Precision == "" {
		return 0, 0, false
	}
	return *p.Lat, *p.Lon, true
}

// RecordDate is a calendar interval.
type RecordDate struct {
	ID          string  `json:"id"`
	Span        Quote   `json:"span"`
	From        *string `json:"from"`
	To          *string `json:"to"`
	Granularity string  `json:"granularity"`
	Anchor      string  `json:"anchor"`
}

// RecordFigure is a number with bounds and what it counts.
type RecordFigure struct {
	ID       string   `json:"id"`
	Span     Quote    `json:"span"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Best     *float64 `json:"best"`
	Approx   bool     `json:"approx"`
	Vague    bool     `json:"vague"`
	Class    string   `json:"class"`
	Role     string   `json:"role"`
	Scope    string   `json:"scope"`
	SubsetOf *string  `json:"subset_of"`
	Claim    *string  `json:"claim"`
}

// RecordOwner is whose forces they are.
type RecordOwner struct {
	Name   string  `json:"name"`
	Code   *string `json:"code"`
	Sector *string `json:"sector"`
}

// RecordForce is a standing: who keeps how many of what, where, as of when.
type RecordForce struct {
	ID     string      `json:"id"`
	Span   Quote       `json:"span"`
	Owner  RecordOwner `json:"owner"`
	Figure *string     `json:"figure"`
	Place  *string     `json:"place"`
	AsOf   *string     `json:"asof"`
	Claim  *string     `json:"claim"`
}
