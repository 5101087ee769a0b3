// Package drill breaks what many machines are made of, on purpose, and looks whether anything was lost.
//
// In go seeds and faults, out come stores to be compared row by row with that of one undisturbed run. It is all tests
// (drill_test.go with processes that are killed, sim_test.go with thousands of small schedules), but for the proxy here.
// It never touches a store that it did not make. `make drill` runs all of it at full length.
package drill

import (
	"io"
	"net"
	"sync"
)

// Proxy passes TCP connections on to a server, and can be cut like a network cable.
type Proxy struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
	Cuts  int // connections that were cut
}

// NewProxy listens on a free port of loopback for connections to target.
func NewProxy(target string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: l, target: target, conns: map[net.Conn]bool{}}
	go p.accept()
	return p, nil
}

// Addr is where the proxy listens.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.pass(c)
	}
}

// pass carries bytes both ways until one side ends or the cable is cut.
func (p *Proxy) pass(a net.Conn) {
	defer func() { _ = a.Close() }()
	b, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer func() { _ = b.Close() }()
	p.mu.Lock()
	if p.cut {
		p.mu.Unlock()
		return
	}
	p.conns[a], p.conns[b] = true, true
	p.mu.Unlock()
	done := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		go func() {
			_, _ = io.Copy(way[1], way[0])
			done <- struct{}{}
		}()
	}
	<-done
	p.mu.Lock()
	delete(p.conns, a)
	delete(p.conns, b)
	p.mu.Unlock()
}

// Cut ends all connections and lets no new one through until Mend.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = true
	p.Cuts += len(p.conns) / 2
	for c := range p.conns {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = false
}

// Close ends the proxy.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.Cut()
}
