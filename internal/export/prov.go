package export

import (
	"fmt"
	"io"

	"onrecord/internal/doc"
)

// prov writes a JSON-LD document with a W3C PROV-O graph of who each event is known from.
//
// An event is an entity derived from its article, attributed to the outlet. Where a claim covers it, the event is also
// derived from the statement of the outermost source, that one from the next source's statement, and so on in; each
// statement is attributed to its source. A statement that the article quotes word for word is prov:wasQuotedFrom. The
// context stands in the document: nothing is fetched to read it. A node that several rows share is written with each of
// them, which JSON-LD merges, so that memory does not grow.
type prov struct {
	w     io.Writer
	after bool
}

func newPROV(w io.Writer, _ Meta) Writer { return &prov{w: w} }

// provContext maps the names of the graph to those of PROV and of the record.
const provContext = `{"prov":"http://www.w3.org/ns/prov#","xsd":"http://www.w3.org/2001/XMLSchema#","rdfs":"http://www.w3.org/2000/01/rdf-schema#",` +
	`"onrecord":"urn:onrecord:","id":"@id","type":"@type","label":"rdfs:label","value":"prov:value",` +
	`"wasDerivedFrom":{"@id":"prov:wasDerivedFrom","@type":"@id"},"wasQuotedFrom":{"@id":"prov:wasQuotedFrom","@type":"@id"},` +
	`"wasAttributedTo":{"@id":"prov:wasAttributedTo","@type":"@id"},"hadPrimarySource":{"@id":"prov:hadPrimarySource","@type":"@id"},` +
	`"generatedAtTime":{"@id":"prov:generatedAtTime"},"atLocation":{"@id":"prov:atLocation"},` +
	`"act":"onrecord:act","status":"onrecord:status","stance":"onrecord:stance","anonymity":"onrecord:anonymity","medium":"onrecord:medium","start":"onrecord:start","end":"onrecord:end","url":"onrecord:url"}`

// provNode is a node of the graph: an entity or an agent.
type provNode struct {
	ID         string   `json:"id"`
	Type       []string `json:"type"`
	Label      string   `json:"label,omitempty"`
	Value      string   `json:"value,omitempty"`
	Act        string   `json:"act,omitempty"`
	Status     string   `json:"status,omitempty"`
	Location   string   `json:"atLocation,omitempty"`
	Stance     string   `json:"stance,omitempty"`
	Anonymity  string   `json:"anonymity,omitempty"`
	Medium     string   `json:"medium,omitempty"`
	URL        string   `json:"url,omitempty"`
	Start      *int     `json:"start,omitempty"`
	End        *int     `json:"end,omitempty"`
	Generated  string   `json:"generatedAtTime,omitempty"`
	Attributed string   `json:"wasAttributedTo,omitempty"`
	Derived    []string `json:"wasDerivedFrom,omitempty"`
	Quoted     string   `json:"wasQuotedFrom,omitempty"`
	Primary    string   `json:"hadPrimarySource,omitempty"`
}

func (p *prov) Begin() error {
	_, err := io.WriteString(p.w, `{"@context":`+provContext+`,"@graph":[`)
	return err
}

func (p *prov) Event(r *Row) (bool, error) {
	for _, n := range provNodes(r) {
		b, err := marshal(n)
		if err != nil {
			return false, err
		}
		sep := "\n"
		if p.after {
			sep = ",\n"
		}
		p.after = true
		if _, err := io.WriteString(p.w, sep+string(b)); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (p *prov) End(int) error {
	_, err := io.WriteString(p.w, "\n]}\n")
	return err
}

// iri is the id of a node: a URN derived from what it stands for.
func iri(parts ...string) string { return uuid(fmt.Sprintf("%q", parts)) }

// provNodes are the nodes of a row: article, outlet, event, and a statement and a source for each hop of the chain.
func provNodes(r *Row) []provNode {
	e, a := &r.Event, &r.Article
	article := iri("article", a.ID)
	nodes := []provNode{{ID: article, Type: []string{"prov:Entity", "onrecord:Article"}, Label: a.Title, URL: a.URL, Generated: a.Published}}
	if a.Publisher != "" {
		outlet := iri("outlet", a.Publisher)
		nodes[0].Attributed = outlet
		nodes = append(nodes, provNode{ID: outlet, Type: []string{"prov:Agent", "prov:Organization"}, Label: a.Publisher})
	}
	ev := provNode{ID: iri("event", a.ID, e.ID), Type: []string{"prov:Entity", "onrecord:Event"}, Label: headline(r), Value: e.Evidence.Text, Act: e.Act, Status: e.Status,
		Location: placeName(r.Place), Start: &e.Evidence.Start, End: &e.Evidence.End, Derived: []string{article}}
	if r.Claim == nil || len(r.Claim.Chain) == 0 {
		return append(nodes, ev)
	}
	hops := r.Claim.Chain
	said := func(i int) string { return iri("statement", a.ID, r.Claim.ID, fmt.Sprint(i)) }
	ev.Derived = append(ev.Derived, said(0))
	ev.Primary = said(len(hops) - 1)
	nodes = append(nodes, ev)
	for i := range hops {
		h := &hops[i]
		source := provSource(r, h, i)
		s := provNode{ID: said(i), Type: []string{"prov:Entity", "onrecord:Statement"}, Attributed: source.ID, Stance: h.Stance, Medium: text(h.Medium)}
		for k := range r.Claim.Content {
			q := &r.Claim.Content[k]
			if k > 0 {
				s.Value += " … "
			}
			s.Value += q.Text
		}
		if i+1 < len(hops) {
			s.Derived = []string{said(i + 1)}
			if r.Claim.Quote == "direct" {
				s.Quoted = said(i + 1)
			}
		}
		nodes = append(nodes, s, source)
	}
	return nodes
}

// provSource is the agent of a hop. Named sources are one agent in the whole article; the others are of this statement only.
func provSource(r *Row, h *doc.RecordHop, i int) provNode {
	n := provNode{Label: h.Name, Anonymity: h.Anonymity, Type: []string{"prov:Agent"}}
	switch h.Kind {
	case "person":
		n.Type = append(n.Type, "prov:Person")
	case "organisation", "outlet":
		n.Type = append(n.Type, "prov:Organization")
	case "document":
		n.Type = append(n.Type, "onrecord:Document")
	case "group":
		n.Type = append(n.Type, "onrecord:Group")
	}
	if h.Entity != nil {
		n.ID = iri("source", r.Article.ID, *h.Entity)
	} else {
		n.ID = iri("source", r.Article.ID, r.Claim.ID, fmt.Sprint(i))
	}
	return n
}
