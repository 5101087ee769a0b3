package drill

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// natsKey makes the test program a NATS server, on a folder and, if it is not 0, a port.
const natsKey = "ONRECORD_DRILL_NATS"

// serveNATS is a NATS server that syncs every message to the disk. It says its port and never ends by itself.
func serveNATS(text string) error {
	var port int
	folder, number, _ := strings.Cut(text, "|")
	if _, err := fmt.Sscan(number, &port); err != nil {
		return err
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: folder, NoLog: true, NoSigs: true, SyncAlways: true})
	if err != nil {
		return err
	}
	go s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		return fmt.Errorf("the NATS server does not start")
	}
	fmt.Println(s.ClientURL())
	s.WaitForShutdown()
	return nil
}

// natsServer is a NATS server in a process of its own, to be killed.
type natsServer struct {
	t   *testing.T
	url string
	cmd *exec.Cmd
}

func startNATS(t *testing.T, folder string) *natsServer {
	t.Helper()
	n := &natsServer{t: t}
	n.start(folder)
	t.Cleanup(n.kill)
	return n
}

// start starts the server, on its old port when it ran before. Another folder is a wiped disk.
func (n *natsServer) start(folder string) {
	n.t.Helper()
	port := "0"
	if i := strings.LastIndex(n.url, ":"); i > 0 {
		port = n.url[i+1:]
	}
	n.cmd = exec.Command(os.Args[0])
	n.cmd.Env = append(os.Environ(), natsKey+"="+filepath.Join(folder, "nats")+"|"+port)
	n.cmd.Stderr = os.Stderr
	said, err := n.cmd.StdoutPipe()
	if err != nil {
		n.t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		n.t.Fatalf("the NATS server does not start: %v", err)
	}
	n.url = strings.TrimSpace(line)
}

// URL is where the server listens.
func (n *natsServer) URL() string { return n.url }

func (n *natsServer) pid() int { return n.cmd.Process.Pid }

// kill ends the server at once and without a word.
func (n *natsServer) kill() {
	_ = n.cmd.Process.Kill()
	_ = n.cmd.Wait()
}
