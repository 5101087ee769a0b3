package read

import "sync/atomic"

// Watch is what a reading shares with who waits for it: the one says at which stage it is, the other that it is not waited for
// any longer. The zero Watch is ready to use, and nil is one that nobody looks at.
type Watch struct {
	stage   atomic.Pointer[string]
	stopped atomic.Bool
}

// At notes the stage that begins.
func (w *Watch) At(stage string) {
	if w != nil {
		w.stage.Store(&stage)
	}
}

// Stage is the stage that was begun last, "" before the first.
func (w *Watch) Stage() string {
	if s := w.stage.Load(); s != nil {
		return *s
	}
	return ""
}

// Stop says that nobody waits any longer.
func (w *Watch) Stop() { w.stopped.Store(true) }

// Stopped tells whether that was said.
func (w *Watch) Stopped() bool { return w.stopped.Load() }
