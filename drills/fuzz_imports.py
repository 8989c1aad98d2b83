"""Mutants of true files, handed in at every door: nothing may break, nothing may be kept otherwise than it stands.

    python drills/fuzz_imports.py --count 10000 --seed 2026            # nine in ten at the readers, one at the pages
    python drills/fuzz_imports.py --count 500 --seed 7 --keep /tmp/x   # keeps the mutants that went wrong

Prints: read, refused, failed, 5xx, dead (reading processes that the system ended; each is a refusal), most seconds and MiB
of one reading process, and values kept otherwise than openpyxl, csv or ElementTree read them.
"""

import argparse
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


@dataclass
class Tally:
    """What happened so far."""

    ends: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    options = _options()
    import django

    django.setup()
    import pytest

    from tests.hostile import measured

    tally = Tally()
    with pytest.MonkeyPatch.context() as patch:
        ends = measured.noted(patch)
        at_pages = {None: options.count // 10, "readers": 0, "pages": options.count}[options.only]
        _at_the_readers(tally, options, options.count - at_pages)
        if at_pages:
            _at_the_pages(tally, options, at_pages)
    _print(tally, ends)
    return int(bool(tally.wrong or tally.ends["failed"] or any(status >= 500 for status in tally.statuses)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", choices=("readers", "pages"), help="all of them there")
    parser.add_argument("--keep", type=Path, help="a folder for the mutants that went wrong")
    return parser.parse_args()


def _at_the_readers(tally: Tally, options: argparse.Namespace, count: int) -> None:
    from tests.hostile import mutants, readers, specimens

    all_of_them = specimens.specimens()
    contents = [one.content for one in all_of_them]
    for number in range(count):
        specimen = all_of_them[number % len(all_of_them)]
        data = mutants.mutant(f"{options.seed}-{number}", specimen.content, contents)
        outcome = readers.hand_in(specimen, data)
        tally.ends[outcome.end] += 1
        if outcome.sentence:
            tally.sentences[outcome.sentence.partition(": ")[2] or outcome.sentence] += 1
        if outcome.wrong or outcome.end == readers.End.FAILED:
            _note(
                tally, options, f"{number} {specimen.name}: {(outcome.wrong or [outcome.sentence])[:3]}", data
            )
        if number % 500 == 499:
            print(f"{number + 1} of {count}: {dict(tally.ends)}, wrong {len(tally.wrong)}", flush=True)


def _at_the_pages(tally: Tally, options: argparse.Namespace, count: int) -> None:
    import logging

    from django.db import connection
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from tests.hostile import doors, mutants

    logging.getLogger("django.request").setLevel(logging.ERROR)
    setup_test_environment()
    timezone.now = lambda: doors.NOW  # while the ward's period is open
    connection.creation.create_test_db(verbosity=0)
    try:
        ward = doors.open_doors()
        all_of_them = ward.specimens()
        contents = [one.content for one in all_of_them]
        for number in range(count):
            specimen = all_of_them[number % len(all_of_them)]
            data = mutants.mutant(f"{options.seed}-pages-{number}", specimen.content, contents)
            statuses = ward.hand_in(specimen.door, data, specimen.name)
            tally.statuses.update(statuses)
            if doors.faults(statuses):
                _note(tally, options, f"page {number} {specimen.name}: {statuses}", data)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _note(tally: Tally, options: argparse.Namespace, line: str, data: bytes) -> None:
    tally.wrong.append(line)
    print(line[:300], flush=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        number = line.partition(":")[0].replace(" ", "-")
        (options.keep / number).write_bytes(data)


def _print(tally: Tally, ends: list) -> None:  # type: ignore[type-arg]
    seconds = max((end.seconds for end in ends), default=0)
    mebibytes = max((end.mebibytes for end in ends), default=0)
    print(f"at the readers: {dict(tally.ends)}")
    print(f"at the pages:   {dict(sorted(tally.statuses.items()))}")
    print(f"reading processes: {len(ends)}, dead {sum(end.code < 0 for end in ends)}", end="")
    print(f", most {seconds:.2f} s, most {mebibytes:.0f} MiB")
    print(f"went wrong: {len(tally.wrong)}; different sentences: {len(tally.sentences)}")
    for sentence, count in tally.sentences.most_common(40):
        print(f"  {count:6} {sentence[:140]}")


if __name__ == "__main__":
    sys.exit(main())
