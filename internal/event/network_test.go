package event_test

import (
	"strings"
	"sync"
	"testing"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/lstm"
	"onrecord/internal/read"
	"onrecord/models"
)

func coderOf(t *testing.T) *event.Coder {
	t.Helper()
	file, err := models.Get("act")
	if err != nil {
		t.Fatal(err)
	}
	a, err := actor.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := event.New(file, a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func before(t *testing.T, text string) *doc.Document {
	t.Helper()
	r, err := read.New(read.Options{Until: "event"})
	if err != nil {
		t.Fatal(err)
	}
	return r.Read(doc.Article{Text: text, Language: "en", Published: "2024-05-14", Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}})
}

// TestNetwork: act.model and the network are both heard, and the coder does without the network.
func TestNetwork(t *testing.T) {
	t.Parallel()
	const text = "Police in Kampala arrested 12 protesters on Sunday. The ministry said troops would leave the town within a week."
	both := coderOf(t)
	alone := both.WithNetwork(nil)
	a, b := before(t, text), before(t, text)
	both.Code(a)
	alone.Code(b)
	if len(a.Events) == 0 || len(b.Events) == 0 {
		t.Fatalf("%d events with the network, %d without", len(a.Events), len(b.Events))
	}
	if a.Events[0].Act != "COERCE" || b.Events[0].Act != "COERCE" {
		t.Errorf("the arrest is %s with the network, %s without", a.Events[0].Act, b.Events[0].Act)
	}
	if a.Events[0].Confidence == b.Events[0].Confidence {
		t.Errorf("the network changes nothing: confidence %v", a.Events[0].Confidence)
	}
}

// TestNetworkShared: a coder that many use at once says the same each time.
func TestNetworkShared(t *testing.T) {
	t.Parallel()
	const text = "Rebels attacked an army base near Goma, killing 20 soldiers. The United Nations condemned the attack and urged both sides to talk."
	c := coderOf(t)
	var wg sync.WaitGroup
	docs := make([]*doc.Document, 6)
	for i := range docs {
		docs[i] = before(t, text)
		wg.Go(func() { c.Code(docs[i]) })
	}
	wg.Wait()
	for i, d := range docs[1:] {
		if len(d.Events) != len(docs[0].Events) {
			t.Fatalf("reading %d: %d events, the first has %d", i+1, len(d.Events), len(docs[0].Events))
		}
		for k := range d.Events {
			if d.Events[k].Act != docs[0].Events[k].Act || d.Events[k].Confidence != docs[0].Events[k].Confidence {
				t.Errorf("reading %d, event %d differs", i+1, k)
			}
		}
	}
}

// TestNetworkSizes: a network made for other word vectors or tags is refused with what to do.
func TestNetworkSizes(t *testing.T) {
	t.Parallel()
	net := lstm.Train(lstm.Config{Vector: 3, Tags: 2, Word: 2, State: 2, Topic: 2, Hidden: 2, Labels: 2}, nil, lstm.Settings{Batch: 1})
	if _, err := event.NewNetwork(net); err == nil || !strings.Contains(err.Error(), "train it again") {
		t.Errorf("a network of other sizes: %v", err)
	}
}
