package export

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"onrecord/internal/doc"
)

// rowsPerGroup is how many rows are held in memory before they are written: with the columns' buffers some 25 MB.
const rowsPerGroup = 5_000

// ParquetRow is the schema of the Parquet export. Empty strings stand for what is not known; numbers that are not known
// are null.
type ParquetRow struct {
	EventID       string          `parquet:"event_id"`
	IncidentID    string          `parquet:"incident_id"`
	Act           string          `parquet:"act,dict"`
	Parent        string          `parquet:"parent,dict"`
	Mode          []string        `parquet:"mode,list"`
	Status        string          `parquet:"status,dict"`
	Plover        string          `parquet:"plover,dict"`
	Cameo         string          `parquet:"cameo,dict"`
	Quad          *int32          `parquet:"quad,optional"`
	Score         *float64        `parquet:"score,optional"`
	Context       []string        `parquet:"context,list"`
	Actors        []ParquetParty  `parquet:"actors,list"`
	Recipients    []ParquetParty  `parquet:"recipients,list"`
	Place         string          `parquet:"place"`
	Precision     string          `parquet:"place_precision,dict"`
	Country       string          `parquet:"country,dict"`
	Admin1        string          `parquet:"admin1,dict"`
	Lat           *float64        `parquet:"lat,optional"`
	Lon           *float64        `parquet:"lon,optional"`
	GeoNames      *int64          `parquet:"geonames,optional"`
	DateFrom      string          `parquet:"date_from"`
	DateTo        string          `parquet:"date_to"`
	Granularity   string          `parquet:"date_granularity,dict"`
	Figures       []ParquetFigure `parquet:"figures,list"`
	Sources       []ParquetHop    `parquet:"sources,list"`
	Confidence    float64         `parquet:"confidence"`
	Anchor        string          `parquet:"anchor"`
	Evidence      string          `parquet:"evidence"`
	EvidenceStart int32           `parquet:"evidence_start"`
	EvidenceEnd   int32           `parquet:"evidence_end"`
	ArticleID     string          `parquet:"article_id,dict"`
	URL           string          `parquet:"url,dict"`
	Publisher     string          `parquet:"publisher,dict"`
	Title         string          `parquet:"title,dict"`
	Published     string          `parquet:"published,dict"`
	Language      string          `parquet:"language,dict"`
}

// ParquetParty is an actor or recipient.
type ParquetParty struct {
	Name   string `parquet:"name"`
	Code   string `parquet:"code"`
	Sector string `parquet:"sector"`
}

// ParquetFigure is a number with its bounds; a bound that is open is null.
type ParquetFigure struct {
	Text    string   `parquet:"text"`
	Class   string   `parquet:"class"`
	Role    string   `parquet:"role"`
	Scope   string   `parquet:"scope"`
	Low     *float64 `parquet:"low,optional"`
	Best    *float64 `parquet:"best,optional"`
	High    *float64 `parquet:"high,optional"`
	Sources string   `parquet:"sources"`
}

// ParquetHop is a source in the chain, outermost first.
type ParquetHop struct {
	Name      string `parquet:"name"`
	Kind      string `parquet:"kind"`
	Anonymity string `parquet:"anonymity"`
	Stance    string `parquet:"stance"`
}

type parquetWriter struct {
	w *parquet.GenericWriter[ParquetRow]
}

func newParquet(w io.Writer, _ Meta) Writer {
	return &parquetWriter{parquet.NewGenericWriter[ParquetRow](w, parquet.MaxRowsPerRowGroup(rowsPerGroup), parquet.Compression(&parquet.Zstd), parquet.CreatedBy("onrecord", doc.Schema, ""))}
}

func (p *parquetWriter) Begin() error { return nil }

func (p *parquetWriter) Event(r *Row) (bool, error) {
	_, err := p.w.Write([]ParquetRow{parquetRow(r)})
	return err == nil, err
}

func (p *parquetWriter) End(int) error { return p.w.Close() }

func parquetRow(r *Row) ParquetRow {
	e := &r.Event
	q := ParquetRow{EventID: plain(e.ID), Act: plain(e.Act), Parent: plain(text(e.Parent)), Mode: plains(e.Mode), Status: plain(e.Status), Plover: plain(text(e.Plover)),
		Cameo: plain(text(e.Cameo)), Score: e.Score, Context: plains(e.Context), Actors: parquetParties(r.Actors), Recipients: parquetParties(r.Recipients),
		Confidence: e.Confidence, Anchor: plain(e.Anchor.Text), Evidence: plain(e.Evidence.Text), EvidenceStart: int32(e.Evidence.Start), EvidenceEnd: int32(e.Evidence.End),
		ArticleID: plain(r.Article.ID), URL: plain(r.Article.URL), Publisher: plain(r.Article.Publisher), Title: plain(r.Article.Title),
		Published: plain(r.Article.Published), Language: plain(r.Article.Language)}
	if e.Quad != nil {
		v := int32(*e.Quad)
		q.Quad = &v
	}
	if r.Incident != nil {
		q.IncidentID = plain(r.Incident.ID)
	}
	if p := r.Place; p != nil {
		q.Place, q.Precision, q.Country, q.Admin1 = plain(p.Name), plain(p.Precision), plain(text(p.Country)), plain(text(p.Admin1))
		if pointed(p) {
			q.Lat, q.Lon = p.Lat, p.Lon
		}
		if p.GeoNames != nil {
			v := int64(*p.GeoNames)
			q.GeoNames = &v
		}
	}
	if d := r.Date; d != nil {
		q.DateFrom, q.DateTo, q.Granularity = plain(text(d.From)), plain(text(d.To)), plain(d.Granularity)
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		q.Figures = append(q.Figures, ParquetFigure{plain(f.Span.Text), plain(f.Class), plain(f.Role), plain(f.Scope), f.Low, f.Best, f.High, plain(chain(f.Said))})
	}
	if r.Claim != nil {
		for _, h := range r.Claim.Chain {
			q.Sources = append(q.Sources, ParquetHop{plain(h.Name), plain(h.Kind), plain(h.Anonymity), plain(h.Stance)})
		}
	}
	return q
}

func plains(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, plain(s))
	}
	return out
}

func parquetParties(ps []Party) []ParquetParty {
	var out []ParquetParty
	for i := range ps {
		out = append(out, ParquetParty{plain(name(&ps[i])), plain(code(&ps[i])), plain(sector(&ps[i]))})
	}
	return out
}
