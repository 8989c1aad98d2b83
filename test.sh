#!/bin/sh
# Everything that the continuous build checks, on this machine: style, types, the order of imports, templates, and the
# tests on SQLite, on PostgreSQL and in Chromium. Stops at the first failure.
#   sh test.sh          all of it
#   sh test.sh quick    without PostgreSQL and without the browser
set -eu
cd "$(dirname "$0")"
. tools/install.sh
install requirements-dev.txt

work=$(mktemp -d "${TMPDIR:-/tmp}/thidua-check.XXXXXX")
trap 'leave' EXIT
trap 'exit 130' INT TERM
PATH="$PWD/.venv/bin:$PATH"
THIDUA_DATA="$work/data"
THIDUA_TEST_SHARED="$work" # the migrated database that all workers copy
export PATH THIDUA_DATA THIDUA_TEST_SHARED
# Some machines forbid to keep compiled code; then each of hundreds of processes would compile all of it again.
unset DATABASE_URL DJANGO_SETTINGS_MODULE PYTHONDONTWRITEBYTECODE

beside=

leave() {
    [ -z "$beside" ] || kill "$beside" 2>/dev/null || true
    rm -rf "$work"
}

title() { printf '\n== %s\n' "$*"; }

step() {
    title "$1"
    shift
    "$@" || finish 1
}

# One step may run beside those that follow it; what it says is kept until it is waited for.
begin() {
    beside_title=$1
    shift
    "$@" >"$work/beside.txt" 2>&1 &
    beside=$!
}

await_it() {
    title "$beside_title"
    ended=0
    wait "$beside" || ended=$?
    beside=
    cat "$work/beside.txt"
    [ "$ended" = 0 ] || finish 1
}

# The last line says how many tests passed and failed in all runs together.
finish() {
    python tools/tally.py "$work" || true
    exit "$1"
}

tests() {
    name=$1
    export THIDUA_TEST_DATABASE="$2"
    shift 2
    title "tests: $name"
    # A worker keeps to its modules, whose worlds are built once, and takes from the other only at the end.
    python -m pytest -q -n 2 --dist worksteal --junitxml="$work/$name.xml" "$@" || finish 1
}

has_playwright_chromium() {
    python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

get_chromium() {
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        # Ubuntu's own chromium is a stub that only points to a snap: what counts is that it answers.
        if "$browser" --version >/dev/null 2>&1; then
            return
        fi
    done
    if has_playwright_chromium; then
        return
    fi
    if [ "$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
        apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium && return
    fi
    if [ "$(id -u)" = 0 ]; then
        playwright install --with-deps chromium && return
    else
        playwright install chromium && has_playwright_chromium && return
    fi
    echo "Chromium is missing. As root on Debian: apt-get install -y --no-install-recommends chromium" >&2
    echo "Elsewhere: .venv/bin/playwright install --with-deps chromium" >&2
    return 1
}

step "requirements are those of pyproject.toml" python tools/requirements.py --check
step "ruff check" ruff check .
step "ruff format" ruff format --check .
begin "mypy --strict" mypy # by far the longest of these, on one core
step "imports go down" lint-imports --no-logo
step "templates" djlint --quiet --lint src
step "migrations are complete" python -m thidua makemigrations --check --dry-run
step "a migrated database to copy" env THIDUA_TEST_DATABASE=sqlite DJANGO_SETTINGS_MODULE=tests.settings \
    python -m tests.migrated
await_it
tests sqlite sqlite
if [ "${1:-}" != quick ]; then
    tests postgresql postgresql
    step "chromium is there" get_chromium
    tests browser sqlite -m e2e tests/e2e
fi
title "grown past the sizes of the house (a smell, no failure)"
python tools/sizes.py
finish 0
