package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onrecord/internal/find/place"
)

// gazetteer loads the user's table of places: a packed file, or a table of the form of GeoNames' allCountries.txt, which is
// packed once and kept in the user's cache folder until the table changes. Packing ends when ctx does.
func (s *streams) gazetteer(ctx context.Context, name string) (*place.Gazetteer, error) {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		_, err := open(name, nil)
		return nil, errUsage{fmt.Errorf("read: --gazetteer: %w", err)}
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, errUsage{fmt.Errorf("read: --gazetteer: %w", err)}
	}
	defer f.Close()
	in := bufio.NewReader(f)
	start, _ := in.Peek(8)
	switch {
	case place.Packed(start):
		file, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("read: --gazetteer: %s: %w", name, err)
		}
		g, err := place.Load(file)
		if err != nil {
			return nil, fmt.Errorf("read: --gazetteer: %s: %w; pack it anew with cmd/gazetteer", name, err)
		}
		return g, nil
	case strings.HasPrefix(string(start), "PK\x03\x04"):
		return nil, errUsage{fmt.Errorf("read: --gazetteer: %s is a ZIP archive: unpack it and name the table inside", name)}
	}
	kept := packedName(name, info)
	if file, err := os.ReadFile(kept); err == nil {
		if g, err := place.Load(file); err == nil {
			return g, nil
		}
	}
	file, err := s.pack(until{ctx, in}, name, info.Size())
	if ctx.Err() != nil {
		return nil, fmt.Errorf("read: --gazetteer: interrupted while %s was packed: %w", name, ctx.Err())
	}
	if err != nil {
		return nil, err
	}
	if err := keep(kept, file); err != nil {
		fmt.Fprintf(s.err, "onrecord: read: the packed gazetteer could not be kept and will be packed again: %v\n", err)
	}
	return place.Load(file)
}

// until is a reader that ends when a context does.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}

// pack extends the built-in gazetteer by a table and shows how far it has come.
func (s *streams) pack(in io.Reader, name string, size int64) ([]byte, error) {
	g, err := place.Builtin()
	if err != nil {
		return nil, err
	}
	b := newBar(s.err, s.errTerminal)
	defer b.clear()
	file, err := place.Extend(g, in, func(done int64) {
		if now := time.Now(); b.out != nil && now.Sub(b.drawn) >= redraw {
			b.drawn = now
			b.draw(packing(done, size))
		}
	})
	var bad *place.LineError
	if errors.As(err, &bad) {
		return nil, fmt.Errorf("read: --gazetteer: %s: %w; want the form of GeoNames' allCountries.txt, or a file packed by cmd/gazetteer", name, err)
	}
	if err != nil {
		return nil, fmt.Errorf("read: --gazetteer: %s: %w", name, err)
	}
	return file, nil
}

// packing is what the bar shows while a table is packed.
func packing(done, size int64) string {
	const cells = 24
	share := 1.0
	if size > 0 {
		share = min(1, float64(done)/float64(size))
	}
	full := int(share * cells)
	return fmt.Sprintf("[%s%s] %3.0f%%  packing places, %d of %d MB", strings.Repeat("=", full), strings.Repeat(" ", cells-full), share*100, done>>20, size>>20)
}

// packedName is where the packed form of a table is kept: it changes with the table's place, size and time and with the program's own
// gazetteer. It is "" where the system names no cache folder.
func packedName(name string, info os.FileInfo) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	if full, err := filepath.Abs(name); err == nil {
		name = full
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%s", name, info.Size(), info.ModTime().UnixNano(), place.Version()))
	return filepath.Join(dir, "onrecord", fmt.Sprintf("gazetteer-%x.bin", key[:8]))
}

// keep writes a file at once or not at all.
func keep(name string, b []byte) error {
	if name == "" {
		return errors.New("no cache folder")
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "gazetteer-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
