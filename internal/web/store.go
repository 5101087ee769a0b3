package web

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/review"
)

// Store is what the page needs of the store. Lists come in pages, sums come summed: nothing here returns "all".
// Implementations are safe for concurrent use and return ErrNotFound, a *Conflict and ErrCursor where they apply.
type Store interface {
	Overviews
	Details
	Ledgers
}

// Overviews answer what the overview shows. All methods apply the same Query, so that their answers agree.
type Overviews interface {
	// Incidents returns a page of the list, latest act first.
	Incidents(ctx context.Context, q Query) (Page, error)
	// Timeline counts incidents by day, week, month or year, whichever gives between 12 and 80 bars. It leaves out
	// From and To of the query, so that the range can be widened on it.
	Timeline(ctx context.Context, q Query) (Timeline, error)
	// Cells sums incidents on a grid that fits a zoom level (0 the world, 12 a city), at most 5,000.
	Cells(ctx context.Context, q Query, zoom int) ([]Cell, error)
	// Facets lists what a filter could be set to, with counts, most frequent first, at most 50 each.
	Facets(ctx context.Context, q Query) (Facets, error)
	// Values is the query in the words of the API and of exports (store.ParseFilter), for links to them and for
	// searches that are kept.
	Values(ctx context.Context, q Query) (url.Values, error)
}

// Details answer what stands behind one incident or article.
type Details interface {
	Incident(ctx context.Context, id string) (*Incident, error)
	Article(ctx context.Context, id string) (*Article, error)
	// Sides returns incidents on which at least two of the named sources speak, latest first, with what each says. The
	// cursor of the query goes on behind the last one; "" = that was the end. A page may be short, even empty, and go on.
	Sides(ctx context.Context, q Query, sources []string) (rows []SideRow, next string, err error)
}

// Ledgers answer for forces and actors.
type Ledgers interface {
	Forces(ctx context.Context, q ForceQuery) ([]Standing, error)
	Actors(ctx context.Context, text string, limit int) ([]ActorRow, error)
}

// Watches keep the watch list.
type Watches interface {
	Sources(ctx context.Context) ([]Watch, error)
	AddSource(ctx context.Context, address, by string) error
	RemoveSource(ctx context.Context, id, by string) error
}

// Searches keep saved searches.
type Searches interface {
	Searches(ctx context.Context, user string) ([]Search, error)
	SaveSearch(ctx context.Context, s Search) error
	DeleteSearch(ctx context.Context, id, user string) error
	// Look returns a search of somebody and notes that its owner has seen what it finds.
	Look(ctx context.Context, id, user string) (Search, error)
	// ChangeAlert changes how a search of somebody is told of; address goes with AlertSet.
	ChangeAlert(ctx context.Context, id, user string, do AlertAction, address string) error
}

// Reviews keep what people say about what was read, and fold it into the articles and incidents that Details answer with.
// Decisions survive reading the article again.
type Reviews interface {
	// Queue returns events that nobody has decided on: the latest first in stretches, and of each stretch the least sure
	// first. The cursor of the query goes on behind the last one; "" = that was the end.
	Queue(ctx context.Context, q Query, limit int) (tasks []Task, next string, err error)
	// Reading returns an article as it was read, before any decision.
	Reading(ctx context.Context, article string) (*doc.Record, error)
	// Decisions returns the decisions on articles, oldest first.
	Decisions(ctx context.Context, articles ...string) ([]Decision, error)
	// Decide stores a decision. It returns a *Conflict when the field no longer has the value Before, a *Refused when the
	// decision makes no sense, and ErrNotFound.
	Decide(ctx context.Context, d Decision) error
	// EachReviewed goes through all articles that somebody decided on.
	EachReviewed(ctx context.Context) iter.Seq2[review.Reviewed, error]
}

// Errors of a Store.
var (
	ErrNotFound = errors.New("not in the store")
	ErrCursor   = errors.New("the cursor does not belong to this list")
)

// Conflict says that somebody else changed a field first.
type Conflict struct {
	Now string // the value it has now
	By  string
	At  time.Time
}

// Refused says that a decision makes no sense, and why, for the person who made it.
type Refused struct{ Reason string }

func (r *Refused) Error() string { return r.Reason }

func (c *Conflict) Error() string { return fmt.Sprintf("%s changed it to %q", c.By, c.Now) }

// Party names who is looked for: by country or kind of body, by sector, or by a name.
type Party struct{ Code, Sector, Name string }

// Box is an area of the map in degrees. West is greater than East when it lies over the antimeridian.
type Box struct{ West, South, East, North float64 }

// Query selects incidents; the zero value selects all.
type Query struct {
	Text      string
	Actor     Party
	Recipient Party
	Country   string   // ISO 3166 alpha-3, of the place
	Act       string   // unfolded
	Status    []string // any of these
	Source    string   // name of a source or outlet
	From, To  string   // days of the act, both included; "" open
	Box       *Box
	Cursor    string
	Limit     int
}

