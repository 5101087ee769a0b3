package queue

import (
	"strings"
	"testing"
)

// FuzzDecode: whatever lies in a stream is a message that names an article, or an error.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "{}", `{"article":"a","sha256":"b"}`, `{"article":7}`, "\xff", `[1]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := decode(b); err == nil && m.Article == "" {
			t.Errorf("%q gives %+v, %v", b, m, err)
		}
	})
}

// TestAddressWithoutPassword: passwords do not get into messages.
func TestAddressWithoutPassword(t *testing.T) {
	t.Parallel()
	for _, a := range []string{"nats://me:secret1@host:4222", "nats://me:secret1@a:1,nats://me:secret1@b:2", "nats://me:secret1@host:port:port", "::secret1"} {
		if m := maskURL(a); strings.Contains(m, "secret1") {
			t.Errorf("%s is shown as %s", a, m)
		}
		if _, err := Connect(NATSOptions{URL: a + " \x00"}); err != nil && strings.Contains(err.Error(), "secret1") {
			t.Errorf("%s: %v", a, err)
		}
	}
}
