package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/feed"
)

// RetryAfter reads the value of a Retry-After field: seconds, or a date. A date in the past is no wait; the result is at most a day.
func RetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds >= 0) {
			return 0, false
		}
		return time.Duration(min(seconds, maxBackoff.Seconds()) * float64(time.Second)), true
	}
	t, err := http.ParseTime(value)
	if err != nil {
		d, ok := feed.ParseDate(value)
		if !ok || !d.Exact {
			return 0, false
		}
		t = d.Time
	}
	return min(max(t.Sub(now), 0), maxBackoff), true
}

// MaxAge reads how long an answer stays good from Cache-Control or Expires; 0 if neither says, or says not at all. At most a day.
func MaxAge(h http.Header, now time.Time) time.Duration {
	for _, line := range h.Values("Cache-Control") {
		for part := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(part)), "=")
			switch name {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				seconds, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64)
				if err != nil || seconds < 0 {
					return 0
				}
				return time.Duration(min(seconds, int64(maxBackoff/time.Second))) * time.Second
			}
		}
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return min(max(t.Sub(now), 0), maxBackoff)
	}
	return 0
}
