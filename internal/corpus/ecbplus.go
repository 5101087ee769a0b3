package corpus

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

// ECBDocument is one text of ECB+ (Cybulska and Vossen 2014) with the event mentions of its fully annotated sentences.
type ECBDocument struct {
	Topic    int
	Name     string // "1_1ecb"
	Text     string // tokens with blanks between them, each sentence on a line of its own
	Mentions []ECBMention
}

// ECBMention is one naming of an event. Mentions of one topic with the same Instance name the same event.
type ECBMention struct {
	Spans    []doc.Span // its tokens in Text, runs joined
	Sentence int
	Instance string
	Type     string // ACTION_OCCURRENCE, NEG_ACTION_STATE, ...
}

// Subtopic tells the two seminal events of a topic apart: ECB's own and the one that ECB+ added.
func (d *ECBDocument) Subtopic() string {
	if strings.HasSuffix(d.Name, "plus") {
		return "plus"
	}
	return ""
}

type ecbXML struct {
	Tokens []struct {
		ID       int    `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
	Markables struct {
		All []struct {
			XMLName  xml.Name
			ID       int    `xml:"m_id,attr"`
			Instance string `xml:"instance_id,attr"`
			Anchors  []struct {
				ID int `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:",any"`
	} `xml:"Markables"`
	Relations struct {
		All []struct {
			XMLName xml.Name
			ID      int    `xml:"r_id,attr"`
			Note    string `xml:"note,attr"`
			Sources []struct {
				ID int `xml:"m_id,attr"`
			} `xml:"source"`
			Target struct {
				ID int `xml:"m_id,attr"`
			} `xml:"target"`
		} `xml:",any"`
	} `xml:"Relations"`
}

// ReadECB reads the topic folders of ECB+ below dir with ECBplus_coreference_sentences.csv, in order of topic and name.
// Mentions outside the listed sentences are left out, as the authors advise.
func ReadECB(dir string) ([]ECBDocument, error) {
	listed, err := ecbSentences(filepath.Join(dir, "ECBplus_coreference_sentences.csv"))
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if err != nil {
		return nil, err
	}
	var docs []ECBDocument
	for _, p := range paths {
		topic, err := strconv.Atoi(filepath.Base(filepath.Dir(p)))
		if err != nil {
			return nil, fmt.Errorf("corpus: %s: a folder of ECB+ has the number of its topic as name", p)
		}
		d, err := readECBFile(p, topic, listed)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("corpus: %s holds no topics of ECB+", dir)
	}
	sort.Slice(docs, func(i, j int) bool {
		return docs[i].Topic < docs[j].Topic || docs[i].Topic == docs[j].Topic && docs[i].Name < docs[j].Name
	})
	return docs, nil
}

func ecbSentences(path string) (map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", path, err)
	}
	listed := map[string]bool{}
	for _, r := range rows {
		listed[r[0]+"_"+r[1]+" "+r[2]] = true
	}
	return listed, nil
}

func readECBFile(path string, topic int, listed map[string]bool) (ECBDocument, error) {
	d := ECBDocument{Topic: topic, Name: strings.TrimSuffix(filepath.Base(path), ".xml")}
	b, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	var x ecbXML
	if err := xml.Unmarshal(b, &x); err != nil {
		return d, fmt.Errorf("corpus: %s: %w", path, err)
	}
	spans, sentence := map[int]doc.Span{}, map[int]int{}
	var text strings.Builder
	last := -1
	for _, t := range x.Tokens {
		switch {
		case last >= 0 && t.Sentence != last:
			text.WriteByte('\n')
		case text.Len() > 0:
			text.WriteByte(' ')
		}
		last = t.Sentence
		start := text.Len()
		text.WriteString(strings.ToValidUTF8(t.Text, "\uFFFD"))
		spans[t.ID], sentence[t.ID] = doc.Span{Start: start, End: text.Len()}, t.Sentence
	}
	d.Text = text.String()
	instance := ecbInstances(&x, d.Name)
	for _, m := range x.Markables.All {
		name := m.XMLName.Local
		if !strings.Contains(name, "ACTION") || len(m.Anchors) == 0 {
			continue
		}
		s := sentence[m.Anchors[0].ID]
		if !listed[d.Name+" "+strconv.Itoa(s)] {
			continue
		}
		mention := ECBMention{Sentence: s, Instance: instance[m.ID], Type: name}
		if mention.Instance == "" {
			mention.Instance = fmt.Sprintf("%s/%d", d.Name, m.ID)
		}
		for _, a := range m.Anchors {
			mention.Spans = appendRun(mention.Spans, spans[a.ID])
		}
		d.Mentions = append(d.Mentions, mention)
	}
	return d, nil
}

// ecbInstances names the event of each mention: over documents by the note of the relation, within one by its number.
func ecbInstances(x *ecbXML, name string) map[int]string {
	byTarget := map[int]string{}
	for _, m := range x.Markables.All {
		byTarget[m.ID] = m.Instance
	}
	instance := map[int]string{}
	for _, r := range x.Relations.All {
		id := r.Note
		if id == "" {
			id = byTarget[r.Target.ID]
		}
		if r.XMLName.Local != "CROSS_DOC_COREF" || id == "" {
			id = name + " " + strconv.Itoa(r.ID)
		}
		for _, s := range r.Sources {
			instance[s.ID] = id
		}
	}
	return instance
}

// appendRun adds a token's span, joined with the one before when only a blank lies between.
func appendRun(spans []doc.Span, s doc.Span) []doc.Span {
	if n := len(spans); n > 0 && spans[n-1].End+1 == s.Start {
		spans[n-1].End = s.End
		return spans
	}
	return append(spans, s)
}
