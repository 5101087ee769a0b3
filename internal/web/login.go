package web

import "net/http"

// loginView is the form to log in with.
type loginView struct{ Message, Next string }

// Login shows the form to log in with. message says why it failed, "" when nobody tried; next is the page to go on to.
func (s *Site) Login(w http.ResponseWriter, r *http.Request, status int, message, next string) {
	s.render(w, r, status, "login", page{Title: "Log in", Body: loginView{message, next}})
}

// LoggedOut answers a form that was sent after its session ended, so that nothing typed is lost: loading the page again
// sends it again.
func (s *Site) LoggedOut(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusUnauthorized, "problem", page{Title: "You are no longer logged in", Body: problem{
		Title: "You are no longer logged in", Detail: "What you sent was not kept, but it is not lost.",
		Do:   "Log in in another tab, come back to this one and reload it: your browser then sends what you typed once more.",
		Link: "/login", LinkText: "Log in in another tab", NewTab: true}})
}
