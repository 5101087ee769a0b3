package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/wording"
)

// Alert says how the owner of a saved search is told of what it finds, and how that goes.
type Alert struct {
	Secret   string    // that messages are signed with
	OldUntil time.Time // until then the secret before it signs as well
	Stopped  string    // why nothing is sent any more, "" = it is
	Waiting  int       // messages that were not delivered yet
	Done     int       // that arrived
	Failed   int       // that were given up
	Last     time.Time // when the last one arrived; zero when none did
	Next     time.Time // when the first of those waiting is tried
	Why      string    // why the last one did not arrive, "" when all went well
}

// AlertAction is what somebody does about the alerts of a search.
type AlertAction string

// The actions.
const (
	AlertSet    AlertAction = "set"    // send to an address, "" = to none
	AlertSecret AlertAction = "secret" // make a new secret; the old one signs as well for a day
	AlertStart  AlertAction = "start"  // go on after it stopped or what failed
	AlertTest   AlertAction = "test"   // send a message that stands for no incident
)

// alertView is an Alert in words.
type alertView struct {
	Alert
	State, Icon, Until string
	Bad                bool
}

func viewAlert(x *Search, now time.Time) alertView {
	a := x.Alert
	v := alertView{Alert: a, State: "off"}
	if now.Before(a.OldUntil) {
		v.Until = wording.Ago(a.OldUntil, now)
	}
	if x.Webhook == "" {
		return v
	}
	v.Icon = "check"
	delivered := wording.Count(a.Done, "message") + " delivered"
	if !a.Last.IsZero() {
		delivered += ", the last " + wording.Ago(a.Last, now)
	}
	switch {
	case a.Stopped != "":
		v.State, v.Icon, v.Bad = "stopped: "+a.Stopped+". "+wording.Upper(wording.Count(a.Waiting, "message"))+" waiting", "not_occurred", true
	case a.Waiting > 0 && a.Why != "":
		v.State, v.Icon, v.Bad = wording.Count(a.Waiting, "message")+" waiting: "+a.Why+". Tried again "+wording.Ago(a.Next, now), "threatened", true
	case a.Waiting > 0:
		v.State, v.Icon = wording.Count(a.Waiting, "message")+" on the way; "+delivered, "ongoing"
	case a.Failed > 0:
		v.State, v.Icon, v.Bad = wording.Count(a.Failed, "message")+" given up: "+a.Why+"; "+delivered, "threatened", true
	case a.Done > 0:
		v.State = delivered
	default:
		v.State = "on; nothing new was found yet"
	}
	return v
}

// lookAtSearch leads to what a saved search finds, and notes that its owner has seen it.
func (s *Site) lookAtSearch(w http.ResponseWriter, r *http.Request) {
	x, err := s.o.Searches.Look(r.Context(), r.PathValue("id"), s.o.User(r).Name)
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "There is no such search", "It was deleted, or it is somebody else’s.", "Choose one of yours under “Saved searches”.")
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	f, _ := s.parseFilter(queryValues(x.Query))
	http.Redirect(w, r, "/"+f.Address(), http.StatusSeeOther)
}

// changeAlert does what a form of the alerts of a search asks for.
func (s *Site) changeAlert(w http.ResponseWriter, r *http.Request, id string) {
	do, address := AlertAction(r.PostForm.Get("do")), strings.TrimSpace(r.PostForm.Get("webhook"))
	if do == AlertSet && address != "" && !isHTTP(address) {
		s.showSearches(w, r, http.StatusUnprocessableEntity, searchesView{Problem: "This is not the address of a webhook. It starts with https:// or http://.", ProblemID: id, Typed: address})
		return
	}
	err := s.o.Searches.ChangeAlert(r.Context(), id, s.o.User(r).Name, do, address)
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "There is no such search", "It was deleted, or it is somebody else’s.", "Choose one of yours under “Saved searches”.")
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	http.Redirect(w, r, "/searches?alert="+string(do)+"#"+id, http.StatusSeeOther)
}

// alertDone says what a form of alerts did.
func alertDone(do AlertAction) string {
	switch do {
	case AlertSet:
		return "The alerts of this search are changed."
	case AlertSecret:
		return "There is a new secret. For a day messages are signed with the old one as well: give the new one to the receiver meanwhile."
	case AlertStart:
		return "What waits is being sent again."
	case AlertTest:
		return "A test message is on its way. Load this page again in a moment to see whether it arrived."
	}
	return ""
}
