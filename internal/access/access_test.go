package access

import (
	"errors"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"onrecord/internal/api"
	"onrecord/internal/store"
)

func newAccess(t *testing.T) (*Access, *time.Time) {
	t.Helper()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return New(s, clock), &now
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	h, err := Hash("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if !Verify(h, "correct horse") || Verify(h, "correct horsf") || Verify(h, "") {
		t.Error("a hash must fit its own password only")
	}
	if again, _ := Hash("correct horse"); again == h {
		t.Error("two hashes of one password are the same: no salt")
	}
	if _, err := Hash("short"); err == nil {
		t.Error("a short password was taken")
	}
	for _, broken := range []string{"", "$", "$argon2id$v=19$m=65536,t=3,p=2$$", "$argon2id$v=19$m=99999999,t=3,p=2$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "plain"} {
		if Verify(broken, "correct horse") {
			t.Errorf("%q fits", broken)
		}
	}
	if Verify(nobody, "") {
		t.Error("nobody's hash fits the empty password")
	}
}

func TestSessionsAndTokens(t *testing.T) {
	t.Parallel()
	a, now := newAccess(t)
	ctx := t.Context()
	r := httptest.NewRequest("GET", "/v1/events", nil)
	if _, err := a.Who(r, api.Admin); err != nil {
		t.Errorf("without people everything is allowed, but: %v", err)
	}
	if err := a.AddPerson(ctx, "ada", "long enough", Reviewer); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Who(r, api.Read); !errors.Is(err, api.ErrNobody) {
		t.Errorf("with people and no cookie: %v", err)
	}
	if _, err := a.Login(ctx, "ada", "wrong password", "10.0.0.1", true); !errors.Is(err, ErrWrong) {
		t.Errorf("a wrong password: %v", err)
	}
	if _, err := a.Login(ctx, "bo", "wrong password", "10.0.0.1", true); !errors.Is(err, ErrWrong) {
		t.Errorf("a wrong name: %v", err)
	}
	c, err := a.Login(ctx, "ada", "long enough", "10.0.0.2", true)
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "__Host-onrecord" || !c.Secure || !c.HttpOnly {
		t.Errorf("cookie: %+v", c)
	}
	r.AddCookie(c)
	if p, err := a.Person(r); err != nil || p.Name != "ada" {
		t.Errorf("%+v %v", p, err)
	}
	if person, err := a.Who(r, api.Write); err != nil || person != "ada" {
		t.Errorf("a reviewer may write: %q, %v", person, err)
	}
	if _, err := a.Who(r, api.Admin); !errors.Is(err, api.ErrScope) {
		t.Errorf("a reviewer is no admin: %v", err)
	}
	*now = now.Add(31 * 24 * time.Hour)
	if _, err := a.Who(r, api.Read); !errors.Is(err, api.ErrNobody) {
		t.Errorf("a session that has ended: %v", err)
	}
	key, err := a.AddToken(ctx, "ada", "script", "read", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	q := httptest.NewRequest("GET", "/v1/events", nil)
	q.Header.Set("Authorization", "Bearer "+key)
	if _, err := a.Who(q, api.Read); err != nil {
		t.Errorf("a token: %v", err)
	}
	if _, err := a.Who(q, api.Write); !errors.Is(err, api.ErrScope) {
		t.Errorf("a token that may only read: %v", err)
	}
	q.Header.Set("Authorization", "Bearer onr_none")
	if _, err := a.Who(q, api.Read); !errors.Is(err, api.ErrNobody) {
		t.Errorf("no such token: %v", err)
	}
}

func TestLoginLimit(t *testing.T) {
	t.Parallel()
	a, now := newAccess(t)
	var err error
	for range loginBurst + 1 {
		_, err = a.Login(t.Context(), "ada", "guess guess guess", "10.0.0.1", true)
	}
	if !errors.Is(err, ErrOften) {
		t.Errorf("after %d attempts: %v", loginBurst+1, err)
	}
	*now = now.Add(time.Minute)
	if _, err = a.Login(t.Context(), "ada", "guess guess guess", "10.0.0.1", true); !errors.Is(err, ErrWrong) {
		t.Errorf("a minute later: %v", err)
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]bool{"127.0.0.1:8080": true, "localhost:80": true, "[::1]:8080": true, "0.0.0.0:8080": false, ":8080": false, "192.0.2.1:80": false, "x": false} {
		if Loopback(listen) != want {
			t.Errorf("%s: %v", listen, !want)
		}
	}
}
