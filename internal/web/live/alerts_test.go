package live_test

import (
	"errors"
	"strings"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

// TestAlerts: the owner of a search sets a webhook, sees its secret and how delivery stands, and lets it go on; nobody else
// does any of this. Looking at a search ends what is new in it.
func TestAlerts(t *testing.T) {
	t.Parallel()
	l, s := open(t, 5)
	ctx := t.Context()
	if err := l.SaveSearch(ctx, web.Search{Name: "everything", User: "ann"}); err != nil {
		t.Fatal(err)
	}
	id := must[[]web.Search](t)(l.Searches(ctx, "ann"))[0].ID
	now := func() web.Search {
		t.Helper()
		return must[[]web.Search](t)(l.Searches(ctx, "ann"))[0]
	}
	for _, do := range []web.AlertAction{web.AlertSet, web.AlertSecret, web.AlertStart, web.AlertTest} {
		if err := l.ChangeAlert(ctx, id, "bob", do, "https://evil.example/"); !errors.Is(err, web.ErrNotFound) {
			t.Errorf("bob does %s: %v", do, err)
		}
		if err := l.ChangeAlert(ctx, id, "ann", do, "https://hook.example/"); err != nil {
			t.Errorf("ann does %s: %v", do, err)
		}
		x := now()
		if x.Webhook != "https://hook.example/" || !strings.HasPrefix(x.Alert.Secret, "whsec_") {
			t.Errorf("after %s: %+v", do, x)
		}
		if rotated := !x.Alert.OldUntil.IsZero(); rotated != (do != web.AlertSet) {
			t.Errorf("after %s the old secret signs until %v", do, x.Alert.OldUntil)
		}
	}
	if a := now().Alert; a.Waiting != 1 || a.Stopped != "" {
		t.Errorf("a test waits: %+v", a)
	}
	if err := s.StopSearch(ctx, id, "it answers 410 Gone"); err != nil || now().Alert.Stopped == "" {
		t.Errorf("stopped: %+v %v", now().Alert, err)
	}
	if err := l.ChangeAlert(ctx, id, "ann", web.AlertStart, ""); err != nil || now().Alert.Stopped != "" {
		t.Errorf("started: %+v %v", now().Alert, err)
	}
	if err := l.ChangeAlert(ctx, id, "ann", "nonsense", ""); !errors.Is(err, web.ErrNotFound) {
		t.Errorf("nonsense: %v", err)
	}
	rows, _, err := s.Incidents(ctx, store.Filter{}, store.Page{Limit: 1})
	if err != nil || len(rows) == 0 || now().New != 0 {
		t.Fatalf("%d new before anything came, %v", now().New, err)
	}
	if _, err := l.Look(ctx, id, "bob"); !errors.Is(err, web.ErrNotFound) {
		t.Errorf("bob looks: %v", err)
	}
}

// TestNewInSearch: what comes after a search was saved is new until its owner looks.
func TestNewInSearch(t *testing.T) {
	t.Parallel()
	l, s := open(t, 0)
	ctx := t.Context()
	if err := l.SaveSearch(ctx, web.Search{Name: "everything", User: "ann"}); err != nil {
		t.Fatal(err)
	}
	fill(t, s, 3)
	x := must[[]web.Search](t)(l.Searches(ctx, "ann"))[0]
	if x.New == 0 {
		t.Fatal("nothing is new")
	}
	must[web.Search](t)(l.Look(ctx, x.ID, "ann"))
	if x := must[[]web.Search](t)(l.Searches(ctx, "ann"))[0]; x.New != 0 {
		t.Errorf("%d are new after a look", x.New)
	}
}
