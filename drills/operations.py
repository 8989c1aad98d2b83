"""Random deeds on figures in any order; at the end no running total may differ from what the figures add up to.

    python drills/operations.py --count 100000 --seed 2026
    THIDUA_TEST_DATABASE=postgresql python drills/operations.py --count 100000

The deeds are those of tests/reporting/random_deeds.py, done through the actions on a database of the tests. Totals are compared
after every five hundredth; nine in ten deeds come before the lock, the rest are revisions and exceptions
after it. The audit chain is checked at the end.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

STEP = 500


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    try:
        return play(given.count, given.seed)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def play(count: int, seed: int) -> int:
    from tests.reporting.random_deeds import Hands
    from thidua.core import audit_check

    began, hands, differing = time.monotonic(), Hands(seed, units=12), 0
    before_lock = count * 9 // 10
    for done in range(0, count, STEP):
        if done == before_lock // STEP * STEP:
            hands.lock()
        hands.play(min(STEP, count - done), locked=done >= before_lock // STEP * STEP)
        differing += hands.differing()
        print(f"{done + STEP} deeds, {differing} differing cells", file=sys.stderr, flush=True)
    broken = len(list(audit_check.breaks(hands.here.commune.pk)))
    told = {
        "deeds": count,
        "done": dict(hands.done),
        "refused": dict(hands.refused),
        "differing cells": differing,
        "breaks of the audit chain": broken,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    print(json.dumps(told))
    return int(bool(differing or broken))


if __name__ == "__main__":
    sys.exit(main())
