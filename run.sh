#!/bin/sh
# Thi Đua Số with its demonstration ward at http://127.0.0.1:8000; needs only Python ≥ 3.11 with venv.
# Options are those of `thidua up`: sh run.sh --port 9000 --on 2026-06-20
set -eu
cd "$(dirname "$0")"
. tools/install.sh
install requirements.txt
exec .venv/bin/python -m thidua up --demo "$@"
