#!/usr/bin/env bash
# Makes bando.css anew, with the letters and licences beside it. Building Bando needs none of this.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
node make.mjs
