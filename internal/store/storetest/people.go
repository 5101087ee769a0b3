package storetest

import (
	"errors"
	"testing"
	"time"

	"onrecord/internal/store"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// testPeople: people, sessions, tokens and the audit log.
func testPeople(t *testing.T, open Open) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	s := open(t, store.Options{Now: func() time.Time { return now }})
	ctx := t.Context()
	must(t, s.AddPerson(ctx, "ada", "h1", "admin"), s.AddPerson(ctx, "bo", "h2", "reader"))
	if err := s.AddPerson(ctx, "bo", "h3", "admin"); !errors.Is(err, store.ErrTaken) {
		t.Errorf("a second bo: %v", err)
	}
	p, hash, err := s.Person(ctx, "bo")
	if err != nil || hash != "h2" || p.Role != "reader" || !p.Added.Equal(now) {
		t.Errorf("%+v %q %v", p, hash, err)
	}
	if _, _, err := s.Person(ctx, "cy"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	must(t, s.PutSession(ctx, "s1", "bo", now.Add(time.Hour)))
	if p, err := s.Session(ctx, "s1"); err != nil || p.Name != "bo" {
		t.Errorf("%+v %v", p, err)
	}
	// A new role ends the sessions that have the old one.
	must(t, s.ChangePerson(ctx, "bo", "", "reviewer"))
	if _, err := s.Session(ctx, "s1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after a change of role: %v", err)
	}
	if p, hash, _ := s.Person(ctx, "bo"); p.Role != "reviewer" || hash != "h2" {
		t.Errorf("%+v %q", p, hash)
	}
	// So does time.
	must(t, s.PutSession(ctx, "s2", "bo", now.Add(time.Hour)))
	now = now.Add(61 * time.Minute)
	if _, err := s.Session(ctx, "s2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after its end: %v", err)
	}
	must(t, s.AddToken(ctx, "k1", store.Token{ID: "onr_abc", Person: "bo", Name: "script", Scope: "read"}))
	if k, err := s.Token(ctx, "k1"); err != nil || k.Scope != "read" || !k.Used.IsZero() {
		t.Errorf("%+v %v", k, err)
	}
	if list, _ := s.Tokens(ctx, "bo"); len(list) != 1 || list[0].Used.IsZero() {
		t.Errorf("the use of a token is not noted: %+v", list)
	}
	must(t, s.RemovePerson(ctx, "bo"))
	if _, err := s.Token(ctx, "k1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the token of somebody who is gone: %v", err)
	}
	must(t, s.Audit(ctx, "ada", "removed", "bo"))
	if log, err := s.AuditLog(ctx, 10); err != nil || len(log) != 1 || log[0].Detail != "bo" {
		t.Errorf("%+v %v", log, err)
	}
}

// testSearches: a saved search tells of each incident once, and takes its deliveries with it.
func testSearches(t *testing.T, open Open) {
	s := open(t, store.Options{})
	ctx := t.Context()
	x, err := s.SaveSearch(ctx, store.Search{Person: "ada", Name: "Sahel", Query: "country=NER", Webhook: "https://hooks.example/1", Secret: "s"})
	must(t, err)
	must(t, s.Tell(ctx, x.ID, []string{"a/1", "a/2"}, 5), s.Tell(ctx, x.ID, []string{"a/2"}, 6))
	due, err := s.DueDeliveries(ctx, x.ID, 10)
	if err != nil || len(due) != 2 {
		t.Fatalf("%+v %v", due, err)
	}
	due[0].State = "done"
	must(t, s.Delivered(ctx, due[0]))
	if due, _ = s.DueDeliveries(ctx, x.ID, 10); len(due) != 1 {
		t.Errorf("%+v", due)
	}
	if y, err := s.Search(ctx, x.ID); err != nil || y.Told != 6 {
		t.Errorf("%+v %v", y, err)
	}
	if err := s.DeleteSearch(ctx, x.ID, "bo"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's search: %v", err)
	}
	must(t, s.DeleteSearch(ctx, x.ID, "ada"))
	if due, _ = s.DueDeliveries(ctx, x.ID, 10); len(due) != 0 {
		t.Errorf("deliveries of a search that is gone: %+v", due)
	}
}
