package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if args := os.Getenv(argsKey); args != "" {
		os.Exit(Run(strings.Split(args, "\n"), os.Stdin, os.Stdout, os.Stderr, false, false))
	}
	testscript.Main(m, map[string]func(){
		"onrecord": func() { os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, false, false)) },
	})
}

// TestScripts runs the command lines of testdata/script, each in an empty folder, through the real program.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		wd, err := os.Getwd()
		e.Setenv("EXAMPLES", wd+"/../../examples")
		return err
	}})
}
