package drill

import (
	"net"
	"testing"
)

// TestDrainBeforeStart: workers that are stopped while they wait for a store that is away, or does not answer, have nothing to
// drain and end well.
func TestDrainBeforeStart(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	for name, address := range map[string]string{"away": "127.0.0.1:1", "silent": silent.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFleet(t, orders{Store: "postgres://postgres@" + address + "/postgres?sslmode=disable"}, 2)
			if name == "silent" { // both are in the middle of opening the store
				for range f.workers {
					c, err := silent.Accept()
					if err != nil {
						t.Fatal(err)
					}
					defer func() { _ = c.Close() }()
				}
			}
			f.drain()
		})
	}
}
