#!/usr/bin/env bash
# Journeys through the page in Debian's Chromium. Fails on a violation of the content security policy, an error on the
# console, a request to another host, or a finding of axe-core. Screenshots go to $SHOTS (default docs/img).
#   internal/web/journeys/run.sh            all journeys
#   SHOTS=shots internal/web/journeys/run.sh
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
export SHOTS=${SHOTS:-$root/docs/img} CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$CHROMIUM" ]; then
  apt-get update -qq && apt-get install -y -qq chromium fonts-liberation
  CHROMIUM=$(command -v chromium)
fi
command -v node >/dev/null || { echo "journeys: node is needed (apt-get install nodejs npm)"; exit 1; }
[ -d node_modules/playwright-core ] || npm install --silent --no-audit --no-fund --no-package-lock
work=$(mktemp -d)
export PASSWORD="correct horse battery"
pids=()
stop() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"; }
trap stop EXIT
(cd "$root" && go build -o "$work/" ./internal/web/demo ./cmd/onrecord)
# The real server over a handful of articles written for this, and the invented world in which every view is full.
"$work/onrecord" add --store "$work/news.db" articles.jsonl >"$work/add" 2>&1 || { cat "$work/add"; exit 1; }
"$work/onrecord" serve --store "$work/news.db" --listen 127.0.0.1:0 --no-poll >"$work/store" 2>&1 &
pids+=($!)
"$work/demo" -listen 127.0.0.1:0 >"$work/sample" 2>&1 &
pids+=($!)
# The same articles on a server that people have to log in to.
"$work/onrecord" add --store "$work/shut.db" articles.jsonl >"$work/add" 2>&1 || { cat "$work/add"; exit 1; }
echo "$PASSWORD" | "$work/onrecord" user add ann --role reviewer --store "$work/shut.db" >"$work/add" 2>&1 || { cat "$work/add"; exit 1; }
"$work/onrecord" serve --store "$work/shut.db" --listen 127.0.0.1:0 --no-poll >"$work/shut" 2>&1 &
pids+=($!)
address() { # waits until a server says where it is
  for _ in $(seq 600); do
    grep -om1 'http://127.0.0.1:[0-9]*' "$work/$1" && return
    sleep 0.1
  done
  cat "$work/$1" >&2
  return 1
}
STORE=$(address store) SAMPLE=$(address sample) SHUT=$(address shut) node journeys.mjs "$@"
