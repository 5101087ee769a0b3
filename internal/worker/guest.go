package worker

import (
	"context"
	"fmt"
)

// may looks whether this worker may read: whether its version is the one that the store's workers run. The first worker of
// a store notes its own; a guest notes none.
func (w *Worker) may(ctx context.Context) error {
	var now string
	var err error
	if w.Guest {
		now, err = w.Store.Pinned(ctx)
	} else {
		now, err = w.Store.Pin(ctx, w.Pipeline, false)
	}
	if err == nil && now != w.Pipeline && now != "" {
		err = fmt.Errorf("worker: %w: %q, this one has %q. Update the older ones; then \"onrecord worker --pin\" with the new program sets the new version, and \"onrecord reread\" reads older articles again", ErrPipeline, now, w.Pipeline)
	}
	return err
}
