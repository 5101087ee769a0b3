package drill

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// disk is the machine's own disk, made slow for some processes by a control group that lets through a few writes a second.
// A synced write that takes 4 ms then takes 100 to 300.
type disk struct {
	t      *testing.T
	group  string // folder of the control group
	limit  string // its file
	number string // of the device
	v2     bool
}

// newDisk makes a control group for the disk that a folder lies on; the test is skipped where that is not possible.
func newDisk(t *testing.T, dir string) *disk {
	t.Helper()
	number, err := device(dir)
	if err != nil {
		t.Skipf("%s lies on no disk that can be made slow: %v", dir, err)
	}
	d := &disk{t: t, number: number}
	name := fmt.Sprintf("onrecord-drill-%d-%s", os.Getpid(), strings.ToLower(t.Name()))
	root := "/sys/fs/cgroup"
	if b, err := os.ReadFile(root + "/cgroup.controllers"); err == nil && strings.Contains(string(b), "io") {
		d.v2, d.group, d.limit = true, filepath.Join(root, name), "io.max"
		_ = os.WriteFile(root+"/cgroup.subtree_control", []byte("+io"), 0o644)
	} else {
		d.group, d.limit = filepath.Join(root, "blkio", name), "blkio.throttle.write_iops_device"
	}
	if err := os.Mkdir(d.group, 0o755); err != nil {
		t.Skipf("the disk cannot be made slow: it wants root and a control group for blocks: %v", err)
	}
	t.Cleanup(func() { // processes have ended by then, or go back to where they came from
		d.set(0)
		for range 50 {
			if b, err := os.ReadFile(filepath.Join(d.group, "cgroup.procs")); err == nil {
				for _, pid := range strings.Fields(string(b)) {
					_ = os.WriteFile(filepath.Join(filepath.Dir(d.group), "cgroup.procs"), []byte(pid), 0o644)
				}
			}
			if os.Remove(d.group) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	d.set(1000)
	if t.Failed() {
		t.Skip("the disk cannot be made slow")
	}
	return d
}

// device is the number of the whole disk that a folder lies on.
func device(dir string) (string, error) {
	var st syscall.Stat_t
	if err := syscall.Stat(dir, &st); err != nil {
		return "", err
	}
	path, err := filepath.EvalSymlinks(fmt.Sprintf("/sys/dev/block/%d:%d", st.Dev>>8&0xfff, st.Dev&0xff|st.Dev>>12&0xfff00))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path + "/partition"); err == nil {
		path = filepath.Dir(path)
	}
	b, err := os.ReadFile(path + "/dev")
	return strings.TrimSpace(string(b)), err
}

// set lets through so many writes a second; 0 is as many as there are.
func (d *disk) set(writes int) {
	text := fmt.Sprintf("%s %d", d.number, writes)
	if d.v2 {
		text = d.number + " wiops=max"
		if writes > 0 {
			text = fmt.Sprintf("%s wiops=%d", d.number, writes)
		}
	}
	if err := os.WriteFile(filepath.Join(d.group, d.limit), []byte(text), 0o644); err != nil {
		d.t.Skipf("the disk cannot be made slow: %v", err)
	}
}

// take puts a process and its children under the limit.
func (d *disk) take(pid int) {
	all := []string{strconv.Itoa(pid)}
	if out, err := exec.Command("ps", "-o", "pid=", "--ppid", strconv.Itoa(pid)).Output(); err == nil {
		all = append(all, strings.Fields(string(out))...)
	}
	for _, p := range all {
		if err := os.WriteFile(filepath.Join(d.group, "cgroup.procs"), []byte(p), 0o644); err != nil && !strings.Contains(err.Error(), "no such process") {
			d.t.Errorf("a process cannot be given a slow disk: %v", err)
		}
	}
}

// slow makes the disk slow for a while.
func (d *disk) slow(x *rig) {
	d.set(4 + x.r.IntN(12))
	time.Sleep(time.Duration(500+x.r.IntN(2500)) * time.Millisecond)
	d.set(0)
}

// TestSlowDiskSQLite: workers on one SQLite file whose disk is slow for seconds, and that are killed meanwhile.
func TestSlowDiskSQLite(t *testing.T) {
	t.Parallel()
	dsn := filepath.Join(t.TempDir(), "s.db")
	d := newDisk(t, filepath.Dir(dsn))
	x := newRig(t, dsn, 205)
	f := newFleet(t, x.orders(dsn, ""), 2)
	f.attach = d.take
	for _, c := range f.workers {
		d.take(c.Process.Pid)
	}
	x.run(f, map[string]func(){"disk slow": func() { d.slow(x) },
		"worker killed on a slow disk": func() { d.set(5); f.kill(x.r); time.Sleep(time.Second); d.set(0) }})
}

// TestSlowDiskPostgres: PostgreSQL and NATS, both syncing every commit to a disk that is slow for seconds; both are killed
// while it is.
func TestSlowDiskPostgres(t *testing.T) {
	t.Parallel()
	dsn, pg := cluster(t)
	dir := t.TempDir()
	d := newDisk(t, dir)
	careful(t, dsn)
	var folder string
	if err := database(t, dsn).QueryRowContext(t.Context(), "SELECT current_setting('data_directory')").Scan(&folder); err != nil {
		t.Fatal(err)
	}
	server := func() { d.take(postmaster(t, folder)) }
	server()
	nats := startNATS(t, dir)
	d.take(nats.pid())
	x := newRig(t, dsn, 206)
	f := newFleet(t, x.orders(dsn, nats.URL()), 3)
	x.run(f, map[string]func(){
		"disk slow":     func() { d.slow(x) },
		"worker killed": func() { f.kill(x.r) },
		"PostgreSQL crashed on a slow disk": func() {
			d.set(8)
			time.Sleep(300 * time.Millisecond)
			pg.crash()
			d.set(0)
			server()
		},
		"NATS killed on a slow disk": func() {
			d.set(8)
			time.Sleep(300 * time.Millisecond)
			nats.kill()
			d.set(0)
			nats.start(dir)
			d.take(nats.pid())
		}})
}

// careful makes a server of the tests sync to the disk, as one in use does.
func careful(t *testing.T, dsn string) {
	t.Helper()
	db := database(t, dsn)
	for _, q := range []string{"ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET full_page_writes = on", "SELECT pg_reload_conf()"} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
}

func database(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// postmaster is the process of a server, by the folder of its data.
func postmaster(t *testing.T, folder string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
