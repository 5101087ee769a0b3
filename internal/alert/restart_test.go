package alert

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/fetch"
	"onrecord/internal/store"
)

// TestSign: the example of the Standard Webhooks specification, and one computed with openssl:
//
//	printf 'msg_1.1700000000.{}' | openssl dgst -sha256 -mac HMAC -macopt key:0123456789abcdef0123456789abcdef -binary | base64
func TestSign(t *testing.T) {
	t.Parallel()
	const spec, ours = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	for _, c := range []struct {
		secrets         []string
		id, stamp, body string
		want            string
	}{
		{[]string{spec}, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", `{"test": 2432232314}`, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
		{[]string{ours}, "msg_1", "1700000000", "{}", "v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk="},
		{[]string{strings.TrimPrefix(ours, "whsec_")}, "msg_1", "1700000000", "{}", "v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk="},
	} {
		if got, err := Sign(c.secrets, c.id, c.stamp, []byte(c.body)); err != nil || got != c.want {
			t.Errorf("%s: %s %v, want %s", c.id, got, err, c.want)
		}
	}
	both, err := Sign([]string{ours, spec}, "msg_1", "1700000000", []byte("{}"))
	if one, rest, ok := strings.Cut(both, " "); err != nil || !ok || one != "v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk=" || rest == one || !strings.HasPrefix(rest, "v1,") {
		t.Errorf("two secrets: %s %v", both, err)
	}
	for _, bad := range []string{"", "whsec_", "whsec_???"} {
		if got, err := Sign([]string{bad}, "msg_1", "1700000000", nil); err == nil {
			t.Errorf("the secret %q signs: %s", bad, got)
		}
	}
	if a, b := NewSecret(), NewSecret(); a == b || len(a) != len("whsec_")+44 {
		t.Errorf("%s %s", a, b)
	}
}

// TestRotation: for a day after a secret was replaced both sign, then the new one alone.
func TestRotation(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := open(t, filepath.Join(t.TempDir(), "t.db"), clock)
	r := &receiver{now: clock}
	x := save(t, s, "everything", "https://hook.example/")
	old, fresh := x.Secret, NewSecret()
	ctx := t.Context()
	if err := s.RotateSecret(ctx, x.ID, "bo", fresh, now); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's secret: %v", err)
	}
	must(t, s.RotateSecret(ctx, x.ID, "ada", fresh, now.Add(GraceTime)))
	a := sender(s, r, clock)
	for i, want := range [][]string{{fresh, old}, {fresh}} {
		must(t, Test(ctx, s, x.ID, now), a.Send(ctx))
		g := r.all()[i]
		if sign, err := Sign(want, g.id, g.stamp, g.body); err != nil || g.signature != sign {
			t.Errorf("%d: signed %q, want %q, %v", i, g.signature, sign, err)
		}
		if g.message.Type != "search.test" || g.message.Data.Incident != nil {
			t.Errorf("%s", g.body)
		}
		now = now.Add(GraceTime)
	}
}

// during calls f while a message is under way, after the receiver took it.
type during struct {
	*receiver
	f func()
}

func (d during) RoundTrip(q *http.Request) (*http.Response, error) {
	a, err := d.receiver.RoundTrip(q)
	d.f()
	return a, err
}

// TestEndsWhileSending: asked to end while a message is under way, the program notes what was answered; the next one goes
// on behind it, at once, and sends nothing twice.
func TestEndsWhileSending(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.db")
	s := open(t, path, nil)
	x := save(t, s, "everything", "https://hook.example/")
	put(t, s, world(3), 0, 3)
	r := &receiver{now: time.Now}
	ctx, stop := context.WithCancel(t.Context())
	a := sender(s, during{r, stop}, time.Now)
	must(t, a.Find(ctx), a.Send(ctx))
	if n := len(r.all()); n != 1 {
		t.Fatalf("%d messages after it was asked to end", n-1)
	}
	must(t, s.Close())

	s = open(t, path, nil)
	must(t, sender(s, r, time.Now).Send(t.Context()))
	ids := map[string]bool{}
	for _, g := range r.all() {
		if ids[g.id] {
			t.Errorf("%s was sent twice", g.id)
		}
		ids[g.id] = true
	}
	if told, err := s.Told(t.Context(), x.ID); err != nil || told.Done != len(ids) || told.Waiting != 0 || len(ids) < 3 {
		t.Errorf("%+v %v, %d messages", told, err, len(ids))
	}
}

