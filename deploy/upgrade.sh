#!/bin/sh
# Bring a new release into service without losing a request; run as root on the server:
#   sh upgrade.sh https://… or /path/to/thidua-1.4.0.tar.gz     (a source archive of the release)
#   sh upgrade.sh --back                                          the release before, while its slot is still there
#
# Two slots, 8001 and 8002, each with its own release and virtual environment. The new one starts beside the old one;
# only when it answers does nginx turn to it, and requests under way end where they began. Until that moment every
# failure leaves the old release in service.
set -eu

ROOT=${THIDUA_ROOT:-/opt/thidua}
SLOT_FILE=${THIDUA_SLOT_FILE:-/etc/nginx/thidua-slot.conf}
ENVIRONMENT=${THIDUA_ENVIRONMENT:-/etc/thidua/thidua.env}
WAIT_SECONDS=60
DRAIN_SECONDS=35

say() { printf '%s\n' "== $*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

slot_in_service() { sed -n 's/.*127\.0\.0\.1:\([0-9]*\);.*/\1/p' "$SLOT_FILE" 2>/dev/null; }

other_slot() { if [ "$1" = 8001 ]; then echo 8002; else echo 8001; fi; }

# As the service does: its user, its settings.
in_slot() {
    slot=$1
    shift
    systemd-run --quiet --wait --pipe --collect --uid=thidua --gid=thidua \
        --property=EnvironmentFile="$ENVIRONMENT" --setenv=THIDUA_STATIC="$ROOT/$slot/static" \
        --working-directory="$ROOT/$slot" \
        "$ROOT/$slot/.venv/bin/thidua" "$@"
}

# The one folder of a release that the service's user writes, while it gathers the static files.
install_folder() { mkdir -p "$1" && chown thidua:thidua "$1"; }

unpack() {
    archive=$1
    slot=$2
    case $archive in
    http://* | https://*)
        curl --fail --silent --show-error --location --output "$ROOT/release.tar.gz" "$archive"
        archive=$ROOT/release.tar.gz
        ;;
    esac
    rm -rf "${ROOT:?}/$slot"
    mkdir -p "$ROOT/$slot"
    tar -xzf "$archive" -C "$ROOT/$slot" --strip-components=1 --no-same-owner
    (cd "$ROOT/$slot" && . tools/install.sh && install requirements.txt)
    install_folder "$ROOT/$slot/static"
}

wait_until_it_answers() {
    tries=0
    until curl --fail --silent --max-time 2 --output /dev/null "http://127.0.0.1:$1/healthz"; do
        tries=$((tries + 1))
        [ "$tries" -lt "$WAIT_SECONDS" ] || return 1
        sleep 1
    done
}

put_in_service() {
    printf 'server 127.0.0.1:%s;\n' "$1" >"$SLOT_FILE.new"
    mv "$SLOT_FILE.new" "$SLOT_FILE"
    nginx -t -q
    nginx -s reload
    ln -sfn "$ROOT/$1" "$ROOT/current"
}

[ "$#" = 1 ] || stop "usage: sh upgrade.sh ARCHIVE | --back"
old=$(slot_in_service)
new=$(other_slot "${old:-8002}")

if [ "$1" = --back ]; then
    [ -x "$ROOT/$new/.venv/bin/thidua" ] || stop "Slot $new holds no release to go back to."
else
    say "a copy of everything first"
    [ -z "$old" ] || in_slot "$old" backup
    say "the new release into slot $new"
    unpack "$1" "$new"
    in_slot "$new" check --deploy
    in_slot "$new" gather_static
    # Migrations of a release only add; what is no longer used is dropped one release later, so the old one goes on.
    in_slot "$new" migrate --no-input
    in_slot "$new" load_library
fi

say "slot $new starts beside ${old:-nothing}"
systemctl enable --now "thidua@$new.service"
if ! wait_until_it_answers "$new"; then
    systemctl disable --now "thidua@$new.service"
    stop "The new release does not answer; slot ${old:-none} stays in service. journalctl -u thidua@$new says why."
fi

say "nginx turns to slot $new"
put_in_service "$new"
systemctl enable thidua-work.service
systemctl restart thidua-work.service
if [ -n "$old" ]; then
    say "requests under way end in slot $old"
    sleep "$DRAIN_SECONDS"
    systemctl disable --now "thidua@$old.service"
fi
say "done: $(cat "$ROOT/$new/src/thidua/VERSION" 2>/dev/null || echo "slot $new")"
