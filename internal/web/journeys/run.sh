#!/usr/bin/env bash
# Journeys through the page in Debian's Chromium. Fails on a violation of the content security policy, an error on the
# console, a request to another host, or a finding of axe-core. Screenshots go to $SHOTS (default docs/img).
#   internal/web/journeys/run.sh            all journeys
#   SHOTS=/tmp/shots internal/web/journeys/run.sh
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
export SHOTS=${SHOTS:-$root/docs/img} CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$CHROMIUM" ]; then
  apt-get update -qq && apt-get install -y -qq chromium fonts-liberation
  CHROMIUM=$(command -v chromium)
fi
command -v node >/dev/null || { echo "journeys: node is needed (apt-get install nodejs npm)"; exit 1; }
[ -d node_modules/playwright-core ] || npm install --silent --no-audit --no-fund
work=$(mktemp -d)
pids=()
stop() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"; }
trap stop EXIT
(cd "$root" && go build -o "$work/demo" ./internal/web/demo)
start() { # name, flags: starts a demo on a free port and waits for its address
  "$work/demo" -listen 127.0.0.1:0 "${@:2}" >"$work/$1" 2>&1 &
  pids+=($!)
  for _ in $(seq 300); do grep -q '^http' "$work/$1" && return; sleep 0.1; done
  cat "$work/$1"; exit 1
}
start store
start sample -sample
STORE=$(grep -m1 '^http' "$work/store") SAMPLE=$(grep -m1 '^http' "$work/sample") node journeys.mjs
