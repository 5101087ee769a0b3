package web

import "net/http"

// loginView is the form to log in with.
type loginView struct{ Message, Next string }

// Login shows the form to log in with. message says why it failed, "" when nobody tried; next is the page to go on to.
func (s *Site) Login(w http.ResponseWriter, r *http.Request, status int, message, next string) {
	s.render(w, r, status, "login", page{Title: "Log in", Body: loginView{message, next}})
}
