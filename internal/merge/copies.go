package merge

// Hash is a sampled hash of five words in a row.
type Hash uint32

// Sketch samples the runs of five words in the text of an article without its boilerplate, one in about fifteen. Sorted,
// without doubles.
type Sketch struct {
	Out    []Hash // runs outside quotation marks
	Quoted []Hash // runs with at least three words inside quotation marks
}

// Kind is how two texts relate.
type Kind string

// The relations of two texts.
const (
	Unrelated   Kind = ""
	Copy        Kind = "copy"         // at least half of one text is in the other, quotations not counted
	Derived     Kind = "derived"      // a passage is
	SharesQuote Kind = "shares-quote" // they share little more than what the same people said
)

// Relation says how the texts of two articles relate, A before B by id. Shares are of hashes: how much of the one text
// is in the other, outside quotation marks and inside.
type Relation struct {
	A, B               string
	Kind               Kind
	AinB, BinA         float64 // share of A's words outside quotation marks that are in B, and the other way round
	QuoteAinB, QuoteBA float64 // the same for what is inside quotation marks
}
