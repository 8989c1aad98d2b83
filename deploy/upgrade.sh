#!/bin/sh
# Bring a new release into service without losing a request; run as root on the server:
#   sh upgrade.sh https://… or /path/to/thidua-1.4.0.tar.gz     (a source archive of the release)
#   sh upgrade.sh --back                                          the release before, while its slot is still there
#
# Two slots, 8001 and 8002, each with its own release and virtual environment. The new one starts beside the old one;
# only when it answers does nginx turn to it, and requests under way end where they began. Until that moment every
# failure leaves the old release in service.
set -eu

HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=${THIDUA_ROOT:-/opt/thidua}
SLOT_FILE=${THIDUA_SLOT_FILE:-/etc/nginx/thidua-slot.conf}
ENVIRONMENT=${THIDUA_ENVIRONMENT:-/etc/thidua/thidua.env}
WAIT_SECONDS=60
DRAIN_SECONDS=${THIDUA_DRAIN_SECONDS:-35}

say() { printf '%s\n' "== $*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

slot_in_service() { if [ -e "$SLOT_FILE" ]; then sed -n 's/.*127\.0\.0\.1:\([0-9]*\);.*/\1/p' "$SLOT_FILE"; fi; }

other_slot() { if [ "$1" = 8001 ]; then echo 8002; else echo 8001; fi; }

# As the service does: its user, its settings. Nothing of ours is read from standard input.
in_slot() {
    slot=$1
    shift
    THIDUA_ROOT=$ROOT THIDUA_ENVIRONMENT=$ENVIRONMENT THIDUA_RELEASE=$slot sh "$HERE/thidua" "$@" </dev/null
}

# What is left of an upgrade that was broken off must not go on running from files that are being replaced.
empty() {
    systemctl disable --quiet --now "thidua@$1.service"
    rm -rf "${ROOT:?}/$1"
    mkdir -p "$ROOT/$1"
}

unpack() {
    archive=$1
    slot=$2
    case $archive in
    http://* | https://*)
        curl --fail --silent --show-error --location --output "$ROOT/release.tar.gz" "$archive"
        archive=$ROOT/release.tar.gz
        ;;
    esac
    tar -xzf "$archive" -C "$ROOT/$slot" --strip-components=1 --no-same-owner
    (
        cd "$ROOT/$slot"
        . tools/install.sh
        install requirements.txt
        # The service's user cannot write here: without this, each start would translate every module anew.
        .venv/bin/python -m compileall -q -j 0 src .venv/lib >/dev/null || true
    )
    # The one folder of a release that the service's user writes, while it gathers the static files.
    mkdir "$ROOT/$slot/static" && chown thidua:thidua "$ROOT/$slot/static"
}

# The name under which the site answers, as nginx would pass it on.
site_name() { sed -n 's/^THIDUA_HOSTS=\([^,]*\).*/\1/p' "$ENVIRONMENT"; }

answers() {
    curl --fail --silent --max-time 2 --output /dev/null \
        --header "Host: $(site_name)" --header "X-Forwarded-Proto: https" "http://127.0.0.1:$1/healthz"
}

wait_until_it_answers() {
    tries=0
    until answers "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt "$WAIT_SECONDS" ] || return 1
        sleep 1
    done
}

out_of_service() {
    systemctl disable --quiet --now "thidua@$1.service"
    stop "$2 Slot ${old:-none} stays in service."
}

turn_nginx_to() {
    printf 'server 127.0.0.1:%s;\n' "$1" >"$SLOT_FILE.new"
    [ ! -e "$SLOT_FILE" ] || cp "$SLOT_FILE" "$SLOT_FILE.old"
    mv "$SLOT_FILE.new" "$SLOT_FILE"
    nginx -t -q && systemctl reload-or-restart nginx.service && return
    if [ -e "$SLOT_FILE.old" ]; then mv "$SLOT_FILE.old" "$SLOT_FILE"; else rm "$SLOT_FILE"; fi
    return 1
}

[ "$#" = 1 ] || stop "usage: sh upgrade.sh ARCHIVE | --back"
exec 9>"$ROOT/upgrade.lock"
flock --nonblock 9 || stop "Another upgrade is under way."
old=$(slot_in_service)
new=$(other_slot "${old:-8002}")

if [ "$1" = --back ]; then
    [ -x "$ROOT/$new/.venv/bin/thidua" ] || stop "Slot $new holds no release to go back to."
else
    if [ -n "$old" ]; then
        say "a copy of everything first"
        in_slot "$old" backup
    fi
    say "the new release into slot $new"
    empty "$new"
    unpack "$1" "$new"
    in_slot "$new" check --deploy --fail-level WARNING
    in_slot "$new" gather_static
    # Migrations of a release only add; what is no longer used is dropped one release later, so the old one goes on.
    in_slot "$new" migrate --no-input
    in_slot "$new" load_library
fi

say "slot $new starts beside ${old:-nothing}"
systemctl enable --quiet --now "thidua@$new.service"
wait_until_it_answers "$new" ||
    out_of_service "$new" "The new release does not answer; journalctl -u thidua@$new says why."

say "nginx turns to slot $new"
turn_nginx_to "$new" || out_of_service "$new" "nginx does not take its configuration: nginx -t says why."
ln -sfn "$ROOT/$new" "$ROOT/current"
systemctl enable --quiet thidua-work.service
systemctl restart thidua-work.service
if [ -n "$old" ]; then
    say "requests under way end in slot $old"
    sleep "$DRAIN_SECONDS"
    systemctl disable --quiet --now "thidua@$old.service"
fi
say "done: slot $new is in service"
