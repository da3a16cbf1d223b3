#!/usr/bin/env bash
# Starts `bando serve`, runs a command with its address as the last argument, and stops it again.
# usage: serve.sh BANDO COMMAND...
set -euo pipefail
bando="$1"
shift
log="$(mktemp)"
settings="$(mktemp)"
# The call of the tests once more, as one that is over.
past="$(mktemp -d)"
sed -e 's/avviso laboratori/avviso past/' -e 's/chiusura 2026-03-31/chiusura 2026-02-01/' \
    tests/web/call.bando >"$past/past.bando"
printf '[limits]\nrequests_per_second = 1000\nburst = 10000\n' >"$settings"
"$bando" --lang en serve rules/puglia-azione-9.3.bando tests/web/hostile.bando \
    tests/web/call.bando "$past/past.bando" \
    --listen 127.0.0.1:0 --as-of 2026-02-16 --config "$settings" 2>"$log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" || true; rm -rf "$log" "$settings" "$past"' EXIT
address=""
for _ in $(seq 100); do
    address="$(sed -n 's/^listening on \(http:[^ ]*[0-9]\).*/\1/p' "$log")"
    [ -n "$address" ] && break
    sleep 0.1
done
if [ -z "$address" ]; then
    cat "$log" >&2
    exit 1
fi
"$@" "$address"
if grep -q '"panic"' "$log"; then
    grep '"panic"' "$log" >&2
    exit 1
fi