// Row is an incident in a list.
type Row struct {
	ID, Sentence, Act, Status string // Sentence is shown when there is no act
	Modes                     []string
	Actors, Recipients        []string
	From, To                  string // ISO days; "" unknown
	Place, Country, Precision string
	Figure                    string // words of the first figure, "" none
	Outlets, Independent      int
	Disputed                  bool
	OneSided                  string // name of the party on whose word alone it rests
	Published                 string // of the latest report
}

// Page is a part of a list.
type Page struct {
	Rows   []Row
	Total  int
	Capped bool   // Total is where counting stopped: there are more
	Next   string // cursor of what follows, "" = this was the end
}

// Bucket counts the incidents of some days, both included.
type Bucket struct {
	From, To string
	N        int
}

// Timeline counts incidents through time.
type Timeline struct {
	Unit    string // day, week, month or year
	Buckets []Bucket
	Undated int
	Capped  bool // counted from the latest incidents only
}

// Cell is a spot on the map with what happened there. Incidents whose place is known with different precision are never
// summed in one cell.
type Cell struct {
	Lat       float64 `json:"lat"`
	Lon       float64 `json:"lon"`
	N         int     `json:"n"`
	Precision string  `json:"precision"`
	Place     string  `json:"place"`
	Incident  string  `json:"incident,omitempty"` // id, of a lone one
	Sentence  string  `json:"sentence,omitempty"`
	Status    string  `json:"status,omitempty"`
	Box       Box     `json:"box"` // that holds all of them
}

// Facet is a value of a filter with the number of incidents that have it.
type Facet struct {
	Value string
	N     int
}

// Facets are the values of all filters. Actors and Recipients are "CODE SECTOR" or "CODE".
type Facets struct {
	Acts, Statuses, Countries, Actors, Recipients, Sources []Facet
}

// Incident is an incident with all that its page shows.
type Incident struct {
	merge.Incident
	Reports   []merge.Report
	Articles  map[string]ArticleLine // by id, of all reports
	Families  []Family               // articles with the same text
	Decisions []Decision             // what people decided on its reports, oldest first
}

// Family is a text and its copies.
type Family struct {
	Origin  string   // id of the article that stands for the text
	Agency  string   // news agency whose text it is, "" unknown
	Members []string // ids, the origin among them
}

// ArticleLine is an article in a list.
type ArticleLine struct{ ID, Title, Publisher, Published, URL string }

// Article is a stored article with what it is part of.
type Article struct {
	Record    doc.Record
	Incidents map[string]string // of an event id, the incident
	Copies    []ArticleLine
	Added     time.Time
}

// SideRow is an incident with what the chosen sources say of it: for each source its statements, empty when it is silent.
type SideRow struct {
	Row   Row
	Sides [][]Statement
}

// Statement is what a source says of an incident in one report.
type Statement struct {
	Status, Stance string
	Figures        []string // the words
	Words          string   // the sentence
	Article, Event string
	Published      string
}

// ForceQuery selects standings.
type ForceQuery struct {
	Owner  Party
	Place  string // name of a place or country code
	Cursor string
	Limit  int
}

// Standing is one line of the ledger of forces.
type Standing struct {
	Owner           Party
	OwnerName       string
	Place, Country  string
	AsOf            string // ISO day; the day of publication when the text gives none
	Dated           bool   // AsOf is from the text
	Low, High, Best *float64
	Words           string
	Chain           []doc.RecordHop
	Article, Force  string
	Publisher       string
	Published       string
	Class           string
}

// MostCounted is how far the incidents of a party are counted; more are told as "more than" that many.
const MostCounted = 10_000

// ActorRow is a party with what it did.
type ActorRow struct {
	Party     Party
	Names     []Facet // what reports call it, most frequent first
	Events    int     // how often events name it, 0 = not known
	Did       int     // incidents as actor, up to MostCounted + 1
	Suffered  int     // incidents as recipient, up to MostCounted + 1
	Acts      []Facet // most frequent first; none = not known
	Countries []Facet // none = not known
	First     string  // days of the first and latest incident, "" = not known
	Last      string
}

// Watch is a source on the watch list, with its health.
type Watch struct {
	ID, Address, Title, Kind string // Kind: feed, sitemap, page
	State                    string // ok, slow, failing, gone, new
	Why                      string // in words, "" when all is well
	Since                    time.Time
	Last, Next               time.Time
	Articles, Today          int
}

// Search is a saved search.
type Search struct {
	ID, Name, Query string // Query in the words of the API: "country=MLI&status=occurred"
	User            string
	Webhook         string
	Created         time.Time
	New             int // incidents since it was last looked at
	Alert           Alert
}

// Task is an event waiting for a decision.
type Task struct {
	Article ArticleLine
	Record  doc.Record
	Event   string
}

// Decision is what a person says about one field of an event, claim or force; see internal/review.
type Decision = review.Decision