// TestBreaksOffWhileSending: a try that the end of the program breaks off is no try.
func TestBreaksOffWhileSending(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	x := save(t, s, "everything", "https://hook.example/")
	must(t, Test(t.Context(), s, x.ID, time.Now()))
	ctx, stop := context.WithCancel(t.Context())
	r := &receiver{now: time.Now, answer: func(int, *got) (int, string) { stop(); return -1, "" }}
	_ = sender(s, r, time.Now).Send(ctx)
	due, err := s.DueDeliveries(t.Context(), x.ID, 10)
	if err != nil || len(due) != 1 || due[0].Tries != 0 || due[0].Why != "" {
		t.Errorf("%+v %v", due, err)
	}
}

// TestCrash: when the program dies between the answer and noting it, the message comes again, after a while and with the
// same id, so that the receiver can tell.
func TestCrash(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.db")
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := open(t, path, clock)
	x := save(t, s, "everything", "https://hook.example/")
	must(t, Test(t.Context(), s, x.ID, now))
	r := &receiver{now: clock}
	if err := sender(s, during{r, func() { _ = s.Close() }}, clock).Send(t.Context()); err == nil {
		t.Fatal("the store is closed, and nothing fails")
	}
	s = open(t, path, clock)
	a := sender(s, r, clock)
	must(t, a.Send(t.Context()))
	if n := len(r.all()); n != 1 {
		t.Fatalf("it is sent again at once, though another program may be sending it: %d", n)
	}
	now = now.Add(ownTime)
	must(t, a.Send(t.Context()))
	if all := r.all(); len(all) != 2 || all[0].id != all[1].id {
		t.Errorf("%+v", all)
	}
}

// TestChangedMeanwhile: nothing is sent for a search that was deleted or lost its webhook; one that gets a webhook later is
// told of what comes from then on.
func TestChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
	ctx := t.Context()
	r := &receiver{now: time.Now}
	a := sender(s, r, time.Now)
	gone, quiet, late := save(t, s, "gone", "https://a.example/"), save(t, s, "quiet", "https://b.example/"), save(t, s, "late", "")
	w := world(4)
	put(t, s, w, 0, 3)
	must(t, a.Find(ctx), s.DeleteSearch(ctx, gone.ID, "ada"))
	quiet.Webhook, late.Webhook = "", "https://c.example/"
	for _, x := range []store.Search{quiet, late} {
		_, err := s.SaveSearch(ctx, x)
		must(t, err)
	}
	must(t, a.Find(ctx), a.Send(ctx))
	if n := len(r.all()); n != 0 {
		t.Errorf("%d messages", n)
	}
	put(t, s, w, 3, 4)
	must(t, a.Find(ctx), a.Send(ctx))
	for _, g := range r.all() {
		if g.message.Data.Search != "late" {
			t.Errorf("%s is told", g.message.Data.Search)
		}
	}
	if len(r.all()) == 0 {
		t.Error("a search that got a webhook is not told")
	}
	late.Person = "bo"
	if _, err := s.SaveSearch(ctx, late); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's search: %v", err)
	}
}

// TestPrivateNetworks: no webhook reaches into the private network: not by its address, not by a name that stands for one
// (the address is looked at when it is dialled, after the name was looked up), not by a redirect. The owner is told, in
// words that give nothing of the address away.
func TestPrivateNetworks(t *testing.T) {
	t.Parallel()
	inside := 0
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside++ }))
	defer private.Close()
	port := private.URL[strings.LastIndex(private.URL, ":"):]
	redirecting := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		http.Redirect(w, q, private.URL, http.StatusTemporaryRedirect)
	}))
	defer redirecting.Close()
	for _, c := range []struct {
		client    *http.Client
		hook, why string
	}{
		{fetch.Guarded(fetch.Options{}), private.URL + "/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://localhost" + port + "/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://[::1]" + port + "/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://[::ffff:127.0.0.1]" + port + "/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://0.0.0.0" + port + "/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://169.254.169.254/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "http://10.0.0.1/?key=hidden", "refused before dialling"},
		{fetch.Guarded(fetch.Options{}), "file:///etc/passwd?key=hidden", "unsupported protocol scheme"},
		{fetch.Guarded(fetch.Options{}), "http://bad host/?key=hidden", "cannot be used"},
		{guarded(), redirecting.URL + "/?key=hidden", "redirects are not followed"},
	} {
		s := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
		x := save(t, s, "everything", c.hook)
		must(t, Test(t.Context(), s, x.ID, time.Now()))
		a := sender(s, nil, time.Now)
		a.Client = c.client
		must(t, a.Send(t.Context()))
		told, err := s.Told(t.Context(), x.ID)
		if err != nil || told.Waiting != 1 || !strings.Contains(told.Why, c.why) || strings.Contains(told.Why, "hidden") {
			t.Errorf("%s: %+v %v", c.hook, told, err)
		}
	}
	if inside > 0 {
		t.Errorf("%d requests came in", inside)
	}
}
