package fetch

import "net/http"

// Guarded returns a plain HTTP client for posting to addresses that users name, such as webhooks: private networks are
// refused where they are dialled, redirects are not followed, and an answer must come within Options.Timeout.
func Guarded(o Options) *http.Client {
	o.fill()
	return &http.Client{Transport: newTransport(o), Timeout: o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
