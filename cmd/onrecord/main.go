// Command onrecord reads news and keeps a sourced record of political and security events.
package main

import (
	"os"

	"onrecord/internal/cli"
)

func main() {
	terminal := isTerminal(os.Stdout)
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, terminal, terminal && os.Getenv("NO_COLOR") == ""))
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
