#!/usr/bin/env bash
# Sends the interface of `bando serve` requests made at random from its description, right and wrong
# ones; fails where an answer is a fault of the server or not as described.
# usage: check.sh BANDO
set -euo pipefail
tools=target/schemathesis
if ! "$tools/bin/schemathesis" --version 2>/dev/null | grep -q '4\.32\.5'; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check -r tests/api/requirements.txt
fi
exec tests/browser/serve.sh "$1" tests/api/run.sh "$tools/bin/schemathesis"
