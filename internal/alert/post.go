package alert

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"onrecord/internal/fetch"
	"onrecord/internal/store"
)

// outcome is what became of a try.
type outcome struct {
	why     string        // it did not arrive, in words; "" when it did
	message bool          // this message is refused, others may be taken
	gone    bool          // nothing is wanted any more
	after   time.Duration // the receiver asks to be left alone for so long
}

// post sends a message once. It has arrived when the answer is any 2xx.
func (s *Sender) post(ctx context.Context, x *store.Search, id string, body []byte) outcome {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, x.Webhook, bytes.NewReader(body))
	if err != nil {
		return outcome{why: "the address cannot be used: " + cause(err), gone: true}
	}
	now := s.Now()
	secrets := []string{x.Secret}
	if x.OldSecret != "" && now.Before(x.OldUntil) {
		secrets = append(secrets, x.OldSecret)
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	signature, err := Sign(secrets, id, stamp, body)
	if err != nil {
		return outcome{why: err.Error(), gone: true}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "onrecord")
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", signature)
	answer, err := s.Client.Do(r)
	if err != nil {
		return outcome{why: cause(err)}
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer)) // so that the connection can be used again
	return judge(answer, now)
}

// judge reads the status of an answer as Standard Webhooks has it: 410 ends everything, 429 and 503 say how long to wait.
// What is wrong with one message only (400, 413, 422 and their like) does not keep those behind it.
func judge(answer *http.Response, now time.Time) outcome {
	code := answer.StatusCode
	if code/100 == 2 {
		return outcome{}
	}
	o := outcome{why: "it answers " + answer.Status}
	switch code {
	case http.StatusGone:
		o.why += ": it wants no more messages"
		o.gone = true
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusProxyAuthRequired,
		http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
	default:
		o.message = code/100 == 4
	}
	if code/100 == 3 {
		o.why += ": redirects are not followed; give the address that it leads to"
	}
	if code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable {
		o.after, _ = fetch.RetryAfter(answer.Header.Get("Retry-After"), now)
	}
	return o
}

// cause is an error of the client without the address, which may hold a secret of the receiver.
func cause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		if u.Timeout() {
			return "it does not answer in time"
		}
		err = u.Err
	}
	return err.Error()
}
