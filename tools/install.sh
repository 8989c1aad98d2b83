# Sourced by run.sh and test.sh from the root of the repository: `install requirements.txt` fills .venv with exactly
# the hashed packages and puts the source folder on its path. Does nothing when nothing changed.

# Several processes start here, each of which would compile everything that it loads: 2 s of CPU instead of 0.8.
unset PYTHONDONTWRITEBYTECODE

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$python"
            return
        fi
    done
    echo "Thiếu Python 3.11 trở lên có mô-đun venv (Debian, Ubuntu: apt-get install -y python3 python3-venv)." >&2
    echo "Python 3.11 or newer with its venv module is missing (Debian, Ubuntu: the line above)." >&2
    return 1
}

make_environment() {
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        return
    fi
    found=$(find_python) || exit 1
    "$found" -m venv --clear .venv
}

# uv is ten times quicker than pip; where it cannot be had or cannot reach the package index, pip does the same.
get_uv() {
    if .venv/bin/uv --version >/dev/null 2>&1; then
        return
    fi
    sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >.venv/uv.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
}

install_packages() {
    if get_uv && VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r "$1"; then
        return
    fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$1"
}

install() {
    make_environment
    stamp=".venv/$1.installed"
    if [ "$(cksum <"$1")" != "$(cat "$stamp" 2>/dev/null)" ]; then
        echo "Cài đặt các gói trong $1 … / Installing …"
        install_packages "$1"
        cksum <"$1" >"$stamp"
    fi
    # Relative, so the folder may be moved; instead of an editable install, which would need a build backend.
    for site in .venv/lib/python3*/site-packages; do
        echo "../../../../src" >"$site/thidua-source.pth"
    done
    if [ ! -e .venv/bin/thidua ]; then
        printf '#!/bin/sh\nexec "$(dirname "$0")/python" -m thidua "$@"\n' >.venv/bin/thidua
        chmod +x .venv/bin/thidua
    fi
}
