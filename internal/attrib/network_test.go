package attrib_test

import (
	"bytes"
	"reflect"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/attrib"
	"onrecord/internal/doc"
	"onrecord/internal/lstm"
)

// TestNetwork: the linear models and the network are both heard, and the attributor does without the network.
func TestNetwork(t *testing.T) {
	t.Parallel()
	const text = "Police in Arvel have arrested 12 people, the interior minister told reporters. Shops stayed closed on Monday."
	r := newReader(t)
	var score [2]float64
	for i, a := range []*attrib.Attributor{r.attrib, r.attrib.WithNetwork(nil)} {
		d := r.prepare(text)
		a.Attribute(d)
		if len(d.Claims) != 1 || d.Text(d.Claims[0].Content[0]) != "Police in Arvel have arrested 12 people" {
			t.Fatalf("reading %d: claims %+v", i, d.Claims)
		}
		score[i] = d.Claims[0].Score
	}
	if score[0] == score[1] {
		t.Errorf("the network changes nothing: score %v", score[0])
	}
}

// TestNetworkShared: an attributor that many use at once says the same each time.
func TestNetworkShared(t *testing.T) {
	t.Parallel()
	const text = "“We have not seen the orders,” General Ana Dorn said, adding that her troops would stay.\nThe rebels denied that, according to Reuters."
	r := newReader(t)
	docs := make([]*doc.Document, 6)
	for i := range docs {
		docs[i] = r.prepare(text)
	}
	var wg sync.WaitGroup
	for _, d := range docs {
		wg.Go(func() { r.attrib.Attribute(d) })
	}
	wg.Wait()
	if len(docs[0].Claims) < 3 {
		t.Errorf("%d claims", len(docs[0].Claims))
	}
	for i, d := range docs[1:] {
		if !reflect.DeepEqual(d.Claims, docs[0].Claims) {
			t.Errorf("reading %d differs", i+1)
		}
	}
}

// TestNetworkFits: files that are damaged or do not belong together are refused with what to do.
func TestNetworkFits(t *testing.T) {
	t.Parallel()
	words := lstm.NewVectors(3, []string{"said"}, []float32{1, 0, 0})
	other := lstm.Train(lstm.Config{Vector: 3, Tags: 2, Word: 2, State: 2, Topic: 2, Hidden: 2, Labels: 3}, nil, lstm.Settings{Batch: 1}).Marshal("")
	for _, c := range []struct {
		name, want string
		net        []byte
	}{
		{"no network", "attribution model", nil},
		{"other sizes", "train it again", other},
	} {
		if _, err := attrib.LoadNetwork(c.net, words); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %q", c.name, err, c.want)
		}
	}
}

// TestTrainNetwork: the network learns who says what by which word, the same each time, and its file is read back.
func TestTrainNetwork(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	words, err := lstm.Words()
	if err != nil {
		t.Skip(err)
	}
	var examples []attrib.Example
	for _, who := range []string{"The minister", "A doctor", "The army", "Her lawyer", "The union"} {
		for _, what := range []string{"the road was closed", "three men were hurt", "talks had failed", "it would rain"} {
			text := who + " said " + what + ". The market was open and people bought bread."
			said := strings.Index(text, " said ") + 1
			examples = append(examples, attrib.Example{Doc: r.prepare(text), Gold: []attrib.Attribution{{
				Source:  []doc.Span{{End: len(who)}},
				Cue:     []doc.Span{{Start: said, End: said + 4}},
				Content: []doc.Span{{Start: said + 5, End: said + 5 + len(what)}},
			}}})
		}
	}
	options := attrib.Options{NetworkEpochs: 20, Seed: 1}
	file := attrib.TrainNetwork(examples, words, options).Net().Marshal("a test")
	if again := attrib.TrainNetwork(examples, words, options).Net().Marshal("a test"); !bytes.Equal(file, again) {
		t.Error("two trainings differ")
	}
	network, err := attrib.LoadNetwork(file, words)
	if err != nil {
		t.Fatal(err)
	}
	d := r.prepare("The teacher said the school was closed.")
	got := r.attrib.WithNetwork(network).Attributions(d)
	if len(got) != 1 || d.Text(got[0].Source[0]) != "The teacher" || d.Text(got[0].Content[0]) != "the school was closed" {
		t.Fatalf("got %+v", got)
	}
	for i := range examples {
		examples[i].Gold = nil
	}
	none := r.attrib.WithNetwork(attrib.TrainNetwork(examples, words, options)).Attributions(d)
	if len(none) > 0 && none[0].Score >= got[0].Score {
		t.Errorf("who has learned that nobody says anything is as sure: %v, %v", none[0].Score, got[0].Score)
	}
}
