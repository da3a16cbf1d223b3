#!/usr/bin/env bash
# Installs what is missing, then runs every check. `--long` tries many more random cases.
set -euo pipefail
cd "$(dirname "$0")"

long=no
for argument in "$@"; do
    case "$argument" in
        --long) long=yes ;;
        *)
            echo "usage: ./test.sh [--long]" >&2
            exit 2
            ;;
    esac
done

step() {
    printf '\n== %s\n' "$*"
    "$@"
}

# Runs a command that changes the machine, as root or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        step "$@"
    elif command -v sudo >/dev/null; then
        step sudo "$@"
    else
        echo "this needs root, and there is no sudo: $*" >&2
        exit 1
    fi
}

# Makes sure that `cargo $1` works; $2 is the component of the Rust toolchain that brings it.
need_component() {
    if cargo "$1" --version >/dev/null 2>&1; then
        return
    fi
    if ! command -v rustup >/dev/null; then
        echo "\`cargo $1\` is missing and there is no rustup: install the $2 of your Rust toolchain" >&2
        exit 1
    fi
    step rustup component add "$2"
}

if ! command -v cargo >/dev/null && [ -f "$HOME/.cargo/env" ]; then
    . "$HOME/.cargo/env"
fi
needed="$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)"
found="$(rustc --version 2>/dev/null | cut -d ' ' -f 2 || true)"
if ! command -v cargo >/dev/null || [ -z "$found" ]; then
    echo "cargo is missing: install Rust $needed or later (https://rustup.rs), then run this again" >&2
    exit 1
fi
if [ "$(printf '%s\n' "$needed" "$found" | sort -V | head -n 1)" != "$needed" ]; then
    echo "Rust $found is too old: install $needed or later (https://rustup.rs), then run this again" >&2
    exit 1
fi
if ! command -v cc >/dev/null; then
    as_root apt-get update
    as_root apt-get install -y --no-install-recommends gcc libc6-dev
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    as_root apt-get update
    as_root apt-get install -y --no-install-recommends nodejs npm
fi
if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    as_root apt-get update
    as_root apt-get install -y --no-install-recommends python3 python3-venv
fi
if [ -z "${CHROMIUM:-}" ]; then
    if ! command -v chromium >/dev/null; then
        as_root apt-get update
        as_root apt-get install -y --no-install-recommends chromium fonts-liberation
    fi
    CHROMIUM="$(command -v chromium)"
fi
export CHROMIUM
need_component fmt rustfmt
need_component clippy clippy

if [ "$long" = yes ]; then
    export PROPTEST_CASES="${PROPTEST_CASES:-5000}"
    echo "random cases for each property: $PROPTEST_CASES"
else
    # The same random cases every time: one commit passes or fails, whoever runs it. New cases are
    # for the long run.
    export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261122}"
fi

step cargo fmt --check
step cargo clippy --locked --all-targets -- -D warnings
step cargo test --locked
if command -v soffice >/dev/null; then
    step cargo test --locked --test suite -- --ignored publication::spreadsheet
else
    printf '\n== NOT RUN: the lists opened in LibreOffice (there is no soffice here)\n'
fi
step cargo check --locked --no-default-features --lib --bins
if [ "$long" = yes ]; then
    # Proposals from Parquet: heavy, so outside the usual run.
    step cargo clippy --locked --features parquet --lib --bins --test parquet -- -D warnings
    step cargo test --locked --features parquet --test parquet
fi
step env RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps
step cargo run --locked --quiet -- fmt --check rules/*.bando
step cargo run --locked --quiet -- check rules/*.bando
calls=$(grep -LE '^program(ma|me) ' rules/*.bando)
# shellcheck disable=SC2086  # one word for each file
step cargo run --locked --quiet -- test $calls --data examples

# The pages, as a browser shows them.
pages=target/pages
rm -rf "$pages"
puglia=examples/puglia-azione-9.3
step cargo run --locked --quiet -- rank rules/puglia-azione-9.3.bando "$puglia/proposals.jsonl" \
    --assignments "$puglia/assignments.csv" --marks "$puglia/marks" --lang it --out "$pages/puglia" \
    >/dev/null
step cargo run --locked --quiet -- rank tests/publication/call.bando tests/publication/proposals.csv \
    --lang en --out "$pages/small" >/dev/null
step npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
step node tests/browser/check.js "$pages/puglia/report.html" "$pages/small/report.html"

# The pre-check: by applicants in a browser, by programs with requests made at random.
step tests/browser/serve.sh target/debug/bando node tests/browser/precheck.js
step tests/api/check.sh target/debug/bando

# The unit for systemd, where there is one to ask: that it can be read, and how much it may reach.
if command -v systemd-analyze >/dev/null; then
    step systemd-analyze verify deploy/bando.service
    step systemd-analyze security --offline=true --threshold=20 deploy/bando.service >/dev/null
fi

if [ -f benches/Cargo.toml ]; then
    step cargo check --manifest-path benches/Cargo.toml --target-dir target/benches --all-targets
fi

printf '\nall checks passed\n'
