package merge

import "math"

// Thresholds of Relate. Sampled shares scatter around the true ones: with 37 hashes a true half is seen as 0.35 or more in
// 97 of 100 cases.
const (
	copyShare    = 0.35
	firmShare    = 0.25
	surelyShare  = 0.75 // where two hashes are all there is
	derivedShare = 0.12
	quoteShare   = 0.25
	leastShared  = 2 // hashes: one alone may be a figure of speech
	leastDerived = 3
	sameTopic    = 0.35 // cosine below which what two texts share is house text: the rest is about other things
	nearTopic    = 0.25
)

// Relate compares two articles by their sketches. House text of either's host does not count.
func Relate(a, b *Article) Relation {
	if a.ID > b.ID {
		a, b = b, a
	}
	r := Relation{A: a.ID, B: b.ID}
	house := a.House
	if len(b.House) > 0 {
		house = sortedSet(append(append([]Hash{}, a.House...), b.House...))
	}
	shared, ofA := common(a.Sketch.Out, b.Sketch.Out, house)
	_, ofB := common(b.Sketch.Out, nil, house)
	quotes, quotesA := common(a.Sketch.Quoted, b.Sketch.Quoted, house)
	_, quotesB := common(b.Sketch.Quoted, nil, house)
	r.AinB, r.BinA = share(shared, ofA), share(shared, ofB)
	r.QuoteAinB, r.QuoteBA = share(quotes, quotesA), share(quotes, quotesB)
	// The whole text counts too: where one outlet lost the quotation marks, the same words are outside in one text only.
	all, ofAllA := common(a.Sketch.Hashes(), b.Sketch.Hashes(), house)
	_, ofAllB := common(b.Sketch.Hashes(), nil, house)
	out, whole := max(r.AinB, r.BinA), max(share(all, ofAllA), share(all, ofAllB))
	topic := a.Topic.Cosine(b.Topic)
	switch {
	case shared >= leastShared && out >= copyShare && whole >= copyShare && firm(r, ofA, ofB) && topic >= sameTopic && (shared > leastShared || out >= surelyShare):
		r.Kind = Copy
	case shared >= leastDerived && out >= derivedShare && topic >= nearTopic:
		r.Kind = Derived
	case quotes >= leastShared && max(r.QuoteAinB, r.QuoteBA) >= quoteShare:
		r.Kind = SharesQuote
	}
	return r
}

// firm tells whether the share is not a chance of a small sample: one standard error below it is still firmShare.
func firm(r Relation, ofA, ofB int) bool {
	p, n := r.AinB, ofA
	if r.BinA > p {
		p, n = r.BinA, ofB
	}
	return p-math.Sqrt(p*(1-p)/float64(max(1, n))) >= firmShare
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
